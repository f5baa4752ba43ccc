"""Quantiles and noise against scipy's distributions and against the definition."""

import numpy as np
import pytest
from scipy import stats

from floorwalker.engines.forecast import negative_binomial_quantiles, poisson_noise
from floorwalker.engines.forecast._negative_binomial import dispersion_of

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MEANS = np.array([0.01, 0.3, 1.0, 6.6, 42.0, 400.0, 12_345.6])


@pytest.mark.parametrize("a", [0.0005, 0.003, 0.05, 0.4, 2.0])
def test_quantiles_are_those_of_scipy(a: float) -> None:
    ours = negative_binomial_quantiles(MEANS, dispersion=np.array(a), levels=LEVELS)
    theirs = stats.nbinom.ppf(np.array(LEVELS), 1 / a, 1 / (1 + a * MEANS[:, None]))
    assert np.array_equal(ours, theirs)


def test_without_dispersion_quantiles_are_those_of_a_poisson() -> None:
    ours = negative_binomial_quantiles(MEANS, dispersion=np.array(0.0), levels=LEVELS)
    assert np.array_equal(ours, stats.poisson.ppf(np.array(LEVELS), MEANS[:, None]))


def test_a_mean_of_zero_has_quantiles_of_zero() -> None:
    means = np.zeros((2, 3))
    quantiles = negative_binomial_quantiles(means, dispersion=np.array(0.1), levels=LEVELS)
    assert quantiles.shape == (2, 3, 5)
    assert not quantiles.any()


def test_the_noise_floor_is_the_mean_absolute_deviation() -> None:
    for mean in (0.2, 1.0, 6.6, 30.5):
        k = np.arange(400)
        exact = (np.abs(k - mean) * stats.poisson.pmf(k, mean)).sum()
        assert poisson_noise(np.array([mean]))[0] == pytest.approx(exact, rel=1e-9)


def test_the_dispersion_of_simulated_counts_is_found_again() -> None:
    dice = np.random.default_rng(11)
    mean = dice.uniform(20, 400, size=20_000)
    a = 0.02
    actual = dice.poisson(mean * dice.gamma(1 / a, a, size=mean.size)).astype(float)
    assert dispersion_of(actual, mean=mean) == pytest.approx(a, rel=0.1)


def test_poisson_counts_have_next_to_no_dispersion_and_one_outage_adds_none() -> None:
    dice = np.random.default_rng(12)
    mean = np.full(5_000, 200.0)
    actual = dice.poisson(mean).astype(float)
    actual[:40] = 0.0
    assert dispersion_of(actual, mean=mean) < 0.0005
