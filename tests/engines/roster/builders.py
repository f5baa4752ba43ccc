"""Small and random roster problems, and the way from the engine's terms to the checker's."""

import numpy as np

from floorwalker.engines import roster, roster_check

DAY = 1440
HOUR = 60


def contract(**changes) -> roster.Contract:
    rules = {"paid_minutes_min": 0, "paid_minutes_max": 40 * HOUR, "rest_minutes_min": 11 * HOUR}
    return roster.Contract(**(rules | changes))


def day_template(**changes) -> roster.ShiftTemplate:
    rules = {
        "name": "day",
        "earliest_start_minutes": 8 * HOUR,
        "latest_start_minutes": 12 * HOUR,
        "start_step_minutes": 60,
        "lengths_minutes": (6 * HOUR, 8 * HOUR),
    }
    return roster.ShiftTemplate(**(rules | changes))


def lunch(**changes) -> roster.BreakRule:
    rules = {
        "name": "lunch",
        "minutes": 30,
        "paid": False,
        "earliest_start_minutes": 3 * HOUR,
        "latest_start_minutes": 5 * HOUR,
    }
    return roster.BreakRule(**(rules | changes))


def problem(*, need=1.0, days=7, interval_minutes=30, queues=("calls",), **changes):
    """A small centre with the same need from 8:00 to 20:00 every day."""
    slots = DAY // interval_minutes
    week = np.zeros((len(queues), days * slots))
    hour = np.arange(days * slots) % slots * interval_minutes / HOUR
    week[:, (hour >= 8) & (hour < 20)] = need
    parts = {"templates": (day_template(),), "agents": (agent(),)} | changes
    return roster.Problem(
        days=days, interval_minutes=interval_minutes, queues=queues, need=week, **parts
    )


def agent(name="Asha", **changes) -> roster.Agent:
    return roster.Agent(**({"name": name, "queues": (0,), "contract": contract()} | changes))


def random_problem(seed: int, *, days: int | None = None) -> roster.Problem:
    """Anything the engine should manage: nights, leave, several skills, pins, tight contracts."""
    dice = np.random.default_rng(seed)
    grid = int(dice.choice([15, 30]))
    days = days or int(dice.integers(1, 9))
    queues = int(dice.integers(1, 4))
    slots = DAY // grid
    need = dice.random((queues, days * slots)) * 2 * (dice.random((queues, days * slots)) < 0.6)
    templates = (_random_template("day", 6, dice), _random_template("night", 18, dice))
    agents = tuple(
        _random_agent(f"agent {n}", queues=queues, days=days, grid=grid, dice=dice)
        for n in range(int(dice.integers(1, 6)))
    )
    names = tuple(f"queue {q}" for q in range(queues))
    return roster.Problem(days, grid, names, need, templates, agents)


def terms_of(problem: roster.Problem) -> roster_check.Terms:
    templates = {
        each.name: roster_check.AllowedShift(
            earliest_start_minutes=each.earliest_start_minutes,
            latest_start_minutes=each.latest_start_minutes,
            start_step_minutes=each.start_step_minutes,
            lengths_minutes=each.lengths_minutes,
            breaks=tuple(roster_check.NeededBreak(**vars(rule)) for rule in each.breaks),
            breaks_apart_minutes=each.breaks_apart_minutes,
        )
        for each in problem.templates
    }
    people = {each.name: _person(each) for each in problem.agents}
    return roster_check.Terms(
        problem.days, problem.interval_minutes, problem.need, people, templates
    )


def judged_shifts(shifts) -> tuple[roster_check.Shift, ...]:
    return tuple(
        roster_check.Shift(
            each.start_minute,
            each.end_minute,
            each.template,
            tuple(roster_check.Break(**vars(pause)) for pause in each.breaks),
        )
        for each in shifts
    )


def judged_roster(problem: roster.Problem, solution: roster.Solution):
    names = [each.name for each in problem.agents]
    return {n: judged_shifts(s) for n, s in zip(names, solution.shifts, strict=True)}


def _person(each: roster.Agent) -> roster_check.Person:
    def spans(windows):
        return tuple(roster_check.Span(w.start_minute, w.end_minute) for w in windows)

    return roster_check.Person(
        queues=each.queues,
        **vars(each.contract),
        templates=each.templates,
        availability=None if each.availability is None else spans(each.availability),
        leave=spans(each.leave),
        last_shift_end_minute=each.last_shift_end_minute,
        days_worked_run=each.days_worked_run,
        pinned=judged_shifts(each.pinned),
    )


def _random_template(name: str, first_hour: int, dice: np.random.Generator):
    start = (first_hour + int(dice.integers(3))) * HOUR
    breaks = (
        roster.BreakRule("pause", 30, True, HOUR, 2 * HOUR, shift_minutes_min=5 * HOUR),
        roster.BreakRule("lunch", 30, False, 2 * HOUR, 4 * HOUR, shift_minutes_min=6 * HOUR),
    )
    return roster.ShiftTemplate(
        name=name,
        earliest_start_minutes=start,
        latest_start_minutes=start + int(dice.integers(1, 4)) * HOUR,
        lengths_minutes=tuple(int(h) * HOUR for h in dice.choice([4, 5, 6, 8, 9], 3, False)),
        start_step_minutes=int(dice.choice([30, 60, 120])),
        breaks=breaks[: int(dice.integers(3))],
        breaks_apart_minutes=int(dice.choice([0, 60])),
    )


def _random_agent(name: str, *, queues: int, days: int, grid: int, dice: np.random.Generator):
    leave_start = int(dice.integers(days * DAY // grid)) * grid
    hours = int(dice.integers(0, 5)) * days
    return roster.Agent(
        name=name,
        queues=tuple(sorted({int(q) for q in dice.integers(queues, size=2)})),
        contract=roster.Contract(
            paid_minutes_min=hours * HOUR,
            paid_minutes_max=(hours + int(dice.integers(10))) * HOUR,
            shift_minutes_min=int(dice.choice([0, 5 * HOUR])),
            shift_minutes_max=int(dice.choice([8 * HOUR, DAY])),
            shifts_max=int(dice.integers(1, 8)),
            days_off_min=int(dice.integers(3)),
            consecutive_days_max=int(dice.integers(2, 6)),
            rest_minutes_min=int(dice.choice([8, 11, 16])) * HOUR,
        ),
        templates=[None, ("day",), ("day", "night")][dice.integers(3)],
        availability=None
        if dice.random() < 0.5
        else tuple(
            roster.Window(d * DAY + 7 * HOUR, d * DAY + int(dice.integers(18, 34)) * HOUR)
            for d in range(days)
        ),
        leave=(roster.Window(leave_start, leave_start + DAY),) if dice.random() < 0.3 else (),
        preferred_start=roster.Window(7 * HOUR, 9 * HOUR) if dice.random() < 0.3 else None,
        wished_days_off=(0,) if dice.random() < 0.3 else (),
        last_shift_end_minute=-int(dice.integers(20)) * HOUR if dice.random() < 0.5 else None,
        days_worked_run=int(dice.integers(4)),
    )
