"""Who was on duty when, as far as the contacts that they took tell.

A person is taken to be there from the start of their first contact of a day to the end of the last,
but for pauses: gaps of more than ten minutes that are also more than ten times the usual gap
between two contacts. If idle times are exponential, one in a thousand is mistaken for a pause
(2^-10). At both ends a person has been idle for a while before the first contact and after the
last, by chance as long as between two: each stretch is longer by the mean gap on both sides.

A gap while somebody waits is no idleness: the person was not ready. Its mean is the turnaround.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from floorwalker.engines.simulate._centre import Block, FloatArray, IntArray
from floorwalker.engines.simulate._records import SECONDS_PER_DAY, UNKNOWN, Records

PAUSE_LEAST_SECONDS = 600.0
PAUSE_TIMES_USUAL = 10.0
ROUNDING_SECONDS = 2.0  # records are in whole seconds
TURNAROUNDS_LEAST = 30


@dataclass(frozen=True)
class Presence:
    """Stretches on duty; arrays of shape (stretches,), by day, agent and time.

    Attributes:
        day: as in the records.
        agent: as in the records.
        start: seconds on that day's clock.
        end: seconds on that day's clock; may pass midnight.
        overlap_ratio: share of contacts that began while the same person had another in hand.
    """

    day: IntArray
    agent: IntArray
    start: FloatArray
    end: FloatArray
    overlap_ratio: float

    def blocks(self, day: int) -> dict[int, tuple[Block, ...]]:
        """Return the stretches of a day by agent."""
        found: dict[int, list[Block]] = {}
        for place in np.flatnonzero(self.day == day).tolist():
            block = (float(self.start[place]), float(self.end[place]))
            found.setdefault(int(self.agent[place]), []).append(block)
        return {agent: tuple(blocks) for agent, blocks in found.items()}


class _Work(NamedTuple):
    """Answered contacts by day, agent and start; `gap` is the time since the one before.

    `gap` is inf for the first of a day, and negative when another was still in hand; `pause` is how
    long it must be to be a pause.
    """

    day: IntArray
    agent: IntArray
    start: FloatArray
    busy_until: FloatArray
    gap: FloatArray
    pause: float


def presence_of(records: Records) -> Presence:
    """Infer who was there from the answered contacts whose agent and wait are known."""
    work = _work(records)
    gap = work.gap
    within = np.clip(gap[gap <= work.pause], 0, None)
    margin = float(within.mean()) if within.size else 0.0
    begins = np.flatnonzero(gap > work.pause)
    ends = np.append(begins[1:], gap.size)[: begins.size] - 1
    before = np.minimum(margin, gap[begins] / 2)
    after = np.minimum(margin, np.append(gap[begins[1:]], np.inf)[: begins.size] / 2)
    return Presence(
        day=work.day[begins],
        agent=work.agent[begins],
        start=np.maximum(work.start[begins] - before, 0.0),
        end=np.maximum(work.busy_until[ends] + after, work.start[begins] + 1.0),
        overlap_ratio=float((gap < -ROUNDING_SECONDS).sum()) / max(gap.size, 1),
    )


def turnaround_of(records: Records) -> float | None:
    """Return the mean seconds from one contact to the next while a caller of theirs waits.

    None where fewer than 30 such moments are seen. Pauses are left out.
    """
    work = _work(records)
    follows = np.flatnonzero(work.gap <= work.pause)
    agent, free = work.agent[follows], work.busy_until[follows - 1]
    moment = work.day[follows] * SECONDS_PER_DAY + free
    served = np.zeros((len(records.agents), len(records.queues)), dtype=bool)
    of = records.answered & (records.agent > UNKNOWN)
    served[records.agent[of], records.queue[of]] = True
    waits = np.zeros(follows.size, dtype=bool)
    for queue in range(len(records.queues)):
        waits |= served[agent, queue] & (_waiting(records, queue, at=moment) > 0)
    if waits.sum() < TURNAROUNDS_LEAST:
        return None
    return float(np.clip(work.gap[follows][waits], 0, None).mean())


def _waiting(records: Records, queue: int, *, at: FloatArray) -> IntArray:
    """Return how many callers of the queue wait at these moments."""
    of = (records.queue == queue) & np.isfinite(records.wait_seconds)
    arrival = records.day[of] * SECONDS_PER_DAY + records.second[of]
    left = np.sort(arrival + records.wait_seconds[of])
    return np.asarray(np.searchsorted(np.sort(arrival), at) - np.searchsorted(left, at))


def _work(records: Records) -> _Work:
    of = records.answered & (records.agent > UNKNOWN) & np.isfinite(records.wait_seconds)
    day, agent = records.day[of], records.agent[of]
    start = records.second[of] + records.wait_seconds[of]
    end = start + np.nan_to_num(records.handle_seconds[of])
    order = np.lexsort((start, agent, day))
    day, agent, start, end = day[order], agent[order], start[order], end[order]
    first = np.ones(day.size, dtype=bool)
    first[1:] = (day[1:] != day[:-1]) | (agent[1:] != agent[:-1])
    busy_until = _running_end(end, group=np.cumsum(first) - 1)
    gap = np.where(first, np.inf, start - np.concatenate([[0.0], busy_until[:-1]])[: start.size])
    idle = gap[np.isfinite(gap) & (gap > 0)]
    usual = float(np.median(idle)) if idle.size else 0.0
    pause = max(PAUSE_LEAST_SECONDS, PAUSE_TIMES_USUAL * usual)
    return _Work(day, agent, start, busy_until, gap, pause)


def _running_end(end: FloatArray, *, group: IntArray) -> FloatArray:
    """Return until when a person of each group has been busy, so far."""
    lap = 2 * (float(end.max(initial=0.0)) + SECONDS_PER_DAY)  # a lap each puts all on one line
    running: FloatArray = np.maximum.accumulate(end + group * lap) - group * lap
    return running
