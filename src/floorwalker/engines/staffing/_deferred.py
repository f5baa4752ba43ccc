"""Deferred work (e-mail, letters): as level as possible, and everything by its due time.

Work flows in evenly within each interval and is done in order of arrival. With S(j) the contacts
done by the j-th boundary between intervals, a plan is good if

    due by j ≤ S(j) ≤ arrived by j    and    0 ≤ S(j+1) - S(j) ≤ what the people there can do.

All curves bend only at boundaries, so what holds there holds in between. Of all good plans there
is one whose busiest intervals are as calm as can be, then the next busiest, and so on; it also has
the least sum of squares. It is found by critical intervals: some stretch (i, k) needs the highest
level, because all that comes in after i and is due by k must be done there; in it nothing can be
calmer. Fix it, and do the same with what is left on either side. The worst stretch is found by
Newton's method on the level, which names the most violated stretch each time.

Where people cannot do it in time, what must be late is done as soon as they can, and told.

Sources: F. Yao, A. Demers and S. Shenker, "A scheduling model for reduced CPU energy" (1995), for
critical intervals; A. Frank and K. Murota, "Decreasing minimization on M-convex sets" (2022), for
the one plan that is best in every such sense also under capacity limits.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from floorwalker.engines.staffing._types import FloatArray, require_values

LEVEL_STEPS_MAX = 10_000
TOLERANCE = 1e-11  # of all work
BOUNDARY_SLACK = 1e-9  # a due time of 7199.9999999 s is two hours


@dataclass(frozen=True)
class DeferredPlan:
    """Who works on deferred contacts when; arrays of shape (intervals,) but for `carried`.

    Attributes:
        agents: people at work on it, a mean over the interval and so a fraction.
        handled: contacts done in the interval.
        backlog: contacts open at its end.
        overdue: of these, past their due time.
        carried: contacts open at the end of the grid, by the interval (of those that count towards
            due times) in which they fall due; what is overdue is in the first. It is the `backlog`
            to begin the next grid with.
    """

    agents: FloatArray
    handled: FloatArray
    backlog: FloatArray
    overdue: FloatArray
    carried: FloatArray


def spread_deferred(
    arrivals: npt.ArrayLike,
    *,
    handle_seconds: float,
    due_seconds: float,
    interval_seconds: float,
    agents_max: npt.ArrayLike = np.inf,
    beside: npt.ArrayLike = 0.0,
    backlog: npt.ArrayLike = (),
    due_in_open_time: bool = False,
    clear_at_end: bool = False,
) -> DeferredPlan:
    """Return the most level plan that does everything by its due time, where that is possible.

    Args:
        arrivals: contacts per interval, shape (intervals,).
        handle_seconds: mean handle time.
        due_seconds: time from its own arrival in which a contact must be done, rounded down to
            whole intervals: with two, what comes in during interval 5 is done by the end of 7.
        interval_seconds: length of an interval.
        agents_max: people who can work on it, per interval or for all; 0 where the centre is
            closed.
        beside: people busy with other work, per interval or for all; the sum is made level, so
            that deferred work fills the valleys.
        backlog: contacts open at the start that fall due in the first, second, … interval; no
            later than those that arrive at the start. What is overdue belongs to the first.
        due_in_open_time: whether only intervals with somebody there count towards due times.
        clear_at_end: whether nothing may be left at the end; otherwise what is not due then stays,
            if it makes the plan calmer.

    Raises:
        ValueError: a value is out of its range, or shapes differ.
    """
    counts = _counts("arrivals", arrivals)
    require_values("due_seconds", np.asarray(due_seconds, dtype=float))
    each = _contacts_per_agent(handle_seconds, interval_seconds=interval_seconds)
    capacity = _per_interval("agents_max", agents_max, intervals=counts.size) * each
    others = _per_interval("beside", beside, intervals=counts.size) * each
    require_values("beside", others)
    promise = _promise(
        counts,
        backlog=_counts("backlog", backlog),
        counting=capacity > 0 if due_in_open_time else np.ones(counts.size, dtype=bool),
        due_intervals=int(due_seconds / interval_seconds + BOUNDARY_SLACK),
    )
    due = np.minimum(promise.due_by(promise.clock), promise.arrived)
    possible = _most_possible(promise.arrived, capacity)
    least = np.minimum(due, possible)
    if clear_at_end:
        least[-1] = possible[-1]
    handled = _most_level(least, promise.arrived.copy(), capacity=capacity, others=others)
    done = np.concatenate([[0.0], np.cumsum(handled)])
    return DeferredPlan(
        agents=handled / each,
        handled=handled,
        backlog=promise.left(promise.arrived - done)[1:],
        overdue=promise.left(due - done)[1:],
        carried=promise.carried(done[-1]),
    )


class _Promise(NamedTuple):
    """What has arrived and what is due, by the boundaries between intervals.

    Attributes:
        arrived: contacts by each boundary, those open at the start among them.
        clock: intervals that count towards due times, by each boundary.
        open_due: contacts open at the start that are due by a reading of 0, 1, 2 … on that clock.
        due_intervals: how many such intervals a contact may take.
    """

    arrived: FloatArray
    clock: np.ndarray
    open_due: FloatArray
    due_intervals: int

    def due_by(self, readings: np.ndarray) -> FloatArray:
        """Return the contacts due by readings of the clock."""
        old = self.open_due[np.minimum(readings, self.open_due.size - 1)]
        latest = np.searchsorted(self.clock, readings - self.due_intervals, side="right") - 1
        new = self.arrived[np.maximum(latest, 0)] - self.arrived[0]
        return np.asarray(old + new, dtype=float)

    def carried(self, done: float) -> FloatArray:
        """Return what is open at the end by the reading at which it is due, from the next one."""
        ahead = self.clock[-1] + np.arange(1, max(self.due_intervals, 1) + 1)
        return np.diff(self.left(self.due_by(ahead) - done), prepend=0.0)

    def left(self, contacts: FloatArray) -> FloatArray:
        """Return contacts, with what is only rounding taken as none."""
        return np.where(contacts > TOLERANCE * self.arrived[-1], contacts, 0.0)


def _promise(
    counts: FloatArray, *, backlog: FloatArray, counting: np.ndarray, due_intervals: int
) -> _Promise:
    if backlog[max(due_intervals, 1) :].any():
        raise ValueError(
            f"backlog holds contacts due after {max(due_intervals, 1)} intervals; "
            "what is open at the start is due no later than what arrives then"
        )
    return _Promise(
        arrived=backlog.sum() + np.concatenate([[0.0], np.cumsum(counts)]),
        clock=np.concatenate([[0], np.cumsum(counting)]),
        open_due=np.concatenate([[0.0], np.cumsum(backlog)]),
        due_intervals=due_intervals,
    )


def _most_possible(arrived: FloatArray, capacity: FloatArray) -> FloatArray:
    """Return the most that can be done by each boundary."""
    done = np.zeros_like(arrived)
    for j, contacts in enumerate(capacity.tolist()):
        done[j + 1] = min(done[j] + contacts, arrived[j + 1])
    return done


def _most_level(
    least: FloatArray, most: FloatArray, *, capacity: FloatArray, others: FloatArray
) -> FloatArray:
    """Return the work of each interval; `least` and `most` close in on what is done by when.

    A fixed stretch starts with all done that has arrived, and ends with no more done than is due.
    """
    tolerance = TOLERANCE * float(most[-1])
    handled = np.zeros_like(capacity)
    most[0] = least[0]
    stretches = [(0, capacity.size)] if capacity.size else []
    while stretches:
        first, last = stretches.pop()
        found = _critical(
            least, most, capacity, others, within=slice(first, last), tolerance=tolerance
        )
        if found is None:
            continue
        start, end, level = found
        handled[start:end] = np.clip(level - others[start:end], 0.0, capacity[start:end])
        least[start] = most[start]
        most[end] = least[end]
        stretches += [(a, b) for a, b in ((first, start), (end, last)) if a < b]
    return handled


def _critical(
    least: FloatArray,
    most: FloatArray,
    capacity: FloatArray,
    others: FloatArray,
    *,
    within: slice,
    tolerance: float,
) -> tuple[int, int, float] | None:
    """Return the stretch that needs the highest level, and that level; None if no work is due."""
    first, last = within.start, within.stop
    found = None
    done = np.zeros(last - first + 1)
    for _ in range(LEVEL_STEPS_MAX):
        begins = most[first:last] - done[:-1]
        earliest = np.minimum.accumulate(begins)
        missing = least[first + 1 : last + 1] - done[1:] - earliest
        worst = int(missing.argmax())
        if missing[worst] <= tolerance:
            return found
        start, end = first + int(begins[: worst + 1].argmin()), first + worst + 1
        level = _level_for(
            least[end] - most[start], capacity=capacity[start:end], others=others[start:end]
        )
        found = (start, end, level)
        done[1:] = np.cumsum(np.clip(level - others[within], 0.0, capacity[within]))
    raise ArithmeticError("the level does not settle")


def _level_for(contacts: float, *, capacity: FloatArray, others: FloatArray) -> float:
    """Return the level x with Σ min(max(x - others, 0), capacity) = contacts."""
    bends = np.concatenate([others, others + capacity])
    turns = np.concatenate([np.ones_like(others), -np.ones_like(others)])
    order = np.argsort(bends, kind="stable")
    order = order[np.isfinite(bends[order])]
    bends, slopes = bends[order], np.cumsum(turns[order])
    done = np.concatenate([[0.0], np.cumsum(slopes[:-1] * np.diff(bends))])
    at = int(np.searchsorted(done, contacts, side="left")) - 1
    # Beyond the last bend everybody is at work, save for rounding, or somebody has no limit.
    return float(bends[at] + ((contacts - done[at]) / slopes[at] if slopes[at] > 0 else 0.0))


def _contacts_per_agent(handle_seconds: float, *, interval_seconds: float) -> float:
    for name, value in (("handle_seconds", handle_seconds), ("interval_seconds", interval_seconds)):
        if not (np.isfinite(value) and value > 0):
            raise ValueError(f"{name} is {value}; it must be above 0")
    return interval_seconds / handle_seconds


def _counts(name: str, values: npt.ArrayLike) -> FloatArray:
    counts = np.asarray(values, dtype=float)
    require_values(name, counts)
    if counts.ndim != 1:
        raise ValueError(f"{name} must hold one number for each interval")
    return counts


def _per_interval(name: str, values: npt.ArrayLike, *, intervals: int) -> FloatArray:
    given = np.asarray(values, dtype=float)
    if given.shape not in ((), (intervals,)):
        raise ValueError(f"{name} must hold one number, or one for each interval")
    if np.isnan(given).any() or (given < 0).any():
        raise ValueError(f"{name} holds a negative value; it must be 0 or more")
    return np.broadcast_to(given, (intervals,)).astype(float)
