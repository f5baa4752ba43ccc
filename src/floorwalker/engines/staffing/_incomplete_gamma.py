"""Two tail ratios of the incomplete gamma functions, precise where the textbook forms underflow.

Both Erlang formulas are a Poisson probability divided by a tail, and both parts underflow long
before their ratio does. Near the mean we divide (probability by Loader's saddle-point form, tail by
scipy); far from it we use the uniform expansion DLMF 8.11.6-7, Σ (-1)^k b_k(λ) u^k, whose first
term is the fluid limit. Relative error stays near 1e-12 from 0.001 to a million Erlangs.

Sources: C. Loader, "Fast and accurate computation of binomial probabilities" (2000);
NIST Digital Library of Mathematical Functions, 8.11(iii).
"""

from typing import NamedTuple

import numpy as np
from numpy.polynomial import Polynomial
from numpy.polynomial.polynomial import polyval2d
from scipy.special import gammainc, gammaincc, gammaln

from floorwalker.engines.staffing._types import FloatArray

EXPANSION_TERMS = 9
EXPANSION_PARAMETER_MAX = 1 / 300  # the first dropped term is then below 1e-14
SERIES_TERMS = 60  # of a series whose ratio is at most one half
STIRLING_FROM = 15.0  # below it the logarithms are small and subtracting them costs nothing
DIFFERENCE_TERMS = 9
HALF_LOG_TAU = 0.5 * np.log(2 * np.pi)


class QueueRatios(NamedTuple):
    """What the queue part of Erlang A needs, for rates in units of the patience rate.

    Attributes:
        share_first: 1 / S(x, y), the chance that a caller who waits finds nobody else waiting.
        excess: 1/S + y/x - 1, without cancellation; times x/y it is P(abandon | wait).
    """

    share_first: FloatArray
    excess: FloatArray


def blocking(agents: FloatArray, load: FloatArray) -> FloatArray:
    """Return Erlang B for positive loads; arrays of one shape."""
    shape = agents + 1
    tail = gammaincc(shape, load)
    far = (tail < 1e-280) | (load > 4 * shape + 1000)
    near = np.exp(_log_poisson(agents, load)) / np.where(far, 1.0, tail)
    if not far.any():
        return near
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = load - shape
        beyond = gap / load / (1 + _correction(load / shape, shape / gap**2))
    return np.where(far, beyond, near)


def queue_ratios(capacity: FloatArray, arrivals: FloatArray) -> QueueRatios:
    """Return 1/S and its excess, where S(x, y) = 1 + Σ_j Π_{k≤j} y / (x + k).

    Args:
        capacity: x, above 0.
        arrivals: y, above 0; same shape.
    """
    first = np.empty_like(capacity)
    excess = np.empty_like(capacity)
    rho = arrivals / capacity
    with np.errstate(divide="ignore"):
        parameter = 1 / (capacity * (1 - rho) ** 2)
    calm = (rho < 1) & (parameter < EXPANSION_PARAMETER_MAX)
    light = ~calm & (rho <= 0.5)
    rest = ~calm & ~light
    for where, ratios in ((calm, _calm), (light, _light), (rest, _divided)):
        if where.any():
            first[where], excess[where] = ratios(capacity[where], arrivals[where])
    return QueueRatios(share_first=first, excess=excess)


def _calm(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Few wait and few leave: S (1 - ρ) = 1 + ε with a small, separately computed ε."""
    rho = y / x
    epsilon = _correction(rho, 1 / (x * (1 - rho) ** 2))
    return (1 - rho) / (1 + epsilon), -(1 - rho) * epsilon / (1 + epsilon)


def _light(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A short positive series: Σ t_j and Σ j t_j."""
    term = np.ones_like(x)
    total = np.ones_like(x)
    weighted = np.zeros_like(x)
    for j in range(1, SERIES_TERMS):
        term = term * (y / (x + j))
        total += term
        weighted += j * term
    return 1 / total, weighted / (x * total)


def _divided(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    first = np.exp(_log_poisson(x, y)) / gammainc(x, y)
    return first, first + (y - x) / x


def _log_poisson(k: FloatArray, mean: FloatArray) -> FloatArray:
    """Return log(e^-mean mean^k / Γ(k + 1)) with full relative precision of its exponential."""
    large = np.maximum(k, STIRLING_FROM)
    saddle = -_deviance(large, mean) - _stirling_error(large) - HALF_LOG_TAU - 0.5 * np.log(large)
    direct = k * np.log(mean) - mean - gammaln(k + 1)
    return np.where(k < STIRLING_FROM, direct, saddle)


def _stirling_error(k: FloatArray) -> FloatArray:
    s = 1 / (k * k)
    return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / k


def _deviance(k: FloatArray, mean: FloatArray) -> FloatArray:
    """Return k log(k / mean) + mean - k without cancellation near k = mean."""
    gap = k - mean
    v = gap / (k + mean)
    series = np.zeros_like(v)
    for j in range(DIFFERENCE_TERMS, 0, -1):
        series = (series + 1 / (2 * j + 1)) * v * v
    near = gap * v + 2 * k * v * series
    return np.where(np.abs(v) < 0.1, near, k * np.log(k / mean) - gap)


def _expansion_coefficients() -> FloatArray:
    """Return c[i, k], the factor of λ^i in (-1)^k b_k(λ), k ≥ 1 (recurrence in DLMF 8.11(iii))."""
    coefficients = np.zeros((EXPANSION_TERMS, EXPANSION_TERMS))
    b = Polynomial([1.0])
    for k in range(1, EXPANSION_TERMS):
        b = Polynomial([0, 1, -1]) * b.deriv() + (2 * k - 1) * Polynomial([0, 1]) * b
        terms = b.coef[:EXPANSION_TERMS]
        coefficients[: terms.size, k] = (-1) ** k * terms
    return coefficients


_COEFFICIENTS = _expansion_coefficients()


def _correction(lam: FloatArray, u: FloatArray) -> FloatArray:
    """Return Σ_{k≥1} (-1)^k b_k(λ) u^k; the constant term, 1, is left to the caller's precision."""
    return np.asarray(polyval2d(lam, u, _COEFFICIENTS), dtype=float)
