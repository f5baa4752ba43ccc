"""How much days differ from what is expected of them: a beta distribution with learned spread.

If the time lost on a day came from n people who each lose their day or not, independently, the
variance of its share m would be m (1 − m) ÷ n. Days are more alike within than that (a wave of
colds, a snowstorm), so the beta-binomial has (Griffiths 1973)

    variance = m (1 − m) (ρ + (1 − ρ) ÷ n)

with ρ, the correlation of two people on one day. Where days vary less than independent people
would (losses come in minutes, not in days), a person counts as several: ρ is 0 and n grows.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from floorwalker.engines.shrinkage._history import FloatArray

SHIFT_SECONDS = 8 * 3600.0
DAYS_LEAST = 2
SPREAD_LEAST = 1e-6
SPREAD_MOST = 0.9
LEVELS = (0.05, 0.25, 0.75, 0.95)


@dataclass(frozen=True)
class Spread:
    """What the variance of a day's share is made of, as shares of m (1 − m).

    Attributes:
        together: ρ, what no number of people averages out.
        alone: what one person adds, divided by the number of people.
        people: how many were paid on a usual day, in shifts of 8 hours.
    """

    together: float
    alone: float
    people: float

    def of(self, people: float | None) -> float:
        """Return the variance of a day with so many people as a share of m (1 − m)."""
        variance = self.together + self.alone / self.count(people)
        return float(np.clip(variance, SPREAD_LEAST, SPREAD_MOST))

    def count(self, people: float | None) -> float:
        """Return how many people are meant: as many as usual if not told, and one at least."""
        return max(self.people if people is None else people, 1.0)


def learn_spread(share: FloatArray, *, expected: FloatArray, left_seconds: FloatArray) -> Spread:
    """Learn it from days, all of shape (days,), on each of which something was left to lose."""
    people = float(left_seconds.sum()) / max(left_seconds.size, 1) / SHIFT_SECONDS
    possible = (left_seconds * expected * (1 - expected)).sum()
    if possible <= 0 or share.size < DAYS_LEAST:
        return Spread(0.0, 0.0, people)
    found = float((left_seconds * (share - expected) ** 2).sum() / possible)
    found *= share.size / (share.size - 1)
    count = max(people, 1.0)
    if count == 1.0 or found <= 1 / count:
        return Spread(0.0, found * count, people)
    together = (found - 1 / count) / (1 - 1 / count)
    return Spread(together, 1 - together, people)


def day_quantiles(
    mean: float, *, spread: Spread, people: float | None, doubt: float
) -> tuple[float, ...]:
    """Return `LEVELS` of a day's share.

    The beta distribution is continuous, but losses come in lumps (a person, where `alone` is 1):
    half a lump is added on either side, the usual correction for continuity.

    Args:
        mean: what is expected.
        spread: as learned.
        people: on the roster; as usual if not told.
        doubt: variance of the mean itself, as a share of m (1 − m).
    """
    if not 0 < mean < 1:
        return tuple(mean for _ in LEVELS)
    size = 1 / min(spread.of(people) + doubt, SPREAD_MOST) - 1
    found = betaincinv(mean * size, (1 - mean) * size, np.array(LEVELS))
    half_lump = spread.alone / spread.count(people) / 2 * np.sign(np.array(LEVELS) - 0.5)
    return tuple(float(share) for share in np.clip(found + half_lump, 0.0, 1.0))
