"""Growing pauses for whoever guesses passwords and codes: for each account, and for each address.

A try is counted before the password is looked at, in a row that PostgreSQL locks: many tries at
once, or at several web processes, count as many. What was typed as an account is kept as a keyed
hash only: people type passwords into the wrong field, and whether an account exists stays unsaid.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from floorwalker.foundation.accounts.models import FailedTries

TRIES_OF_AN_ACCOUNT = 5
TRIES_OF_AN_ADDRESS = 30
PAUSE_FIRST = timedelta(minutes=1)
PAUSE_MAX = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
DOUBLINGS_MAX = 10


@dataclass(frozen=True)
class Try:
    """One counted try; with `closed_until` it must not even be looked at."""

    closed_until: datetime | None = None
    closes_account: bool = False


def count_try(deed: str, *, account: str, address: str, at: datetime) -> Try:
    """Count a try of a deed (`sign_in`, `reset`) by an address at an account."""
    with transaction.atomic():
        by_address, _closes = _count(
            _key(deed, "address", address), tries_max=TRIES_OF_AN_ADDRESS, at=at
        )
        if by_address is not None:
            return Try(closed_until=by_address)
        by_account, closes = _count(
            _key(deed, "account", account), tries_max=TRIES_OF_AN_ACCOUNT, at=at
        )
        return Try(closed_until=by_account, closes_account=closes)


def forget_tries(deed: str, *, account: str, address: str = "") -> None:
    """Forget an account's failures after a right answer; the address loses only this one try."""
    with transaction.atomic():
        FailedTries.objects.filter(key=_key(deed, "account", account)).delete()
        row = FailedTries.objects.select_for_update().filter(key=_key(deed, "address", address))
        for tries in row:
            tries.count = max(0, tries.count - 1)
            tries.closed_until = None
            tries.save(update_fields=["count", "closed_until"])


def pause_after(count: int, *, tries_max: int) -> timedelta | None:
    """Return the pause after so many failures in a row: none, then doubling up to the longest."""
    if count < tries_max:
        return None
    doublings = min(count - tries_max, DOUBLINGS_MAX)
    return min(PAUSE_FIRST * (1 << doublings), PAUSE_MAX)


def _count(key: str, *, tries_max: int, at: datetime) -> tuple[datetime | None, bool]:
    """Return until when it is closed already, and whether this try, if wrong, closes it."""
    tries, _created = FailedTries.objects.select_for_update().get_or_create(
        key=key, defaults={"last_at": at}
    )
    if tries.closed_until is not None and tries.closed_until > at:
        return tries.closed_until, False
    count = 1 if at - tries.last_at > FORGOTTEN_AFTER else tries.count + 1
    pause = pause_after(count, tries_max=tries_max)
    tries.count, tries.last_at = count, at
    tries.closed_until = at + pause if pause else None
    tries.save(update_fields=["count", "last_at", "closed_until"])
    return None, pause is not None


def _key(deed: str, kind: str, who: str) -> str:
    digest = salted_hmac("floorwalker.lock_out", who.strip().lower(), algorithm="sha256")
    return f"{deed} {kind} {digest.hexdigest()}"
