"""Store a roster that was made for a requirement."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.models import Requirement, Roster, Shift, ShiftActivity
from floorwalker.duties.scheduling.stages.explaining import explain
from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.engines.roster import PlannedShift, Solution
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def store_roster(
    actor: Actor,
    *,
    requirement: Requirement,
    facts: RosterFacts,
    solution: Solution,
    at: datetime,
) -> Roster:
    """Add a draft roster with its shifts, its cost and bound, and what it falls short of."""
    actor.require("plan_week", site_id=requirement.site_id)
    with transaction.atomic():
        roster = Roster.objects.create(
            site=requirement.site,
            week_starts_on=requirement.week_starts_on,
            requirement=requirement,
            cost=solution.cost,
            bound=solution.bound,
            gap_ratio=solution.gap_ratio,
            explanation=explain(facts, solution),
            created_at=at,
            created_by_name=actor.name,
        )
        _store_shifts(roster, facts, solution.shifts)
        after = {"cost": solution.cost, "bound": solution.bound, "people": len(facts.people)}
        record(actor, "store_roster", subject=roster, after=after, at=at)
    return roster


def _store_shifts(
    roster: Roster, facts: RosterFacts, planned: Sequence[Sequence[PlannedShift]]
) -> None:
    template_of = {template.name: template for template in facts.templates}
    pairs = [
        (
            Shift(
                roster=roster,
                person=person,
                template=template_of.get(plan.template),
                starts_at=facts.week.moment(plan.start_minute),
                ends_at=facts.week.moment(plan.end_minute),
            ),
            plan,
        )
        for person, plans in zip(facts.people, planned, strict=True)
        for plan in plans
    ]
    Shift.objects.bulk_create(shift for shift, _ in pairs)
    ShiftActivity.objects.bulk_create(
        ShiftActivity(
            shift=shift,
            activity=pause.name if pause.name in Activity.values else Activity.BREAK,
            is_paid=pause.paid,
            starts_at=facts.week.moment(pause.start_minute),
            ends_at=facts.week.moment(pause.end_minute),
        )
        for shift, plan in pairs
        for pause in plan.breaks
    )
