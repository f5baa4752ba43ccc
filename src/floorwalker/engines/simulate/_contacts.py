"""Draw the contacts of one possible week: when they arrive, how long they take, when they give up.

Every contact carries its own handle time and patience. All rosters compared in one replication
meet the very same contacts (common random numbers), whoever answers them; and because the numbers
are drawn here, the compiled and the plain event loop see identical ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from floorwalker.engines.simulate._centre import Centre, FloatArray, IntArray, QueueModel

NO_PARENT = -1


@dataclass(frozen=True)
class Contacts:
    """Contacts that may happen; arrays of shape (contacts,).

    First attempts come first, in order of arrival; behind them is what some callers would do next.

    Attributes:
        arrival: seconds from the start of the grid.
        queue: index of the queue.
        handle: seconds of work once answered.
        deadline: the moment the caller gives up if still waiting; inf for never.
        retry: index of the attempt that is made when this one was given up; -1 for none.
        callback_at: the moment from which the caller waits to be called back; inf for never.
        first_attempts: how many contacts are not the retry of another.
    """

    arrival: FloatArray
    queue: IntArray
    handle: FloatArray
    deadline: FloatArray
    retry: IntArray
    callback_at: FloatArray
    first_attempts: int


class _Callers(NamedTuple):
    """Contacts of one queue; `parent` is the index of the attempt before, -1 for none."""

    arrival: FloatArray
    handle: FloatArray
    deadline: FloatArray
    callback_at: FloatArray
    parent: IntArray

    @classmethod
    def joined(cls, parts: "list[_Callers]") -> "_Callers":
        """Return all parts as one."""
        return cls(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def draw_contacts(
    centre: Centre,
    *,
    seed: int,
    replication: int,
    arrivals: Sequence[FloatArray] | None = None,
) -> Contacts:
    """Return the contacts of one replication; the same arguments give the same contacts.

    Args:
        centre: whose callers they are.
        seed: 0 or more.
        replication: 0 or more.
        arrivals: of each queue the ascending moments of first attempts, where these are recorded;
            else they are drawn. What became of each is drawn all the same.
    """
    parts = [
        # One stream per replication and queue: a change in one queue leaves the others alone.
        _callers_of(
            centre,
            queue,
            arrival=None if arrivals is None else arrivals[index],
            dice=np.random.default_rng([seed, replication, index]),
        )
        for index, queue in enumerate(centre.queues)
    ]
    if len(parts) == 1 and centre.queues[0].retrial is None:
        return _in_order(parts[0])
    sizes = [part.arrival.size for part in parts]
    offsets = np.repeat(np.cumsum([0, *sizes[:-1]]), sizes)
    every = _Callers.joined(parts)
    parent = np.where(every.parent >= 0, every.parent + offsets, NO_PARENT)
    again = parent >= 0
    order = (
        np.lexsort((every.arrival, again))
        if again.any()
        else np.argsort(every.arrival, kind="stable")
    )
    retry = np.full(order.size, NO_PARENT, dtype=np.int64)
    if again.any():
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        retry[place[parent[again]]] = place[again]
    return Contacts(
        arrival=every.arrival[order],
        queue=np.repeat(np.arange(len(parts)), sizes)[order],
        handle=every.handle[order],
        deadline=every.deadline[order],
        retry=retry,
        callback_at=every.callback_at[order],
        first_attempts=int(order.size - again.sum()),
    )


def _in_order(callers: _Callers) -> Contacts:
    """Return the contacts of a single queue whose callers never call again."""
    return Contacts(
        arrival=callers.arrival,
        queue=np.zeros(callers.arrival.size, dtype=np.int64),
        handle=callers.handle,
        deadline=callers.deadline,
        retry=callers.parent,
        callback_at=callers.callback_at,
        first_attempts=callers.arrival.size,
    )


def _callers_of(
    centre: Centre, queue: QueueModel, *, arrival: FloatArray | None, dice: np.random.Generator
) -> _Callers:
    if arrival is None:
        factors = _day_factors(centre, cv=queue.day_factor_cv, dice=dice)
        arrival = _arrivals(queue.offered * factors, seconds=centre.interval_seconds, dice=dice)
    interval = np.minimum(
        (arrival / centre.interval_seconds).astype(np.int64), centre.intervals - 1
    )
    handle = queue.aht_seconds[interval] * _positive(arrival.size, cv=queue.handle_cv, dice=dice)
    first = _waiting(
        queue, arrival, handle, parent=np.full(arrival.size, NO_PARENT, dtype=np.int64), dice=dice
    )
    if queue.retrial is None:
        return first
    attempts, behind = [first], 0
    for _ in range(queue.retrial.attempts_max):
        latest = attempts[-1]
        gives_up = np.flatnonzero(
            (dice.random(latest.arrival.size) < queue.retrial.probability)
            & np.isfinite(latest.deadline)
        )
        pause = queue.retrial.after_seconds * dice.standard_exponential(gives_up.size)
        again = latest.deadline[gives_up] + pause
        made = again < centre.horizon_seconds
        parent, work = gives_up[made], latest.handle[gives_up[made]]
        attempts.append(_waiting(queue, again[made], work, parent=parent + behind, dice=dice))
        behind += latest.arrival.size
    return _Callers.joined(attempts)


def _waiting(
    queue: QueueModel,
    arrival: FloatArray,
    handle: FloatArray,
    *,
    parent: IntArray,
    dice: np.random.Generator,
) -> _Callers:
    """Draw how long each of these callers waits, and who would wait to be called back."""
    deadline = arrival + _patience(queue, count=arrival.size, dice=dice)
    callback_at = np.full(arrival.size, np.inf)
    if queue.callback is not None:
        offer = arrival + queue.callback.after_seconds
        accepts = dice.random(arrival.size) < queue.callback.acceptance
        called_back = accepts & (offer < deadline)
        callback_at[called_back] = offer[called_back]
        deadline = np.where(called_back, np.inf, deadline)
    return _Callers(arrival, handle, deadline, callback_at, parent)


def _patience(queue: QueueModel, *, count: int, dice: np.random.Generator) -> FloatArray:
    if queue.patience_table is not None:
        return _from_table(queue.patience_table, count=count, dice=dice)
    if queue.patience_seconds is None:
        return np.full(count, np.inf)
    return queue.patience_seconds * _positive(count, cv=queue.patience_cv, dice=dice)


def _from_table(table: FloatArray, *, count: int, dice: np.random.Generator) -> FloatArray:
    """Return times between equally likely quantiles; inf where the next one is."""
    place = dice.random(count) * (table.size - 1)
    below = place.astype(np.int64)
    low, high = table[below], table[below + 1]
    finite = np.isfinite(high)
    between = low + (place - below) * (np.where(finite, high, 0.0) - np.where(finite, low, 0.0))
    return np.where(finite, between, np.inf)


def _day_factors(centre: Centre, *, cv: float, dice: np.random.Generator) -> FloatArray:
    if cv == 0:
        return np.ones(centre.intervals)
    _, day = np.unique(centre.day_of_interval, return_inverse=True)
    factors = dice.gamma(shape=1 / cv**2, scale=cv**2, size=int(day.max()) + 1)
    return np.asarray(factors[day], dtype=float)


def _arrivals(means: FloatArray, *, seconds: float, dice: np.random.Generator) -> FloatArray:
    """Return the points of a Poisson process with the given mean count per interval.

    Given their number, the points are ordered uniforms on the scale of the cumulated mean;
    spacings of exponentials give these without sorting.
    """
    cumulated = np.concatenate([[0.0], np.cumsum(means)])
    count = int(dice.poisson(cumulated[-1]))
    steps = np.cumsum(dice.standard_exponential(count + 1))
    on_mean_scale = steps[:-1] / steps[-1] * cumulated[-1]
    boundaries = np.arange(means.size + 1) * seconds
    return np.asarray(np.interp(on_mean_scale, cumulated, boundaries), dtype=float)


def _positive(count: int, *, cv: float | None, dice: np.random.Generator) -> FloatArray:
    """Return times of mean 1: exponential for None, else lognormal with this spread."""
    if cv is None:
        return dice.standard_exponential(count)
    variance = np.log1p(cv * cv)
    normal = dice.standard_normal(count)
    return np.asarray(np.exp(np.sqrt(variance) * normal - variance / 2), dtype=float)
