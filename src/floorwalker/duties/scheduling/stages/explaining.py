"""What a solved roster falls short of, as values; pages make sentences of them."""

from typing import Any

from floorwalker.duties.scheduling.stages.judging import terms_of
from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.engines import roster_check as judge
from floorwalker.engines.roster import PlannedShift, Solution


def explain(facts: RosterFacts, solution: Solution) -> dict[str, Any]:
    """Return short stretches by queue, and people whose own rules cannot all hold."""
    roster = {
        str(person.pk): [_as_judged(shift) for shift in shifts]
        for person, shifts in zip(facts.people, solution.shifts, strict=True)
    }
    covered = judge.coverage(terms_of(facts), roster)
    return {
        "short": [
            {
                "queue": facts.queues[stretch.queue].name,
                "starts_at": facts.week.moment(stretch.start_minute).isoformat(),
                "ends_at": facts.week.moment(stretch.end_minute).isoformat(),
                "agents": stretch.agents_short_max,
                "hours": stretch.hours_short,
            }
            for stretch in judge.short_ranges(covered)
        ],
        "conflicts": [
            {
                "person_id": int(conflict.agent),
                "rules": list(conflict.rules),
                "mended_by": list(conflict.mended_by),
                "dropped": conflict.dropped,
            }
            for conflict in solution.conflicts
        ],
    }


def _as_judged(shift: PlannedShift) -> judge.Shift:
    return judge.Shift(
        start_minute=shift.start_minute,
        end_minute=shift.end_minute,
        template=shift.template,
        breaks=tuple(
            judge.Break(pause.name, pause.start_minute, pause.end_minute, pause.paid)
            for pause in shift.breaks
        ),
    )
