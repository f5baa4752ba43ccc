"""Clear away what accounts leave behind: old sessions and tries, set-ups that nobody finished."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q

from floorwalker.foundation.accounts.lock_out import FORGOTTEN_AFTER
from floorwalker.foundation.accounts.models import FailedTries, SecondFactor, SignIn
from floorwalker.foundation.sealing import seal_rows_again

UNFINISHED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Purged:
    """How many rows went."""

    sessions: int
    sign_ins: int
    tries: int
    set_ups: int


def purge(*, at: datetime) -> Purged:
    """Remove what counts for nothing any more; a pause that still runs stays."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    ended = sessions.filter(expire_date__lte=at).delete()[0]
    alive = sessions.values("session_key")
    is_over = Q(closed_until=None) | Q(closed_until__lte=at)
    old_tries = FailedTries.objects.filter(is_over, last_at__lt=at - FORGOTTEN_AFTER)
    is_old = Q(started_at=None) | Q(started_at__lt=at - UNFINISHED_FOR)
    unfinished = SecondFactor.objects.filter(is_old, confirmed_at=None)
    return Purged(
        sessions=ended,
        sign_ins=SignIn.objects.exclude(session_key__in=alive).delete()[0],
        tries=old_tries.delete()[0],
        set_ups=unfinished.delete()[0],
    )


def seal_again() -> int:
    """Seal with the newest key what an older one sealed; tell how many."""
    return seal_rows_again(SecondFactor.objects.all(), "sealed_secret")
