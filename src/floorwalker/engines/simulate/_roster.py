"""The roster as the event loop wants it: changes in order of time, and agents in groups."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from floorwalker.engines.simulate._centre import Centre, FloatArray, IntArray

NO_ENTRY = -1


@dataclass(frozen=True)
class Roster:
    """A centre's blocks, agent by agent, and who serves what.

    Attributes:
        block_agent: agent of each block; blocks are in order of agent, then time.
        block_day: the day of the shift each block belongs to.
        block_start: seconds, clipped to the grid.
        block_end: seconds, clipped to the grid.
        group_of_agent: agents of one group serve the same queues in the same order.
        queues_of_group: shape (groups, most queues), the most urgent first, filled with -1.
        groups_of_queue: shape (queues, groups), the order in which groups are asked, filled
            with -1: first those for whom the queue is most urgent, then those with fewest queues.
    """

    block_agent: IntArray
    block_day: IntArray
    block_start: FloatArray
    block_end: FloatArray
    group_of_agent: IntArray
    queues_of_group: IntArray
    groups_of_queue: IntArray


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
    skill_sets = sorted({person.queues for person in centre.agents})
    group = {queues: index for index, queues in enumerate(skill_sets)}
    return Roster(
        block_agent=table[:, 0].astype(np.int64),
        block_day=table[:, 1].astype(np.int64),
        block_start=table[:, 2],
        block_end=table[:, 3],
        group_of_agent=np.array([group[p.queues] for p in centre.agents], dtype=np.int64),
        queues_of_group=_padded(skill_sets),
        groups_of_queue=_padded([_asked(skill_sets, queue=q) for q in range(len(centre.queues))]),
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


def _asked(skill_sets: list[tuple[int, ...]], *, queue: int) -> list[int]:
    serving = [g for g, queues in enumerate(skill_sets) if queue in queues]
    return sorted(serving, key=lambda g: (skill_sets[g].index(queue), len(skill_sets[g]), g))


def _padded(rows: list[tuple[int, ...]] | list[list[int]]) -> IntArray:
    width = max((len(row) for row in rows), default=0)
    table = np.full((len(rows), max(width, 1)), NO_ENTRY, dtype=np.int64)
    for index, row in enumerate(rows):
        table[index, : len(row)] = row
    return table
