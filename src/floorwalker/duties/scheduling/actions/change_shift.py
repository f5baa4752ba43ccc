"""Move or resize a shift by hand: checked, stored, remembered for undo, all or nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import ChangeCause
from floorwalker.duties.scheduling.pauses import fit_pauses
from floorwalker.duties.scheduling.shift_change import (
    ShiftChanged,
    apply_times,
    changed_meanwhile,
    locked_shift,
    times_of,
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError

SHIFT_HOURS_MAX = 16


def change_shift(
    actor: Actor,
    *,
    shift_id: int,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> ShiftChanged:
    """Give a shift new times; its pauses follow.

    Raises:
        NotFoundError: the shift is gone.
        NotPermittedError: the person is of a team this actor does not lead.
        RosterChangedMeanwhileError: someone changed the shift after `version`.
        BadInputError: the times are no shift.
        RuleBrokenError: the change would break a rule; it names each.
    """
    if not timedelta(0) < ends_at - starts_at <= timedelta(hours=SHIFT_HOURS_MAX):
        raise BadInputError(_("A shift ends after it starts, within 16 hours."))
    with transaction.atomic():
        shift = locked_shift(actor, shift_id=shift_id)
        if shift.version != version:
            raise changed_meanwhile()
        before = times_of(shift)
        times = fit_pauses(shift, starts_at=starts_at, ends_at=ends_at)
        done = apply_times(actor, shift, times, before=before, cause=ChangeCause.MOVED, at=at)
        after = done.change.after
        record(actor, "change_shift", subject=shift, before=before, after=after, at=at)
    return done
