"""A year of the made-up centre, played week by week: who called, who waited, who gave up."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from floorwalker.adapters.demo_centre import _demand as demand
from floorwalker.engines import simulate
from floorwalker.engines.staffing import ServiceTarget, Workload, requirement

Floats = npt.NDArray[np.float64]

DAYS_PER_WEEK = 7
PLACES_MAX = 200
STAFFING_LUCK = (0.94, 1.04)
"""Weeks of the past were staffed with a few people too few or too many: days are not all good."""


@dataclass(frozen=True)
class PlayedWeek:
    """What happened in a week; arrays of shape (contacts,), in order of arrival.

    `wait_seconds` is until the answer, or until the caller gave up; `handle_seconds` is 0 then.
    `agent` is the place of who answered in the crew of the queue, or -1.
    """

    starts_on: date
    arrival_seconds: Floats
    queue: npt.NDArray[np.int64]
    wait_seconds: Floats
    handle_seconds: Floats
    agent: npt.NDArray[np.int64]

    @property
    def is_answered(self) -> npt.NDArray[np.bool_]:
        """Whether an agent took it."""
        return self.agent >= 0


def played_weeks(
    first_monday: date, *, weeks: int, closed_days: Collection[date], seed: int
) -> Iterator[PlayedWeek]:
    """Play the weeks one after the other."""
    dice = np.random.default_rng([seed, 52])
    paces = _paces(seed=seed)
    for number in range(weeks):
        starts_on = first_monday + timedelta(weeks=number)
        luck = dice.uniform(*STAFFING_LUCK)
        centre = _centre(starts_on, first_monday, closed_days=closed_days, luck=luck, paces=paces)
        yield _play(centre, starts_on, seed=seed, number=number)


def _paces(*, seed: int) -> Floats:
    """Return the pace of each place in the crew of each queue: mean 1."""
    dice = np.random.default_rng([seed, 12])
    spread = demand.PACE_SPREAD
    places = dice.standard_normal((len(demand.QUEUES), PLACES_MAX))
    return np.exp(spread * places - spread**2 / 2)


def _centre(
    starts_on: date,
    first_monday: date,
    *,
    closed_days: Collection[date],
    luck: float,
    paces: Floats,
) -> simulate.Centre:
    days = [starts_on + timedelta(days=n) for n in range(DAYS_PER_WEEK)]
    models, agents = [], []
    for index, queue in enumerate(demand.QUEUES):
        offered = np.concatenate(
            [
                demand.expected_contacts(
                    queue, day, first_day=first_monday, closed=day in closed_days
                )
                for day in days
            ]
        )
        aht = np.tile(demand.handle_seconds(queue), DAYS_PER_WEEK)
        models.append(_model(queue, offered, aht))
        people = _people_needed(queue, offered, aht, luck=luck)
        agents += _agents(index, people, paces=paces[index])
    return simulate.Centre(
        queues=tuple(models),
        agents=tuple(agents),
        interval_seconds=demand.INTERVAL_MINUTES * 60.0,
        day_of_interval=np.repeat(np.arange(DAYS_PER_WEEK), demand.INTERVALS_PER_DAY),
    )


def _model(queue: demand.DemoQueue, offered: Floats, aht: Floats) -> simulate.QueueModel:
    return simulate.QueueModel(
        name=queue.name,
        offered=offered,
        aht_seconds=aht,
        within_seconds=queue.within_seconds,
        patience_seconds=demand.PATIENCE_SECONDS,
        handle_cv=demand.HANDLE_CV,
        day_factor_cv=demand.DAY_FACTOR_CV,
    )


def _people_needed(
    queue: demand.DemoQueue, offered: Floats, aht: Floats, *, luck: float
) -> npt.NDArray[np.int64]:
    need = requirement(
        Workload(offered=offered, aht_seconds=aht, interval_seconds=demand.INTERVAL_MINUTES * 60.0),
        target=ServiceTarget(queue.service_level, queue.within_seconds, occupancy_max=0.92),
        patience_seconds=demand.PATIENCE_SECONDS,
    )
    people: npt.NDArray[np.int64] = np.rint(need.agents * luck).astype(np.int64)
    return people


def _agents(queue: int, people: npt.NDArray[np.int64], *, paces: Floats) -> list[simulate.Agent]:
    """Return an agent for each person of the largest crew, on duty while the crew is so large."""
    return [
        simulate.Agent(f"{queue}-{rank}", (queue,), _shifts(people > rank), pace=float(paces[rank]))
        for rank in range(int(people.max(initial=0)))
    ]


def _shifts(on_duty: npt.NDArray[np.bool_]) -> tuple[simulate.Shift, ...]:
    seconds = demand.INTERVAL_MINUTES * 60.0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on_duty, [False]]).astype(np.int8)))
    return tuple(
        simulate.Shift(
            day=int(start) // demand.INTERVALS_PER_DAY,
            blocks=((float(start) * seconds, float(end) * seconds),),
        )
        for start, end in edges.reshape(-1, 2)
    )


def _play(centre: simulate.Centre, starts_on: date, *, seed: int, number: int) -> PlayedWeek:
    contacts = simulate.draw_contacts(centre, seed=seed, replication=number)
    happened = simulate.trace(contacts, roster=simulate.roster_of(centre), centre=centre)
    answered = happened.answered_by >= 0
    crew_begins = np.searchsorted(
        [agent.queues[0] for agent in centre.agents], np.arange(len(centre.queues))
    )
    left_at = np.where(answered, happened.answered_at, contacts.deadline)
    return PlayedWeek(
        starts_on=starts_on,
        arrival_seconds=contacts.arrival,
        queue=contacts.queue,
        wait_seconds=left_at - contacts.arrival,
        handle_seconds=np.where(answered, happened.ended_at - happened.answered_at, 0.0),
        agent=np.where(answered, happened.answered_by - crew_begins[contacts.queue], -1),
    )
