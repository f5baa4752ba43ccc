"""The spread of a forecast: negative binomial counts, mean μ and variance μ + a μ².

`a` is the squared relative error of the mean itself (a day busier or quieter than foreseen); with
`a` = 0 only the Poisson noise of arrivals is left. Distribution function by the incomplete beta
function: P(Y ≤ k) = I_p(1/a, k + 1) with p = 1 / (1 + a μ).
"""

import numpy as np
from scipy import special

from floorwalker.engines.forecast._history import FloatArray

STEPS_MAX = 10_000  # of the walk from the first guess; two or three are usual
DISPERSION_MIN = 1e-9  # below it the counts are Poisson for every practical purpose
CENTRAL_HALF = 0.6744897501960817  # standard normal 75 % point
CENTRAL_NINETY = 1.6448536269514722  # 95 % point


def negative_binomial_quantiles(
    mean: FloatArray, *, dispersion: FloatArray, levels: tuple[float, ...]
) -> FloatArray:
    """Return the smallest k with P(Y ≤ k) ≥ level, for every mean and level.

    Args:
        mean: any shape, 0 or more; a mean of 0 gives quantiles of 0.
        dispersion: `a`, broadcastable to the shape of `mean`, 0 or more.
        levels: probabilities strictly between 0 and 1.

    Returns:
        Array of shape mean.shape + (len(levels),).
    """
    shape = (*mean.shape, len(levels))
    mu = np.broadcast_to(mean[..., None], shape).ravel()
    a = np.broadcast_to(np.broadcast_to(dispersion, mean.shape)[..., None], shape).ravel()
    level = np.broadcast_to(np.asarray(levels), shape).ravel()
    quantiles = np.zeros(mu.size)
    busy = mu > 0
    quantiles[busy] = _walk_to_quantile(mu[busy], a=a[busy], level=level[busy])
    return quantiles.reshape(shape)


def distribution(k: FloatArray, *, mean: FloatArray, dispersion: FloatArray) -> FloatArray:
    """Return P(Y ≤ k); 0 for negative k."""
    k = np.floor(k)
    r = 1.0 / np.maximum(dispersion, DISPERSION_MIN)
    p = r / (r + mean)
    poisson = special.pdtr(np.maximum(k, 0.0), mean)
    mixed = special.betainc(r, np.maximum(k, 0.0) + 1.0, p)
    cdf = np.where(dispersion > DISPERSION_MIN, mixed, poisson)
    return np.where(k < 0, 0.0, cdf)


def dispersion_of(actual: FloatArray, *, mean: FloatArray) -> float:
    """Return the `a` under which the central 50 % and 90 % bands would have held that share.

    Each interval asks for the `a` that just covers its own error; the weighted 50 % and 90 %
    points of these answers are what the bands need. Unlike variances or likelihoods this is not
    pulled away by one outage.
    """
    used = (mean > 0) & ~np.isnan(actual)
    if not used.any():
        return 0.0
    y, mu = actual[used], mean[used]
    wanted: list[float] = [
        _weighted_point(((y - mu) ** 2 / z**2 - mu) / mu**2, weights=mu, share=share)
        for z, share in ((CENTRAL_HALF, 0.5), (CENTRAL_NINETY, 0.9))
    ]
    return max(0.0, sum(wanted) / len(wanted))


def poisson_noise(mean: FloatArray) -> FloatArray:
    """Return E|Y − μ| of Poisson counts: the error that no forecast can avoid.

    Formula: 2 e^{−μ} μ^{⌊μ⌋+1} / ⌊μ⌋! (Johnson, Kemp & Kotz, Univariate Discrete Distributions).
    """
    mu = np.maximum(mean, 1e-300)
    whole = np.floor(mu)
    log_noise = np.log(2.0) - mu + (whole + 1.0) * np.log(mu) - special.gammaln(whole + 1.0)
    return np.where(mean > 0, np.exp(log_noise), 0.0)


def _walk_to_quantile(mu: FloatArray, *, a: FloatArray, level: FloatArray) -> FloatArray:
    # A gamma with the same mean and variance is off by less than one contact or so.
    relative_variance = a + 1.0 / mu
    guess = special.gammaincinv(1.0 / relative_variance, level) * relative_variance * mu
    k = np.maximum(np.floor(guess), 0.0)
    k = _moved(k, mu=mu, a=a, level=level, step=1.0)
    return _moved(k, mu=mu, a=a, level=level, step=-1.0)


def _moved(
    k: FloatArray, *, mu: FloatArray, a: FloatArray, level: FloatArray, step: float
) -> FloatArray:
    """Move k up while it is too low (step 1), or down while k − 1 would do as well (step −1)."""
    moving = np.arange(k.size)
    for _ in range(STEPS_MAX):
        looked_at = k[moving] if step > 0 else k[moving] - 1.0
        reached = distribution(looked_at, mean=mu[moving], dispersion=a[moving]) >= level[moving]
        moving = moving[~reached if step > 0 else reached]
        if moving.size == 0:
            break
        k[moving] += step
    return k


def _weighted_point(values: FloatArray, *, weights: FloatArray, share: float) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, share * passed[-1])])
