"""How far a group's own mean is to be believed: parametric empirical Bayes.

Groups (people, hours of the day) have true means that differ with variance τ²; what is seen of a
group of n is off by variance σ²/n. The best guess of its true mean goes the share τ²/(τ² + σ²/n)
of the way from the mean of all to its own (C. N. Morris, "Parametric empirical Bayes inference",
1983). σ² is the variance within groups, τ² comes from the one between them by the method of moments
for groups of unequal size (Searle, Casella and McCulloch, *Variance Components*, 1992, ch. 3).
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._centre import FloatArray, IntArray


@dataclass(frozen=True)
class GroupMeans:
    """What is believed of each group.

    Attributes:
        overall: mean of all values.
        mean: by group, shrunk to `overall`; `overall` itself for a group of which nothing is seen.
        count: values seen, by group.
        spread: τ, the standard deviation of the true means of groups; 0 where chance explains all.
    """

    overall: float
    mean: FloatArray
    count: IntArray
    spread: float


def group_means(values: FloatArray, *, group: IntArray, groups: int) -> GroupMeans:
    """Return the shrunk mean of each group.

    Args:
        values: at least one, shape (values,).
        group: of each value, 0 to groups - 1.
        groups: how many there are.
    """
    count = np.bincount(group, minlength=groups)
    overall = float(values.mean())
    own = np.bincount(group, weights=values, minlength=groups) / np.maximum(count, 1)
    own = np.where(count > 0, own, overall)
    seen = int((count > 0).sum())
    freedom = values.size - seen
    within = float(((values - own[group]) ** 2).sum()) / freedom if freedom > 0 else 0.0
    between = float((count * (own - overall) ** 2).sum()) - (seen - 1) * within
    size = values.size - float((count.astype(float) ** 2).sum()) / values.size
    spread_squared = max(0.0, between / size) if size > 0 and freedom > 0 else 0.0
    if spread_squared == 0:
        believed = np.full(groups, overall)
    else:
        share = spread_squared / (spread_squared + within / np.maximum(count, 1))
        believed = overall + share * (own - overall)
    return GroupMeans(overall, believed, count.astype(np.int64), float(np.sqrt(spread_squared)))
