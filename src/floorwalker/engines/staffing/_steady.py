"""The steady state of one queue: Erlang C without patience, Erlang A with it.

Model: Poisson arrivals, exponential handle times, one queue in order of arrival, and (Erlang A)
exponential patience. All arrays have one shape; agents and load are positive.

Erlang A counts in units of the mean patience 1/θ: x = N μ/θ is the capacity, y = λ/θ the arrivals,
z = y e^{-θT} the arrivals of people who would still be there after T. With R(y) = 1/S(x, y) from
`queue_ratios`, everything below is a product of positive terms, so that overload and tiny loads
keep their digits:

    P(W>0) = B / (R + (1-R) B)              P(answered | wait) = (1 - R(y)) x/y
    P(V>T | wait) = γ(x, z) / γ(x, y)       P(answered later than T | V>T) = (1 - R(z)) x/y

where V is the wait of a caller who never gives up.

Sources: A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue"
(2007); W. Whitt, "Engineering solution of a basic call-center model" (2005).
"""

from typing import NamedTuple

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import gammainc

from floorwalker.engines.staffing._incomplete_gamma import blocking, queue_ratios
from floorwalker.engines.staffing._types import FloatArray

QUADRATURE = leggauss(96)  # nodes and weights; costly to find, the same for everyone
NEGLIGIBLE_EXPONENT = 42.0  # e^-42 is below the precision of a double
NEWTON_STEPS = 10
SMALLEST_ARRIVALS = 1e-300


class Queue(NamedTuple):
    """One queue per element: people, load in Erlangs, handle time; patience is None for endless."""

    agents: FloatArray
    load: FloatArray
    aht_seconds: FloatArray
    patience_seconds: float | None

    def take(self, index: np.ndarray, *, agents: FloatArray) -> "Queue":
        """Return the queues at `index` with other numbers of agents."""
        return Queue(agents, self.load[index], self.aht_seconds[index], self.patience_seconds)


class Steady(NamedTuple):
    """Probabilities per contact; `answered_after_wait` is joint, not conditional."""

    wait_probability: FloatArray
    answered: FloatArray
    answered_after_wait: FloatArray
    level_offered: FloatArray
    level_answered: FloatArray
    level_patient: FloatArray
    level_virtual: FloatArray
    abandonment: FloatArray
    occupancy: FloatArray


def steady_state(queue: Queue, *, within_seconds: float, lost: FloatArray | None = None) -> Steady:
    """Return the steady-state service of each queue (not its mean wait, which costs more).

    Args:
        queue: the queues.
        within_seconds: threshold of the service level.
        lost: the share that would be lost if nobody could wait; Erlang B unless the agents work
            at other rates while some of them are free (chats).
    """
    if lost is None:
        lost = blocking(queue.agents, queue.load)
    if queue.patience_seconds is None:
        return _erlang_c(queue, lost, within_seconds=within_seconds)
    return _erlang_a(queue, lost, within_seconds=within_seconds, patience=queue.patience_seconds)


def answered_wait_seconds(queue: Queue, *, steady: Steady) -> FloatArray:
    """Return the mean wait of answered contacts; inf where the queue grows without end."""
    if queue.patience_seconds is None:
        spare = queue.agents - queue.load
        stable = spare > 0
        wait = steady.wait_probability * queue.aht_seconds / np.where(stable, spare, 1.0)
        return np.where(stable, wait, np.inf)
    scale = queue.patience_seconds / queue.aht_seconds
    mean = _mean_wait_in_patience(queue.agents * scale, queue.load * scale)
    return steady.answered_after_wait / steady.answered * mean * queue.patience_seconds


def wait_probability_c(agents: FloatArray, load: FloatArray, lost: FloatArray) -> FloatArray:
    """Return Erlang C from Erlang B (`lost`); 1 where the load reaches the agents."""
    stable = load < agents
    rho = load / np.where(stable, agents, 1.0)
    return np.where(stable, lost / np.where(stable, (1 - rho) + rho * lost, 1.0), 1.0)


def _erlang_c(queue: Queue, lost: FloatArray, *, within_seconds: float) -> Steady:
    agents, load = queue.agents, queue.load
    wait = wait_probability_c(agents, load, lost)
    stable = load < agents
    late = wait * np.exp(-np.where(stable, agents - load, 0.0) * within_seconds / queue.aht_seconds)
    level = np.where(stable, 1 - late, 0.0)
    everyone = np.ones_like(load)
    return Steady(
        wait_probability=wait,
        answered=everyone,
        answered_after_wait=wait,
        level_offered=level,
        level_answered=level,
        level_patient=level,
        level_virtual=level,
        abandonment=np.zeros_like(load),
        occupancy=np.minimum(load / agents, 1.0),
    )


def _erlang_a(queue: Queue, lost: FloatArray, *, within_seconds: float, patience: float) -> Steady:
    x = queue.agents * patience / queue.aht_seconds
    y = queue.load * patience / queue.aht_seconds
    rho = queue.load / queue.agents
    first, excess = queue_ratios(x, y)
    wait = lost / (first + (1 - first) * lost)
    at_once = first * (1 - lost) / (first + (1 - first) * lost)
    after_wait = wait * (1 - first) / rho
    answered = at_once + after_wait

    limit = within_seconds / patience
    z = np.maximum(y * np.exp(-limit), SMALLEST_ARRIVALS)
    first_late, excess_late = queue_ratios(x, z)
    virtual_late = wait * _share_later(x, y, z, limit=limit, first=first, first_late=first_late)
    in_time = np.maximum(answered - virtual_late * (1 - first_late) / rho, 0.0)
    return Steady(
        wait_probability=wait,
        answered=answered,
        answered_after_wait=after_wait,
        level_offered=in_time,
        level_answered=in_time / answered,
        level_patient=in_time / (answered + virtual_late * excess_late / rho),
        level_virtual=1 - virtual_late,
        abandonment=wait * excess / rho,
        occupancy=rho * answered,
    )


def _share_later(
    x: FloatArray,
    y: FloatArray,
    z: FloatArray,
    *,
    limit: float,
    first: FloatArray,
    first_late: FloatArray,
) -> FloatArray:
    """Return P(V > T | wait); either form underflows where the other one holds."""
    overloaded = y > x
    direct = gammainc(x, z) / np.where(overloaded, gammainc(x, y), 1.0)
    exponent = np.minimum(-x * limit - y * np.expm1(-limit), 0.0)
    ratio = first / np.where(overloaded, 1.0, first_late)
    return np.where(overloaded, direct, np.exp(exponent) * ratio)


def _mean_wait_in_patience(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return E[V e^-V; V>0] / E[e^-V; V>0], V in units of the mean patience, by quadrature.

    V's density on V > 0 is proportional to exp(y (1 - e^-v) - x v); with the factor e^-v for those
    who stay it is log-concave, so Gauss-Legendre on the window that holds all its mass converges
    to machine precision.
    """
    mode = np.log(np.maximum(y / (x + 1), 1.0))
    low = np.maximum(mode - np.sqrt(2 * NEGLIGIBLE_EXPONENT / (x + 1)), 0.0)
    high = mode + _width_right(x + 1, np.minimum(y, x + 1))
    mass = np.zeros_like(x)
    moment = np.zeros_like(x)
    for node, weight in zip(*QUADRATURE, strict=True):
        v = low + (high - low) * (node + 1) / 2
        gap = v - mode
        density = weight * np.exp(-(x + 1) * gap - np.minimum(y, x + 1) * np.expm1(-gap))
        mass += density
        moment += density * v
    return moment / mass


def _width_right(pull: FloatArray, push: FloatArray) -> FloatArray:
    """Return d with pull d - push (1 - e^-d) = NEGLIGIBLE_EXPONENT, for push ≤ pull.

    Newton from a point to the right of the root of a convex function never crosses it.
    """
    ratio = NEGLIGIBLE_EXPONENT / pull
    d = (ratio + np.sqrt(ratio * ratio + 8 * ratio)) / 2
    for _ in range(NEWTON_STEPS):
        decay = np.expm1(-d)
        slope = pull - push * np.exp(-d)
        d = d - (pull * d + push * decay - NEGLIGIBLE_EXPONENT) / slope
    return d
