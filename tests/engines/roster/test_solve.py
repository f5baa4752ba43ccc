import numpy as np
import pytest
from tests.engines.roster.builders import (
    DAY,
    HOUR,
    agent,
    contract,
    day_template,
    judged_roster,
    lunch,
    problem,
    random_problem,
    terms_of,
)

from floorwalker.engines import roster, roster_check
from floorwalker.engines.roster import _week_graph


@pytest.mark.parametrize("seed", range(60))
def test_every_roster_of_a_random_problem_passes_the_checker(seed):
    posed = random_problem(seed)
    solved = roster.solve(posed, seed=seed, iterations_max=15)
    broken = roster_check.check(terms_of(posed), judged_roster(posed, solved))
    dropped = {(c.agent, c.dropped) for c in solved.conflicts if c.dropped}
    quarrelled = {c.agent for c in solved.conflicts if c.dropped is None}
    left = [b for b in broken if (b.agent, b.rule) not in dropped and b.agent not in quarrelled]
    assert left == []
    assert {(b.agent, b.rule) for b in broken} >= dropped


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_never_exceeds_the_cost(seed):
    bounds = []
    solved = roster.solve(
        random_problem(seed),
        iterations_max=60,
        progress=lambda iteration, cost, bound: bounds.append(bound),
    )
    assert 0 <= solved.bound == pytest.approx(max(bounds))
    assert max(bounds) <= solved.cost + 1e-6


def test_the_same_seed_gives_the_same_roster():
    posed = random_problem(5, days=5)
    first = roster.solve(posed, seed=3, iterations_max=40)
    assert roster.solve(posed, seed=3, iterations_max=40) == first


def test_stopping_at_once_still_gives_everybody_a_week():
    posed = problem(agents=(agent(contract=contract(paid_minutes_min=40 * HOUR)),))
    solved = roster.solve(posed, stop=lambda: True)
    assert sum(s.end_minute - s.start_minute for s in solved.shifts[0]) == 40 * HOUR


def test_progress_is_told_the_cost_falling_and_the_bound_rising():
    told = []
    posed = random_problem(8, days=7)
    roster.solve(posed, iterations_max=40, progress=lambda *values: told.append(values))
    costs, bounds = [cost for _, cost, _ in told], [bound for _, _, bound in told]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)


def test_pinned_shifts_stay_exactly_as_they_are():
    pause = roster.PlannedBreak("lunch", DAY + 12 * HOUR, DAY + 12 * HOUR + 30, paid=False)
    kept = roster.PlannedShift(DAY + 8 * HOUR + 30, DAY + 15 * HOUR, "by hand", (pause,))
    posed = problem(agents=(agent(pinned=(kept,)),))
    [shifts] = roster.solve(posed, iterations_max=5).shifts
    assert kept in shifts
    assert len(shifts) > 1


def test_nobody_is_rostered_where_there_is_no_need_and_no_hours_are_owed():
    assert roster.solve(problem(need=0.0), iterations_max=5).shifts == ((),)


def test_lunch_goes_where_least_is_needed():
    posed = problem(
        days=1, templates=(day_template(lengths_minutes=(8 * HOUR,), breaks=(lunch(),)),)
    )
    hour = np.arange(48) / 2
    need = np.where(hour == 12.5, 0.0, posed.need)
    posed = roster.Problem(1, 30, posed.queues, need, posed.templates, posed.agents)
    [[shift]] = roster.solve(posed, iterations_max=5).shifts
    assert [pause.start_minute for pause in shift.breaks] == [12 * HOUR + 30]
    assert [(w.start_minute, w.end_minute) for w in shift.work] == [
        (shift.start_minute, 12 * HOUR + 30),
        (13 * HOUR, shift.end_minute),
    ]


def test_a_night_shift_runs_into_the_next_day():
    night = day_template(
        name="night", earliest_start_minutes=22 * HOUR, latest_start_minutes=22 * HOUR
    )
    posed = problem(days=2, templates=(night,))
    need = np.zeros((1, 96))
    need[0, 44:60] = 1.0  # 22:00 to 6:00
    posed = roster.Problem(2, 30, posed.queues, need, posed.templates, posed.agents)
    [[shift]] = roster.solve(posed, iterations_max=5).shifts
    assert (shift.start_minute, shift.end_minute) == (22 * HOUR, 30 * HOUR)


def test_wished_days_off_are_given_when_they_cost_nothing():
    owed = contract(paid_minutes_min=8 * HOUR, paid_minutes_max=8 * HOUR)
    asks = agent(contract=owed, wished_days_off=(0, 1, 2, 4, 5, 6))
    [[shift]] = roster.solve(problem(agents=(asks,)), iterations_max=5).shifts
    assert shift.start_minute // DAY == 3


def test_last_weeks_late_shift_delays_mondays_start():
    late = agent(contract=contract(rest_minutes_min=11 * HOUR), last_shift_end_minute=0)
    [[shift]] = roster.solve(problem(days=1, agents=(late,)), iterations_max=5).shifts
    assert shift.start_minute >= 11 * HOUR
    early = agent(contract=contract(rest_minutes_min=11 * HOUR), last_shift_end_minute=-4 * HOUR)
    need_at_eight = problem(days=1, agents=(early,)).need * (np.arange(48) < 32)
    posed = roster.Problem(1, 30, ("calls",), need_at_eight, (day_template(),), (early,))
    [[shift]] = roster.solve(posed, iterations_max=5).shifts
    assert shift.start_minute == 8 * HOUR


def test_last_weeks_run_of_days_brings_the_day_off_forward():
    tired = agent(contract=contract(consecutive_days_max=5), days_worked_run=4)
    [shifts] = roster.solve(problem(agents=(tired,)), iterations_max=5).shifts
    assert {shift.start_minute // DAY for shift in shifts} & {0, 1} != {0, 1}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"days": 15, "need": 0.0}, "days"),
        ({"queues": tuple("abcdefghi")}, "queues"),
        ({"need": -1.0}, "need"),
        ({"agents": (agent(queues=()),)}, "agents[0].queues"),
        ({"agents": (agent(), agent())}, "agents"),
        ({"agents": (agent(templates=("nights",)),)}, "agents[0].templates"),
        ({"templates": (day_template(lengths_minutes=(455,)),)}, "templates[0]"),
        ({"templates": (day_template(breaks=(lunch(minutes=600),)),)}, "templates[0]"),
    ],
)
def test_a_problem_that_cannot_be_posed_is_refused_by_place(changes, where):
    with pytest.raises(roster.RosterProblemError) as refused:
        roster.solve(problem(**changes))
    assert refused.value.where == where


def test_rules_that_leave_too_many_weeks_are_refused_by_agent(monkeypatch):
    monkeypatch.setattr(_week_graph, "EDGES_MAX", 30)
    tight = agent("Ben", contract=contract(shifts_max=0))
    with pytest.raises(roster.RosterProblemError) as refused:
        roster.solve(problem(agents=(tight, agent("Asha"))))
    assert refused.value.where == "agents[1]"
