"""Draw the contacts of one possible week: when they arrive, how long they take, when they give up.

Every contact carries its own handle time and patience. All rosters compared in one replication
meet the very same contacts (common random numbers), whoever answers them; and because the numbers
are drawn here, the compiled and the plain event loop see identical ones.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._centre import Centre, FloatArray, IntArray, QueueModel


@dataclass(frozen=True)
class Contacts:
    """Contacts in order of arrival; arrays of shape (contacts,).

    Attributes:
        arrival: seconds from the start of the grid.
        queue: index of the queue.
        handle: seconds of work once answered.
        deadline: the moment the caller gives up if still waiting; inf for never.
    """

    arrival: FloatArray
    queue: IntArray
    handle: FloatArray
    deadline: FloatArray


def draw_contacts(centre: Centre, *, seed: int, replication: int) -> Contacts:
    """Return the contacts of one replication; the same arguments give the same contacts."""
    parts = [
        _contacts_of(
            centre,
            queue,
            # One stream per replication and queue: a change in one queue leaves the others alone.
            dice=np.random.default_rng([seed, replication, index]),
        )
        for index, queue in enumerate(centre.queues)
    ]
    arrival = np.concatenate([part[0] for part in parts])
    order = np.argsort(arrival, kind="stable")
    handle = np.concatenate([part[1] for part in parts])[order]
    patience = np.concatenate([part[2] for part in parts])[order]
    queue = np.repeat(np.arange(len(parts)), [part[0].size for part in parts])[order]
    arrival = arrival[order]
    return Contacts(arrival=arrival, queue=queue, handle=handle, deadline=arrival + patience)


def _contacts_of(
    centre: Centre, queue: QueueModel, *, dice: np.random.Generator
) -> tuple[FloatArray, FloatArray, FloatArray]:
    factors = _day_factors(centre, cv=queue.day_factor_cv, dice=dice)
    arrival = _arrivals(queue.offered * factors, seconds=centre.interval_seconds, dice=dice)
    interval = np.minimum(
        (arrival / centre.interval_seconds).astype(np.int64), centre.intervals - 1
    )
    handle = queue.aht_seconds[interval] * _positive(arrival.size, cv=queue.handle_cv, dice=dice)
    if queue.patience_seconds is None:
        return arrival, handle, np.full(arrival.size, np.inf)
    patience = queue.patience_seconds * _positive(arrival.size, cv=queue.patience_cv, dice=dice)
    return arrival, handle, patience


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
