"""The roster as the event loop wants it: changes in order of time, and agents in groups."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from floorwalker.engines.simulate._centre import Agent, Centre, FloatArray, IntArray
from floorwalker.engines.simulate._spans import seconds_of, span_sums

NO_ENTRY = -1


@dataclass(frozen=True)
class Roster:
    """A centre's blocks, agent by agent, and who serves what.

    Attributes:
        block_agent: agent of each block; blocks are in order of agent, then time.
        block_day: the day of the shift each block belongs to.
        block_start: seconds, clipped to the grid.
        block_end: seconds, clipped to the grid.
        group_of_agent: agents of one group serve the same queues in the same way.
        pace_of_agent: factor on the handle time.
        queues_of_group: shape (groups, most queues), the most urgent first, filled with -1.
        urgency_of_group: of the same shape; equal numbers are equally urgent.
        groups_of_queue: shape (queues, groups), the order in which groups are asked, filled
            with -1: first those who are asked soonest, then those for whom the queue is most
            urgent, then those with fewest queues.
        opens_after: shape (queues, groups), seconds of waiting before a group is asked.
        intervals: of the grid.
        interval_seconds: length of each.
    """

    block_agent: IntArray
    block_day: IntArray
    block_start: FloatArray
    block_end: FloatArray
    group_of_agent: IntArray
    pace_of_agent: FloatArray
    queues_of_group: IntArray
    urgency_of_group: IntArray
    groups_of_queue: IntArray
    opens_after: FloatArray
    intervals: int
    interval_seconds: float

    @cached_property
    def duty_seconds(self) -> FloatArray:
        """Seconds on duty, shape (groups, intervals)."""
        sums = span_sums(
            self.block_start,
            self.block_end,
            np.ones(self.block_start.size),
            row=self.group_of_agent[self.block_agent],
            rows=len(self.queues_of_group),
            intervals=self.intervals,
            interval_seconds=self.interval_seconds,
        )
        return seconds_of(sums, interval_seconds=self.interval_seconds)

    @cached_property
    def next_start(self) -> FloatArray:
        """When the agent of each block is on duty again; inf for never."""
        start = np.append(self.block_start[1:], np.inf)
        start[:-1][self.block_agent[1:] != self.block_agent[:-1]] = np.inf
        return start[: self.block_start.size]

    @cached_property
    def changes(self) -> tuple[FloatArray, IntArray, np.ndarray]:
        """Time, block and direction of each change of duty; at equal times, ends first."""
        time = np.concatenate([self.block_start, self.block_end])
        block = np.tile(np.arange(self.block_start.size), 2)
        begins = np.repeat([True, False], self.block_start.size)
        order = np.lexsort((block, begins, time))
        return time[order], block[order], begins[order]

    @cached_property
    def widens_after(self) -> FloatArray:
        """The different waits above 0 of each queue, ascending, filled up with inf."""
        waits = [sorted({wait for wait in row if wait > 0}) for row in self.opens_after.tolist()]
        table = np.full((len(waits), max(map(len, waits), default=0)), np.inf)
        for index, row in enumerate(waits):
            table[index, : len(row)] = row
        return table

    @cached_property
    def serves(self) -> FloatArray:
        """1 where a queue (row; the last: any) is served by a group of agents (column)."""
        queues = np.arange(len(self.groups_of_queue))
        member = (self.queues_of_group[None, :, :] == queues[:, None, None]).any(axis=2)
        return np.vstack([member, np.ones(len(self.queues_of_group))]).astype(float)


class _Skills(NamedTuple):
    """What the agents of a group have in common; one entry per queue they serve."""

    queues: tuple[int, ...]
    urgency: tuple[int, ...]
    opens_after: tuple[float, ...]


def roster_of(centre: Centre) -> Roster:
    """Return the roster of `centre`, everyone present."""
    blocks = [
        (agent, shift.day, max(start, 0.0), min(end, centre.horizon_seconds))
        for agent, person in enumerate(centre.agents)
        for shift in person.shifts
        for start, end in shift.blocks
        if end > 0 and start < centre.horizon_seconds
    ]
    table = np.array(blocks, dtype=float).reshape(-1, 4)
    skill_sets = sorted({_skills(person) for person in centre.agents})
    group = {skills: index for index, skills in enumerate(skill_sets)}
    opens_after = np.zeros((len(centre.queues), max(len(skill_sets), 1)))
    for index, skills in enumerate(skill_sets):
        opens_after[list(skills.queues), index] = skills.opens_after
    return Roster(
        block_agent=table[:, 0].astype(np.int64),
        block_day=table[:, 1].astype(np.int64),
        block_start=table[:, 2],
        block_end=table[:, 3],
        group_of_agent=np.array([group[_skills(p)] for p in centre.agents], dtype=np.int64),
        pace_of_agent=np.array([p.pace for p in centre.agents], dtype=float),
        queues_of_group=_padded([skills.queues for skills in skill_sets]),
        urgency_of_group=_padded([skills.urgency for skills in skill_sets]),
        groups_of_queue=_padded([_asked(skill_sets, queue=q) for q in range(len(centre.queues))]),
        opens_after=opens_after,
        intervals=centre.intervals,
        interval_seconds=centre.interval_seconds,
    )


def without(roster: Roster, *, absent: Collection[tuple[int, int]]) -> Roster:
    """Return the roster when each (day, agent) of `absent` stays away that day."""
    if not absent:
        return roster
    people = roster.group_of_agent.size
    present = ~np.isin(
        roster.block_day * people + roster.block_agent,
        [day * people + agent for day, agent in absent],
    )
    return replace(
        roster,
        block_agent=roster.block_agent[present],
        block_day=roster.block_day[present],
        block_start=roster.block_start[present],
        block_end=roster.block_end[present],
    )


def absence_orders(roster: Roster, *, seed: int, replication: int) -> list[tuple[int, IntArray]]:
    """Return, per day, the agents on that day's roster in a random order of absence.

    The first k of a day are the k people missing, so that a scenario with more people missing
    contains the one with fewer.
    """
    orders = []
    for day in np.unique(roster.block_day).tolist():
        # The 1 sets this stream apart from the contacts', whose last part is a queue.
        dice = np.random.default_rng([seed, replication, abs(day), int(day < 0), 1])
        rostered = np.unique(roster.block_agent[roster.block_day == day])
        orders.append((int(day), dice.permutation(rostered)))
    return orders


def _skills(person: Agent) -> _Skills:
    return _Skills(
        person.queues,
        person.urgency or tuple(range(len(person.queues))),
        person.opens_after or (0.0,) * len(person.queues),
    )


def _asked(skill_sets: list[_Skills], *, queue: int) -> list[int]:
    def order(group: int) -> tuple[float, int, int, int]:
        skills = skill_sets[group]
        place = skills.queues.index(queue)
        return skills.opens_after[place], skills.urgency[place], len(skills.queues), group

    return sorted((g for g, skills in enumerate(skill_sets) if queue in skills.queues), key=order)


def _padded(rows: list[tuple[int, ...]] | list[list[int]]) -> IntArray:
    width = max((len(row) for row in rows), default=0)
    table = np.full((len(rows), max(width, 1)), NO_ENTRY, dtype=np.int64)
    for index, row in enumerate(rows):
        table[index, : len(row)] = row
    return table
