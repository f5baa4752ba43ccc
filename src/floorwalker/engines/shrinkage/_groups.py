"""How far groups of days really differ: one-way random effects, groups drawn to the common mean.

Searle, Casella and McCulloch (1992), Variance Components, ch. 3.6: with weights w, groups g of
total weight W_g and values x,

    σ² = Σ w (x − x̄_g)² ÷ (n − G)                           variance of a value of weight 1
    τ² = max(0, (Σ W_g (x̄_g − x̄)² − (G − 1) σ²) ÷ (W − Σ W_g² ÷ W))    variance between groups

and the empirical Bayes mean of a group (Morris 1983) is x̄ + k_g (x̄_g − x̄) with
k_g = τ² ÷ (τ² + σ² ÷ W_g): a group of few days, or groups that differ no more than days do, count
as the common mean.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.shrinkage._history import FloatArray, IntArray


@dataclass(frozen=True)
class Groups:
    """Every row of values apart, shape (rows, …).

    Attributes:
        mean: the common mean, shape (rows,).
        shrunk: each group's mean drawn to the common one, shape (rows, groups); the common mean
            for a group without values.
        within: σ², shape (rows,).
        between: τ², shape (rows,).
    """

    mean: FloatArray
    shrunk: FloatArray
    within: FloatArray
    between: FloatArray

    def credibility(self, weight: FloatArray) -> FloatArray:
        """Return k of a mean with this much weight behind it, shape (rows,)."""
        noise = np.divide(
            self.within, weight, out=np.full_like(self.within, np.inf), where=weight > 0
        )
        total = self.between + noise
        return np.divide(self.between, total, out=np.zeros_like(total), where=self.between > 0)

    def factors(self, weights: FloatArray) -> FloatArray:
        """Return each group's mean as a multiple of the common one; their weighted mean is 1."""
        raw = np.divide(
            self.shrunk,
            self.mean[:, None],
            out=np.ones_like(self.shrunk),
            where=self.mean[:, None] > 0,
        )
        middle = raw @ weights
        scale = np.divide(weights.sum(), middle, out=np.ones_like(middle), where=middle > 0)
        return np.asarray(raw * scale[:, None])


def group_means(values: FloatArray, *, weights: FloatArray, group: IntArray, groups: int) -> Groups:
    """Estimate each group's mean.

    Args:
        values: shape (rows, n).
        weights: 0 or more and not all 0, shape (n,) or (rows, n).
        group: the group of each value, shape (n,).
        groups: how many there could be.
    """
    weights = np.broadcast_to(weights, values.shape)
    member = np.eye(groups)[group]
    group_weight = weights @ member
    total = group_weight.sum(axis=1)
    sums = (weights * values) @ member
    own = np.divide(sums, group_weight, out=np.zeros_like(sums), where=group_weight > 0)
    mean = np.divide(sums.sum(axis=1), total, out=np.zeros_like(total), where=total > 0)
    filled = (group_weight > 0).sum(axis=1)
    freedom = (weights > 0).sum(axis=1) - filled
    around = (weights * (values - own[:, group]) ** 2).sum(axis=1)
    within = np.divide(around, freedom, out=np.zeros_like(around), where=freedom > 0)
    apart = (group_weight * (own - mean[:, None]) ** 2).sum(axis=1) - (filled - 1) * within
    spread = total - np.divide(
        (group_weight**2).sum(axis=1), total, out=np.zeros_like(total), where=total > 0
    )
    usable = (spread > 1e-9 * total) & (freedom > 0)
    between = np.divide(np.maximum(apart, 0.0), spread, out=np.zeros_like(apart), where=usable)
    found = Groups(mean, own, within, between)
    drawn = np.stack([found.credibility(weight) for weight in group_weight.T], axis=1)
    shrunk = mean[:, None] + drawn * (own - mean[:, None])
    return Groups(mean, shrunk, within, between)
