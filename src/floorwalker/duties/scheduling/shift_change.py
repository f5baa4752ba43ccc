"""What moving a shift and undoing it share: lock, write, judge before and after, remember."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import ChangeCause, RosterState
from floorwalker.duties.scheduling.errors import RosterChangedMeanwhileError, RuleBrokenError
from floorwalker.duties.scheduling.models import Roster, ScheduleChange, Shift
from floorwalker.duties.scheduling.rule_sentences import sentence
from floorwalker.duties.scheduling.stages.judged_week import (
    judged_week,
    keep,
    with_changed_person,
)
from floorwalker.duties.scheduling.stages.judging import Judgement
from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.live.publish import publish
from floorwalker.foundation.webhooks.outbox import emit

SOFT_RULES = frozenset({"hours_min", "days_off_min", "shifts_max"})
"""Rules of the week as a whole: a change that breaks one is told, not refused, because the next
change may mend it; the roster page shows it until then."""


@dataclass(frozen=True)
class ShiftChanged:
    """The shift as it is now, and what the change does to rules and cover."""

    shift: Shift
    change: ScheduleChange
    facts: RosterFacts
    before: Judgement
    after: Judgement


def locked_shift(actor: Actor, *, shift_id: int) -> Shift:
    """Lock a shift's roster and return the shift as it is now, if this actor may change it."""
    roster = Roster.objects.select_for_update().filter(shifts__pk=shift_id).first()
    if roster is None:
        raise NotFoundError(_("This shift does not exist any more."))
    shift = Shift.objects.select_related("person__team", "template", "roster").get(pk=shift_id)
    team = shift.person.team
    actor.require("change_shift", site_id=team.site_id, team_id=team.pk)
    return shift


def changed_meanwhile() -> RosterChangedMeanwhileError:
    """Return the refusal of a change to a shift that is no longer what the actor has seen."""
    return RosterChangedMeanwhileError(_("Someone else has changed this shift meanwhile."))


def apply_times(
    actor: Actor,
    shift: Shift,
    times: dict[str, Any],
    *,
    before: dict[str, Any],
    cause: ChangeCause,
    at: datetime,
) -> ShiftChanged:
    """Write the times, judge the roster before and after, refuse what breaks a rule, remember."""
    before_it = judged_week(shift.roster)
    _write(shift, times)
    after_it = with_changed_person(before_it, shift.roster, person_id=shift.person_id)
    judged_before, judged_after = before_it.judgement, after_it.judgement
    _refuse_broken_rules(judged_before, judged_after, before_it.facts)
    transaction.on_commit(lambda: keep(shift.roster, after_it))
    Roster.objects.filter(pk=shift.roster_id, state=RosterState.REHEARSED).update(
        state=RosterState.DRAFT
    )
    shift.roster.revision += 1
    shift.roster.save(update_fields=["revision"])
    change = ScheduleChange.objects.create(
        roster=shift.roster,
        shift=shift,
        cause=cause,
        before=before,
        after=times_of(shift),
        at=at,
        by_name=actor.name,
    )
    _announce(shift)
    _tell(change, at=at)
    return ShiftChanged(shift, change, before_it.facts, judged_before, judged_after)


def _announce(shift: Shift) -> None:
    """Tell those who have the roster open, and the person when the week is theirs to work by."""
    roster = shift.roster
    publish(f"site/{roster.site_id}/rosters/{roster.pk}", {"revision": roster.revision})
    if roster.state == RosterState.PUBLISHED:
        publish(f"person/{shift.person_id}", {"week": roster.week_starts_on.isoformat()})


def _tell(change: ScheduleChange, *, at: datetime) -> None:
    shift, roster = change.shift, change.roster
    data = {
        "site_id": roster.site_id,
        "roster_id": roster.pk,
        "revision": roster.revision,
        "is_published": roster.state == RosterState.PUBLISHED,
        "shift_id": shift.pk,
        "person_id": shift.person_id,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "cause": str(change.cause),
    }
    emit("shift.changed", site_id=roster.site_id, data=data, at=at)


def times_of(shift: Shift) -> dict[str, Any]:
    """Return a shift's times and pauses as they are stored in a change."""
    return {
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "version": shift.version,
        "pauses": [
            {
                "id": pause.pk,
                "starts_at": pause.starts_at.isoformat(),
                "ends_at": pause.ends_at.isoformat(),
            }
            for pause in shift.activities.all()
        ],
    }


def _write(shift: Shift, times: dict[str, Any]) -> None:
    shift.starts_at = datetime.fromisoformat(times["starts_at"])
    shift.ends_at = datetime.fromisoformat(times["ends_at"])
    shift.version += 1
    try:
        with transaction.atomic():
            shift.save(update_fields=["starts_at", "ends_at", "version"])
    except IntegrityError as error:
        raise RuleBrokenError([_("This person has another shift at that time.")]) from error
    for pause in times["pauses"]:
        shift.activities.filter(pk=pause["id"]).update(
            starts_at=datetime.fromisoformat(pause["starts_at"]),
            ends_at=datetime.fromisoformat(pause["ends_at"]),
        )


def _refuse_broken_rules(before: Judgement, after: Judgement, facts: RosterFacts) -> None:
    hard = [rule for rule in after.newly_broken_since(before) if rule.rule not in SOFT_RULES]
    if hard:
        raise RuleBrokenError(
            [sentence(rule, name=facts.name_of(rule.agent), week=facts.week) for rule in hard]
        )
