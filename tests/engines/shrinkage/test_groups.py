"""Random effects against sums written out, and against the truth of drawn groups."""

import numpy as np
import pytest

from floorwalker.engines.shrinkage._groups import group_means


def test_two_groups_are_drawn_together_as_worked_out_by_hand():
    # Group means 1 and 5 of 2 values each, common mean 3. Within: (1 + 1 + 1 + 1) / 2 = 2.
    # Between: (2·4 + 2·4 − 1·2) / (4 − 8/4) = 7. k = 7 / (7 + 2/2) = 7/8.
    found = group_means(
        np.array([[0.0, 2.0, 4.0, 6.0]]),
        weights=np.ones(4),
        group=np.array([0, 0, 1, 1]),
        groups=3,
    )
    assert (found.mean[0], found.within[0], found.between[0]) == (3, 2, 7)
    assert found.shrunk.tolist() == [[3 - 7 / 8 * 2, 3 + 7 / 8 * 2, 3]]


def test_unequal_weights_agree_with_the_sums_written_out():
    dice = np.random.default_rng(5)
    values, weights = dice.gamma(2, size=30), dice.uniform(0.5, 3, size=30)
    group = np.repeat([0, 1, 2], [5, 10, 15])
    values[group == 2] += 3
    found = group_means(values[None, :], weights=weights, group=group, groups=3)
    total, middle = 0.0, sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    own, own_weight, within = [], [], 0.0
    for which in range(3):
        w, x = weights[group == which], values[group == which]
        mean = sum(a * b for a, b in zip(w, x, strict=True)) / sum(w)
        within += sum(a * (b - mean) ** 2 for a, b in zip(w, x, strict=True)) / (30 - 3)
        own.append(mean)
        own_weight.append(sum(w))
        total += sum(w) * (mean - middle) ** 2
    scale = sum(own_weight) - sum(w * w for w in own_weight) / sum(own_weight)
    between = (total - 2 * within) / scale
    expected = [
        middle + between / (between + within / w) * (m - middle)
        for m, w in zip(own, own_weight, strict=True)
    ]
    assert between > 1
    assert found.shrunk[0] == pytest.approx(expected, rel=1e-12)


def test_groups_that_differ_by_chance_alone_count_as_one():
    values = np.array([[1.0, 5.0, 2.0, 4.0, 3.0, 3.0]])
    found = group_means(values, weights=np.ones(6), group=np.array([0, 0, 1, 1, 2, 2]), groups=3)
    assert found.shrunk.tolist() == [[3, 3, 3]]
    assert found.factors(np.ones(3)).tolist() == [[1, 1, 1]]


def test_variances_of_drawn_groups_are_found_again():
    dice = np.random.default_rng(8)
    truth = 10 + 2 * dice.standard_normal(400)
    values = np.repeat(truth, 12) + 3 * dice.standard_normal(4800)
    group = np.repeat(np.arange(400), 12)
    found = group_means(values[None, :], weights=np.ones(4800), group=group, groups=400)
    assert found.within[0] == pytest.approx(9, rel=0.05)
    assert found.between[0] == pytest.approx(truth.var(), rel=0.1)
    raw = np.bincount(group, weights=values) / 12
    assert ((found.shrunk[0] - truth) ** 2).mean() < ((raw - truth) ** 2).mean()


def test_factors_keep_the_mean():
    values = np.array([[0.0, 2.0, 4.0, 6.0, 1.0, 1.0]])
    weights = np.array([1.0, 2.0, 1.0, 1.0, 3.0, 1.0])
    group = np.array([0, 0, 1, 1, 2, 2])
    found = group_means(values, weights=weights, group=group, groups=3)
    group_weights = np.bincount(group, weights=weights)
    assert found.factors(group_weights)[0] @ group_weights == pytest.approx(group_weights.sum())
