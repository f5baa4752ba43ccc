"""Modified offered load: how many agents would be busy now, when calls outlast their interval.

Staffing each interval by itself takes the load of steady state, offered × handle time ÷ interval,
as reached at once. It is not: with long handle times the agents are still busy with the calls of
the interval before, and the load lags behind its peak. With agents without end the mean number
busy m(t) follows exactly

    m' = λ(t) - m / h(t),

here with arrival rate λ and mean handle time h constant within each interval, so that each
interval has the closed form m(t) = a + (m(0) - a) e^{-t/h} with a = λ h. Staffing this load in
place of the steady one keeps the service level flat over the day.

That equation keeps every call on the hands of those who stay. Where people who go off duty finish
the call they are on, as in our rehearsal, they take their share of the load along: falling load
then does not lag, and at each boundary m drops to the steady load of what comes
(`leavers_finish`).

Assumes exponential handle times; the calls in progress take the handle time of the interval they
are in.

Sources: O. Jennings, A. Mandelbaum, W. Massey and W. Whitt, "Server staffing to meet time-varying
demand" (1996); S. Eick, W. Massey and W. Whitt, "The physics of the M_t/G/∞ queue" (1993).
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from floorwalker.engines.staffing._types import FloatArray, Workload, require_values

Within = Literal["mean", "max"]


def modified_load(
    workload: Workload,
    *,
    initial_erlangs: npt.ArrayLike | None = 0.0,
    within: Within = "mean",
    leavers_finish: bool = False,
) -> FloatArray:
    """Return the modified offered load of each interval in Erlangs, of the workload's shape.

    Args:
        workload: contacts per interval; the last axis is time, without gaps. Where the handle time
            is 0 (nothing is offered), the one before it goes on.
        initial_erlangs: agents busy when the first interval begins, one number or one per row;
            None for a grid that repeats, which begins as it ends.
        within: the mean of each interval, or its maximum, which is at one of its ends.
        leavers_finish: whether people who go off duty finish the call they are on.

    Raises:
        ValueError: the workload has no time axis, or a value is out of its range.
    """
    steady = workload.load_erlangs
    if steady.ndim == 0 or not steady.shape[-1]:
        raise ValueError("offered holds no intervals; its last axis must be time")
    if within not in ("mean", "max"):
        raise ValueError(f"within is {within!r}; choose mean or max")
    handle = _handle_seconds(workload)
    lasting = workload.interval_seconds / handle  # the interval in handle times
    initial = (
        _at_rest(steady, lasting, leavers_finish=leavers_finish)
        if initial_erlangs is None
        else _given(initial_erlangs, rows=steady.shape[:-1])
    )
    begins, ends = _course(steady, lasting, initial=initial, leavers_finish=leavers_finish)
    if within == "max":
        return np.maximum(begins, ends)
    return np.asarray(steady - (begins - steady) * np.expm1(-lasting) / lasting, dtype=float)


def modified_workload(
    workload: Workload,
    *,
    initial_erlangs: npt.ArrayLike | None = 0.0,
    within: Within = "mean",
    leavers_finish: bool = False,
) -> Workload:
    """Return the workload whose steady load is the modified one, to hand to `requirement`.

    Contacts are moved to the intervals in which they keep agents busy; handle times stay. Args and
    errors as for `modified_load`.
    """
    load = modified_load(
        workload, initial_erlangs=initial_erlangs, within=within, leavers_finish=leavers_finish
    )
    handle = _handle_seconds(workload)
    return Workload(load * workload.interval_seconds / handle, handle, workload.interval_seconds)


def _course(
    steady: FloatArray, lasting: FloatArray, *, initial: FloatArray, leavers_finish: bool
) -> tuple[FloatArray, FloatArray]:
    """Return the load at the beginning and at the end of each interval."""
    begins, ends = np.empty_like(steady), np.empty_like(steady)
    now = initial
    for k in range(steady.shape[-1]):
        begins[..., k] = np.minimum(now, steady[..., k]) if leavers_finish else now
        gap = begins[..., k] - steady[..., k]
        now = ends[..., k] = steady[..., k] + gap * np.exp(-lasting[..., k])
    return begins, ends


def _at_rest(steady: FloatArray, lasting: FloatArray, *, leavers_finish: bool) -> FloatArray:
    """Return the load with which a grid begins and ends alike.

    The end is a straight line in the beginning, (end from empty) + beginning × share that stays;
    leavers who finish cut it off at the end that the highest beginning leads to.
    """
    empty, full = np.zeros(steady.shape[:-1]), np.full(steady.shape[:-1], np.inf)
    _, ends = _course(steady, lasting, initial=empty, leavers_finish=False)
    found = ends[..., -1] / -np.expm1(-lasting.sum(axis=-1))
    if leavers_finish:
        _, ends = _course(steady, lasting, initial=full, leavers_finish=True)
        found = np.minimum(found, ends[..., -1])
    return np.asarray(found, dtype=float)


def _given(initial_erlangs: npt.ArrayLike, *, rows: tuple[int, ...]) -> FloatArray:
    initial = np.asarray(initial_erlangs, dtype=float)
    require_values("initial_erlangs", initial)
    return np.broadcast_to(initial, rows)


def _handle_seconds(workload: Workload) -> FloatArray:
    """Return the handle times, each 0 replaced by the last one before it (else the first after)."""
    handle = np.array(workload.aht_seconds, dtype=float)
    known = handle > 0
    last_known = np.maximum.accumulate(np.where(known, np.arange(handle.shape[-1]), -1), axis=-1)
    first_known = np.argmax(known, axis=-1)[..., None]
    filled = np.take_along_axis(handle, np.where(last_known < 0, first_known, last_known), axis=-1)
    return np.where(filled > 0, filled, workload.interval_seconds)
