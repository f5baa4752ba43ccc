"""What a set of people present costs, slot by slot, when skills overlap (compiled kernels).

People present in a slot are known only by `cover[U]`: how many can serve at least one queue of
the subset U. By Hall's theorem nobody is counted twice when shortage is read from it: the queues
of U are short together by at least need(U) - cover[U]. The fairest split (least squared relative
shortage) peels off the subset with the largest relative shortage, gives its queues that level,
and goes on with the rest: the lexicographically optimal base of Fujishige (1980), which is best
for every convex cost of the relative shortage at once, so all tiers share one split.
"""

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.compiled import compiled

TIER_90 = 0.10  # short by more than a tenth: below 90 % of the need
TIER_75 = 0.25
_SMALL = 1e-12


@compiled
def shortage_levels(
    cover: NDArray[np.float64],
    need: NDArray[np.float64],
    mask: int,
    amount: float,
    levels: NDArray[np.float64],
) -> float:
    """Fill in each queue's relative shortage with `amount` more people of group `mask`.

    Args:
        cover: People able to serve each subset of queues, shape (2^queues,).
        need: People needed by each subset, shape (2^queues,).
        mask: Bit set of the queues the extra people serve.
        amount: How many extra people (may be negative or a fraction).
        levels: Filled, shape (queues,), 0 covered to 1 nobody.

    Returns:
        Total people short.
    """
    subsets = cover.shape[0]
    levels[:] = 0.0
    done, done_cover, total = 0, 0.0, 0.0
    for _ in range(levels.shape[0]):
        worst, worst_subset = _SMALL, 0
        for subset in range(1, subsets):
            if (subset & done) != 0 or need[subset] <= _SMALL:
                continue
            people = cover[subset | done] - done_cover
            if ((subset | done) & mask) != 0:
                people += amount
            level = 1.0 - people / need[subset]
            if level > worst:
                worst, worst_subset = level, subset
        if worst_subset == 0:
            break
        for queue in range(levels.shape[0]):
            if (worst_subset >> queue) & 1 != 0:
                levels[queue] = worst
        total += worst * need[worst_subset]
        done |= worst_subset
        done_cover = cover[done] + (amount if (done & mask) != 0 else 0.0)
    return total


@compiled
def slot_cost(
    cover: NDArray[np.float64],
    need: NDArray[np.float64],
    mask: int,
    amount: float,
    weights: NDArray[np.float64],
    levels: NDArray[np.float64],
) -> float:
    """Cost of one slot with `amount` more people of group `mask` (weights: see `_problem`)."""
    short = shortage_levels(cover, need, mask, amount, levels)
    cost = 0.0
    for queue in range(levels.shape[0]):
        x = levels[queue]
        if x > 0.0:
            below_90, below_75 = max(0.0, x - TIER_90), max(0.0, x - TIER_75)
            tiers = weights[0] * x * x + weights[1] * below_90**2 + weights[2] * below_75**2
            cost += need[1 << queue] * tiers
    everyone = cover.shape[0] - 1
    over = max(0.0, cover[everyone] + amount - need[everyone] + short)
    return float(cost + weights[3] * over * over / (1.0 + need[everyone]))


@compiled
def marginal_prices(
    cover: NDArray[np.float64],
    need: NDArray[np.float64],
    costs: NDArray[np.float64],
    mask: int,
    weights: NDArray[np.float64],
    prices: NDArray[np.float64],
) -> None:
    """Fill in what one more person of group `mask` saves in each slot."""
    levels = np.zeros(_queues(cover.shape[1]))
    for t in range(cover.shape[0]):
        prices[t] = costs[t] - slot_cost(cover[t], need[t], mask, 1.0, weights, levels)


@compiled
def slope_prices(
    cover: NDArray[np.float64],
    need: NDArray[np.float64],
    mask: int,
    weights: NDArray[np.float64],
    prices: NDArray[np.float64],
) -> None:
    """Fill in what group `mask` saves in each slot per person, for the next sliver of a person."""
    levels = np.zeros(_queues(cover.shape[1]))
    everyone = cover.shape[1] - 1
    for t in range(cover.shape[0]):
        short = shortage_levels(cover[t], need[t], mask, 0.0, levels)
        x = 0.0
        for queue in range(levels.shape[0]):
            if (mask >> queue) & 1 != 0:
                x = max(x, levels[queue])
        if x > 0.0:
            tiers = weights[1] * max(0.0, x - TIER_90) + weights[2] * max(0.0, x - TIER_75)
            prices[t] = 2.0 * (weights[0] * x + tiers)
        else:
            over = max(0.0, cover[t, everyone] - need[t, everyone] + short)
            prices[t] = -2.0 * weights[3] * over / (1.0 + need[t, everyone])


@compiled
def move_people(
    cover: NDArray[np.float64],
    need: NDArray[np.float64],
    costs: NDArray[np.float64],
    mask: int,
    amounts: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> float:
    """Add `amounts` people of group `mask`, slot by slot, to `cover`; return the cost's change."""
    levels = np.zeros(_queues(cover.shape[1]))
    change = 0.0
    for t in range(cover.shape[0]):
        if amounts[t] != 0.0:
            for subset in range(1, cover.shape[1]):
                if (subset & mask) != 0:
                    cover[t, subset] += amounts[t]
            cost = slot_cost(cover[t], need[t], 0, 0.0, weights, levels)
            change += cost - costs[t]
            costs[t] = cost
    return change


@compiled
def _queues(subsets: int) -> int:
    queues = 0
    while 1 << queues < subsets:
        queues += 1
    return queues
