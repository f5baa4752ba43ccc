from datetime import date

import numpy as np
import pytest
from tests.builders.plans import MONDAY, make_queue
from tests.builders.rosters import make_roster, make_shift

from floorwalker.duties.scheduling.stages.judging import judge_roster
from floorwalker.duties.scheduling.stages.rehearsing import MEASURES, centre_of, rehearse_roster
from floorwalker.duties.scheduling.stages.rostering import roster_facts

HOUR = 3600.0
SPRING, AUTUMN = date(2026, 3, 2), date(2026, 10, 26)


def centre(roster):
    return centre_of(roster, roster_facts(roster.requirement))


def agent_of(roster, person):
    return next(agent for agent in centre(roster).agents if agent.name == str(person.pk))


def test_a_shift_is_the_blocks_between_its_pauses(cast):
    roster = make_roster(cast.site, days=[1])
    (shift,) = agent_of(roster, cast.people["ben"]).shifts
    tuesday = 24 * HOUR
    hours = [(8, 10), (10.25, 12), (12.5, 14), (14.25, 16.5)]
    assert shift.day == 1
    assert shift.blocks == tuple((tuesday + a * HOUR, tuesday + b * HOUR) for a, b in hours)


def test_everybody_who_can_serve_is_there_with_or_without_shifts(cast):
    roster = make_roster(cast.site, days=[])
    assert [agent.shifts for agent in centre(roster).agents] == [()] * 5


@pytest.mark.parametrize(
    ("week_starts_on", "sunday_half_hours", "eight_oclock"),
    [(MONDAY, 48, 8), (SPRING, 46, 7), (AUTUMN, 50, 9)],
)
def test_a_sunday_of_the_clock_change_is_as_long_as_it_is(
    cast, week_starts_on, sunday_half_hours, eight_oclock
):
    roster = make_roster(cast.site, week_starts_on=week_starts_on, days=[6])
    found = centre(roster)
    assert list(np.bincount(found.day_of_interval)) == [48] * 6 + [sunday_half_hours]
    sunday = 6 * 24 * HOUR
    (shift,) = agent_of(roster, cast.people["ben"]).shifts
    assert shift.day == 6
    assert shift.blocks[0][0] == sunday + eight_oclock * HOUR
    opens = np.flatnonzero(found.queues[0].offered[6 * 48 :])[0]
    assert opens == 2 * eight_oclock  # callers come from 08:00 by the clock


def test_a_night_belongs_to_the_day_it_begins(cast):
    roster = make_roster(cast.site, days=[])
    make_shift(roster, cast.people["ben"], day=0, start=1320, end=1800, template="Night")
    (shift,) = agent_of(roster, cast.people["ben"]).shifts
    assert (shift.day, shift.blocks[-1][1]) == (0, 30 * HOUR)


def test_demand_and_promise_come_from_the_requirement_and_the_queue(cast):
    (queue,) = centre(make_roster(cast.site, days=[], mean=12.0)).queues
    assert set(queue.offered) == {0.0, 12.0}
    assert queue.offered.sum() == pytest.approx(7 * 24 * 12)
    assert (queue.within_seconds, queue.patience_seconds, queue.day_factor_cv) == (20, 120, 0.1)


def test_an_outcome_has_every_part_and_the_same_seed_gives_the_same(cast):
    roster = make_roster(cast.site)
    told = []
    outcome = rehearse_roster(roster, twin=None, seed=7, replications=4, progress=told.append)
    again = rehearse_roster(
        roster, twin=None, seed=7, replications=4, progress=lambda _percent: None
    )
    assert outcome == again
    assert told[-1] == 100
    assert outcome["replications"] == 4
    assert set(outcome["week"]) == {"offered", *MEASURES}
    assert [row["day"] for row in outcome["days"]] == [f"2026-11-{n}" for n in range(23, 30)]
    (queue,) = outcome["queues"]
    assert queue["queue"] == "Billing"
    assert len(queue["intervals"]) == 7 * 24  # only those in which somebody calls
    assert [scenario["missing"] for scenario in outcome["missing"]] == [0, 1, 2, 3]
    levels = [scenario["week"]["service_level"]["mean"] for scenario in outcome["missing"]]
    assert levels == sorted(levels, reverse=True)
    spread = outcome["week"]["service_level"]
    assert 0 <= spread["low"] <= spread["mean"] <= spread["high"] <= 1
    sunday = outcome["days"][6]["service_level"]
    assert sunday["mean"] == 0  # everybody is off, everybody gives up


def test_the_checker_finds_nothing_in_a_roster_made_by_hand_until_it_is_spoiled(cast):
    roster = make_roster(cast.site)
    facts = roster_facts(roster.requirement)
    shifts = list(roster.shifts.select_related("template").prefetch_related("activities"))
    assert judge_roster(facts, shifts).broken == ()
    shifts[0].activities.filter(activity="break").delete()
    spoiled = list(roster.shifts.select_related("template").prefetch_related("activities"))
    broken = judge_roster(facts, spoiled).broken
    assert {(rule.rule, rule.detail) for rule in broken} == {("breaks", "missing")}
    assert len(broken) == 2


def test_deferred_work_waits_until_no_customer_does(cast):
    """The e-mail queue was made first; agents are asked to take calls before it."""
    mail = make_queue(cast.site, name="A e-mail", within_seconds=4 * 3600)
    mail.channel = "email"
    mail.save()
    make_queue(cast.site)
    roster = make_roster(cast.site, days=[1])
    made = centre(roster)
    names = [queue.name for queue in made.queues]
    assert {tuple(names[row] for row in agent.queues)[-1] for agent in made.agents} == {"A e-mail"}
    written = made.queues[names.index("A e-mail")]
    # Open from 08:00 to 20:00: what comes in after 16:00 may be done on the next morning.
    assert (written.within_seconds, written.patience_seconds) == ((4 + 12) * HOUR, None)
