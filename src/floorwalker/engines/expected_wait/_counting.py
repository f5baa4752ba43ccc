"""Counting what had happened by each arrival, with sorted times.

How many wait is arrivals so far less departures so far. Who is at work is not recorded in most
centres: an agent counts from a contact on until `PRESENT_SECONDS` after its end.

Times of what has not happened are inf.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.expected_wait._record import UNKNOWN_AGENT
from floorwalker.engines.expected_wait._states import BoolArray, FloatArray, IntArray

PRESENT_SECONDS = 900.0  # after a contact, an agent counts as present for so long


def so_far(happened: FloatArray, *, now: FloatArray) -> FloatArray:
    """Return how many of the times lie before each moment."""
    return np.searchsorted(np.sort(happened), now, side="left").astype(float)


@dataclass(frozen=True)
class Line:
    """Who waits; arrays of shape (contacts,), in the order of arrival.

    Attributes:
        waits: whether the contact had to wait at all.
        left: when it stopped waiting.
        now: when it came.
    """

    waits: BoolArray
    left: FloatArray
    now: FloatArray

    def waiting(self) -> FloatArray:
        """Return how many others wait when each contact comes."""
        return self._waiting_of(self.waits, seen_by=np.ones(self.waits.size, dtype=bool))

    def in_queue(self, queue: IntArray) -> FloatArray:
        """Return how many others wait in the same queue."""
        found = np.zeros(self.now.size)
        for each in np.unique(queue):
            mine = queue == each
            found[mine] = self._waiting_of(self.waits & mine, seen_by=mine)
        return found

    def ahead(self, priority: IntArray) -> FloatArray:
        """Return how many others wait who are as urgent or more."""
        found = np.zeros(self.now.size)
        for each in np.unique(priority):
            found[priority == each] = self._waiting_of(
                self.waits & (priority >= each), seen_by=priority == each
            )
        return found

    def head_seconds(self) -> FloatArray:
        """Return how long the longest waiting other has waited; 0 where nobody waits."""
        came, latest = self.now[self.waits], np.maximum.accumulate(self.left[self.waits])
        came_before: IntArray = np.cumsum(self.waits) - self.waits
        head = np.searchsorted(latest, self.now, side="left")
        waits = head < came_before
        if not waits.any():
            return np.zeros(self.now.size)
        return np.where(waits, self.now - came[np.minimum(head, came.size - 1)], 0.0)

    def _waiting_of(self, those: BoolArray, *, seen_by: BoolArray) -> FloatArray:
        came_before: IntArray = (np.cumsum(those) - those)[seen_by]
        return came_before - so_far(self.left[those], now=self.now[seen_by])


@dataclass(frozen=True)
class Latest:
    """Values that became known one after the other, as seen at each moment.

    Attributes:
        values: shape (contacts,).
        happened: when each became known, same shape.
        now: moments, shape (moments,).
    """

    values: FloatArray
    happened: FloatArray
    now: FloatArray

    def mean(self, count: int, *, nothing_yet: float = np.nan) -> FloatArray:
        """Return the mean of the latest `count` values, of fewer where there are fewer."""
        sums, known = self._sums_and_known()
        since = np.maximum(known - count, 0)
        means = (sums[known] - sums[since]) / np.maximum(known - since, 1)
        return np.where(known > 0, means, nothing_yet)

    def total(self) -> FloatArray:
        """Return the sum of all values so far."""
        sums, known = self._sums_and_known()
        return sums[known]

    def _sums_and_known(self) -> tuple[FloatArray, IntArray]:
        order = np.argsort(self.happened, kind="stable")
        times = self.happened[order]
        order = order[np.isfinite(times)]
        sums = np.concatenate([[0.0], np.cumsum(self.values[order])])
        return sums, np.searchsorted(times, self.now, side="left")


def present_agents(
    agent: IntArray, *, started: FloatArray, ended: FloatArray, now: FloatArray
) -> FloatArray:
    """Return how many known agents are at work at each moment.

    Args:
        agent: who answered each contact, shape (contacts,).
        started: when, same shape.
        ended: when the contact was done with, same shape.
        now: moments, shape (moments,).
    """
    known = (agent != UNKNOWN_AGENT) & np.isfinite(started)
    order = np.flatnonzero(known)[np.lexsort((started[known], agent[known]))]
    who, begins, ends = agent[order], started[order], ended[order]
    if not order.size:
        return np.zeros(now.size)
    lasts = float(np.max(ends[np.isfinite(ends)], initial=begins.max())) + 1.0
    until = _latest_end(np.minimum(ends, lasts), who=who) + PRESENT_SECONDS
    until[_latest_end(np.isinf(ends).astype(float), who=who) > 0] = np.inf
    new = np.concatenate([[True], (who[1:] != who[:-1]) | (begins[1:] > until[:-1])])
    last = np.concatenate([new[1:], [True]])
    return so_far(begins[new], now=now) - so_far(until[last], now=now)


def _latest_end(ends: FloatArray, *, who: IntArray) -> FloatArray:
    """Return the latest end of each agent so far; agents stand one behind the other."""
    apart = (float(ends.max()) - float(ends.min()) + 1.0) * np.cumsum(
        np.diff(who, prepend=who[0]) != 0
    )
    return np.maximum.accumulate(ends + apart) - apart
