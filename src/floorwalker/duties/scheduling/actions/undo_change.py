"""Take back a change of a shift: a new change that brings the old times back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import ChangeCause
from floorwalker.duties.scheduling.errors import RosterChangedMeanwhileError
from floorwalker.duties.scheduling.models import ScheduleChange
from floorwalker.duties.scheduling.shift_change import (
    ShiftChanged,
    apply_times,
    changed_meanwhile,
    locked_shift,
    times_of,
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError


def undo_change(actor: Actor, *, change_id: int, at: datetime) -> ShiftChanged:
    """Bring back what a shift was before a change, unless it is no longer what that made it.

    A later change that was itself taken back does not stand in the way.

    Raises:
        NotFoundError: there is no such change.
        NotPermittedError: the person is of a team this actor does not lead.
        RosterChangedMeanwhileError: it was undone already, or the shift was changed since.
        RuleBrokenError: the old times break a rule by now.
    """
    with transaction.atomic():
        change = ScheduleChange.objects.select_for_update().filter(pk=change_id).first()
        if change is None:
            raise NotFoundError(_("There is no such change."))
        shift = locked_shift(actor, shift_id=change.shift_id)
        now = times_of(shift)
        if change.is_undone:
            raise RosterChangedMeanwhileError(_("This change was undone already."))
        if now | {"version": 0} != change.after | {"version": 0}:
            raise changed_meanwhile()
        done = apply_times(actor, shift, change.before, before=now, cause=ChangeCause.UNDONE, at=at)
        ScheduleChange.objects.filter(pk=change_id).update(is_undone=True)
        before, after = {"is_undone": False}, {"is_undone": True}
        record(actor, "undo_change", subject=change, before=before, after=after, at=at)
    return done
