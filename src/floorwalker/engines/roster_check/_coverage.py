"""Who is there against who is needed, by interval and queue, nobody counted twice.

People who can serve several queues are shared out so that the largest relative shortage is as
small as can be, then the next largest, and so on; what is short in total then equals what a
maximum flow from people to queues leaves unserved (Hall 1935; Megiddo 1974). Overlapping skills
are handled by looking at every subset of queues, all intervals at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster_check._terms import Shift, Terms

Floats = NDArray[np.float64]

SHORT_AGENTS_MIN = 0.5  # a range is told when at least half a person is missing
NO_NEED = 1e-6  # stands for no need at all, so that spare people end up there last


@dataclass(frozen=True)
class Coverage:
    """All arrays of shape (queues, intervals), in agents; over and under are never netted."""

    required: Floats
    scheduled: Floats
    under: Floats
    over: Floats
    interval_minutes: int

    @property
    def short_hours(self) -> float:
        """Agent-hours short in the whole period."""
        return float(self.under.sum()) * self.interval_minutes / 60

    @property
    def over_hours(self) -> float:
        """Agent-hours beyond the need in the whole period."""
        return float(self.over.sum()) * self.interval_minutes / 60


@dataclass(frozen=True)
class ShortRange:
    """A stretch in which a queue is short of people all the time."""

    queue: int
    start_minute: int
    end_minute: int
    agents_short_max: float
    agents_short_mean: float
    hours_short: float


def coverage(terms: Terms, roster: Mapping[str, Sequence[Shift]]) -> Coverage:
    """Share the people at work out over the queues, interval by interval.

    Time beyond the period (a night shift of the last day) is not counted. Breaks are not work; a
    person there for part of an interval counts for that part.
    """
    people = _people_by_subset(terms, roster)
    scheduled = _fair_shares(terms.need, people)
    return Coverage(
        required=terms.need,
        scheduled=scheduled,
        under=np.maximum(0.0, terms.need - scheduled),
        over=np.maximum(0.0, scheduled - terms.need),
        interval_minutes=terms.interval_minutes,
    )


def short_ranges(
    covered: Coverage, *, agents_min: float = SHORT_AGENTS_MIN
) -> tuple[ShortRange, ...]:
    """The stretches in which at least `agents_min` agents are missing, by queue then time."""
    result = []
    minutes = covered.interval_minutes
    for queue, under in enumerate(covered.under):
        flags = np.concatenate([[False], under >= agents_min - 1e-9, [False]])
        edges = np.flatnonzero(flags[1:] != flags[:-1])
        for start, end in edges.reshape(-1, 2):
            short = under[start:end]
            result.append(
                ShortRange(
                    queue=queue,
                    start_minute=int(start) * minutes,
                    end_minute=int(end) * minutes,
                    agents_short_max=float(short.max()),
                    agents_short_mean=float(short.mean()),
                    hours_short=float(short.sum()) * minutes / 60,
                )
            )
    return tuple(result)


def _people_by_subset(terms: Terms, roster: Mapping[str, Sequence[Shift]]) -> Floats:
    """People at work who can serve at least one queue of each subset: (subsets, intervals)."""
    queues, intervals = terms.need.shape
    minutes = intervals * terms.interval_minutes
    changes: dict[int, NDArray[np.int64]] = {}
    for name, person in terms.people.items():
        skills = sum(1 << queue for queue in set(person.queues) if 0 <= queue < queues)
        change = changes.setdefault(skills, np.zeros(minutes + 1, dtype=np.int64))
        for shift in roster.get(name, ()):
            _mark(change, shift.start_minute, shift.end_minute, 1)
            for each in shift.breaks:
                _mark(change, each.start_minute, each.end_minute, -1)
    result = np.zeros((1 << queues, intervals))
    for skills, change in changes.items():
        present = np.cumsum(change[:-1]).reshape(intervals, -1).mean(axis=1)
        result[(np.arange(1 << queues) & skills) > 0] += present
    return result


def _mark(change: NDArray[np.int64], start: int, end: int, people: int) -> None:
    last = len(change) - 1
    change[min(max(start, 0), last)] += people
    change[min(max(end, 0), last)] -= people


def _fair_shares(need: Floats, people: Floats) -> Floats:
    """People given to each queue, peeling off the subset with the largest relative shortage."""
    queues, intervals = need.shape
    subsets = np.arange(1 << queues)
    member = (subsets[:, None] >> np.arange(queues) & 1).astype(np.float64)
    weight = np.maximum(need, NO_NEED)
    subset_need, subset_weight = member @ need, member @ weight
    subset_weight[0] = 1.0
    done = np.zeros(intervals, dtype=np.int64)
    column = np.arange(intervals)
    shares = np.zeros_like(need)
    for _ in range(queues):
        together = subsets[:, None] | done
        given = people[together, column] - people[done, column]
        level = (subset_need - given) / subset_weight
        level[(subsets[:, None] & done) > 0] = -np.inf
        level[0] = -np.inf
        worst = level.argmax(axis=0)
        chosen = member[worst].T.astype(np.bool_)  # nothing once every queue has its share
        share = need - level[worst, column] * weight
        shares[chosen] = share[chosen]
        done |= worst
    return np.maximum(0.0, shares)
