from tests.engines.roster.builders import DAY, HOUR, agent, contract, problem

from floorwalker.engines import roster


def solve_one(person, **changes):
    solved = roster.solve(problem(agents=(person,), **changes), iterations_max=5)
    return solved, (solved.conflicts[0] if solved.conflicts else None)


def test_forty_hours_with_four_days_of_leave_is_a_quarrel_of_those_two_rules():
    leave = (roster.Window(0, 4 * DAY),)
    person = agent(contract=contract(paid_minutes_min=40 * HOUR), leave=leave)
    solved, conflict = solve_one(person)
    assert conflict == roster.AgentConflict(
        agent="Asha",
        rules=("leave", "hours_min"),
        mended_by=("leave", "hours_min"),
        dropped="hours_min",
    )
    # Three days are left and the longest shift has eight hours.
    paid = sum(shift.end_minute - shift.start_minute for shift in solved.shifts[0])
    assert paid == 24 * HOUR


def test_forty_hours_with_two_days_of_leave_is_no_quarrel():
    leave = (roster.Window(0, 2 * DAY),)
    person = agent(contract=contract(paid_minutes_min=40 * HOUR), leave=leave)
    _, conflict = solve_one(person)
    assert conflict is None


def test_days_off_can_leave_too_few_hours():
    # Seven days less three days off leave four: 32 hours.
    rules = contract(paid_minutes_min=40 * HOUR, days_off_min=3)
    _, conflict = solve_one(agent(contract=rules))
    assert conflict is not None
    assert conflict.rules == ("days_off_min", "hours_min")


def test_three_rules_that_only_quarrel_together_are_all_named():
    # Shifts of six hours never add up to forty; of eight they do, and seven of six are 42.
    rules = contract(
        paid_minutes_min=40 * HOUR, paid_minutes_max=40 * HOUR, shift_minutes_max=6 * HOUR
    )
    _, conflict = solve_one(agent(contract=rules))
    assert conflict is not None
    assert conflict.rules == ("shift_length", "hours_max", "hours_min")
    assert conflict.mended_by == ("shift_length", "hours_max", "hours_min")


def test_pinned_shifts_without_rest_between_are_kept_and_told():
    first = roster.PlannedShift(14 * HOUR, 22 * HOUR, "day")
    second = roster.PlannedShift(DAY + 6 * HOUR, DAY + 12 * HOUR, "day")
    solved, conflict = solve_one(agent(pinned=(second, first)))
    assert conflict is not None
    assert conflict.rules == ("rest", "pinned")
    assert conflict.mended_by == ("rest", "pinned")
    assert conflict.dropped is None
    assert solved.shifts == ((first, second),)
