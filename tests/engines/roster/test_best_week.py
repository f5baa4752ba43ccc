"""The exact weekly programme against enumeration, with the checker as the judge of rules."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.engines.roster.builders import DAY, random_problem, terms_of

from floorwalker.engines import roster_check
from floorwalker.engines.roster._crew import make_crew
from floorwalker.engines.roster._search import priced_week


def enumerated_shifts(terms, day):
    """Every way to place one shift with its breaks on a day."""
    grid = terms.interval_minutes
    for name, model in terms.templates.items():
        starts = range(
            model.earliest_start_minutes, model.latest_start_minutes + 1, model.start_step_minutes
        )
        for minute, length in itertools.product(starts, model.lengths_minutes):
            needed = [
                b for b in model.breaks if b.shift_minutes_min <= length <= b.shift_minutes_max
            ]
            windows = [
                range(b.earliest_start_minutes, b.latest_start_minutes + 1, grid) for b in needed
            ]
            start = day * DAY + minute
            for offsets in itertools.product(*windows):
                pauses = tuple(
                    roster_check.Break(b.name, start + w, start + w + b.minutes, b.paid)
                    for b, w in zip(needed, offsets, strict=True)
                )
                yield roster_check.Shift(start, start + length, name, pauses)


def worth_of(shift, prices, grid):
    working = prices[shift.start_minute // grid : shift.end_minute // grid].sum()
    for pause in shift.breaks:
        working -= prices[pause.start_minute // grid : pause.end_minute // grid].sum()
    return working


def best_of_all_weeks(terms, name, prices, paid_price):
    """The best worth over all weeks: break places by enumeration, days by enumeration."""
    grid, choices = terms.interval_minutes, []
    free = replace(terms.people[name], paid_minutes_min=0)
    loose = replace(terms, people={name: free})
    for day in range(terms.days):
        best = {}
        for shift in enumerated_shifts(terms, day):
            key = (shift.start_minute, shift.end_minute, shift.paid_minutes)
            worth = worth_of(shift, prices, grid) - paid_price * shift.paid_minutes / 60
            if key in best and best[key][0] >= worth:
                continue
            if not roster_check.check_agent(loose, name, [shift]):
                best[key] = (worth, shift)
        choices.append([(0.0, None), *best.values()])
    best_worth = -np.inf
    for week in itertools.product(*choices):
        worth = sum(each for each, _ in week)
        if worth <= best_worth:
            continue
        shifts = [shift for _, shift in week if shift is not None]
        if not roster_check.check_agent(terms, name, shifts):
            best_worth = worth
    return best_worth


@pytest.mark.parametrize("seed", range(40))
def test_the_best_week_is_the_best_of_all_weeks(seed):
    posed = random_problem(seed, days=3)
    plain = replace(posed.agents[0], preferred_start=None, wished_days_off=())
    templates = tuple(
        replace(t, lengths_minutes=t.lengths_minutes[:2], start_step_minutes=120)
        for t in posed.templates
    )
    posed = replace(posed, agents=(plain,), templates=templates)
    dice = np.random.default_rng(seed)
    slots = 4 * DAY // posed.interval_minutes
    prices = dice.normal(0.05, 0.2, slots).repeat(2)[:slots]
    crew = make_crew(posed)
    best = best_of_all_weeks(terms_of(posed), plain.name, prices, posed.weights.paid_hour)
    if not crew.conflicts:
        _, worth = priced_week(crew, crew.members[0], prices)
        assert worth == pytest.approx(best, abs=1e-9)
    else:
        assert best == -np.inf
