"""A shift changed by hand, and a change taken back."""

from dataclasses import dataclass

from ninja import Schema

from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.undo_change import undo_change
from floorwalker.duties.scheduling.api.rosters import ShiftOut
from floorwalker.duties.scheduling.queries.change_answer import answer_to_change
from floorwalker.duties.scheduling.queries.roster_list import ShiftRow, shift_row
from floorwalker.duties.scheduling.shift_change import ShiftChanged
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Id, Moment, Sent

router = ApiRouter(tags=["rosters"])


class ShiftIn(Sent):
    """New times of a shift, and the version that was seen."""

    version: Id
    starts_at: Moment
    ends_at: Moment


class ShiftChangedOut(Schema):
    """The shift as it is now, the wishes it breaks, and the service level of its day."""

    change_id: int
    shift: ShiftOut
    broken_rules: list[str]
    service_level_before: float | None
    service_level_after: float | None


@dataclass(frozen=True)
class _Changed:
    change_id: int
    shift: ShiftRow
    broken_rules: tuple[str, ...]
    service_level_before: float | None
    service_level_after: float | None


@router.write(
    "/shifts/{int:shift_id}", scope=Scope.PLANS_WRITE, answer=ShiftChangedOut, method="PUT"
)
def change_one_shift(request: ActorRequest, shift_id: int, body: ShiftIn) -> object:
    """Give a shift new times; its pauses follow. What would break a rule is refused."""
    done = change_shift(
        request.actor,
        shift_id=shift_id,
        version=body.version,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        at=clock.now(),
    )
    return _changed(done)


@router.write("/changes/{int:change_id}/undo", scope=Scope.PLANS_WRITE, answer=ShiftChangedOut)
def undo_one_change(request: ActorRequest, change_id: int) -> object:
    """Bring back what a shift was before a change."""
    return _changed(undo_change(request.actor, change_id=change_id, at=clock.now()))


def _changed(done: ShiftChanged) -> _Changed:
    answer = answer_to_change(done)
    told = answer.predicted
    return _Changed(
        change_id=done.change.pk,
        shift=shift_row(done.shift),
        broken_rules=tuple(rule.sentence for rule in answer.broken_rules),
        service_level_before=told.before if told else None,
        service_level_after=told.after if told else None,
    )
