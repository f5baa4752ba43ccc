"""Which method to forecast each lead week with: ours, unless another is better by more than noise.

A method that was a little better on a dozen mornings may have been lucky, and of several methods
one is always the luckiest. So the other methods have to prove themselves:

- Each is compared with our own morning by morning, on the same intervals (the pairs of Diebold &
  Mariano 1995, J. Business & Economic Statistics 13(3), with the absolute error as the loss).
- Forecasts of week h made a week apart share h − 1 weeks, so their differences are correlated. The
  standard error allows for it as Harvey, Leybourne & Newbold (1997, Int. J. Forecasting 13(2)) do,
  and is never less than that of independent differences. For week 1 it is the paired t-test's.
- The margin is Student's t times that error, such that all other methods together look better
  (or worse) than they are less than once in twenty times (Bonferroni).
- Another method is picked when its mean gain is above its margin and above a tenth of a point of
  WAPE, which is all that anybody would see. Of several such, the one with the greatest gain. In
  every other case, ties included, it is our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from floorwalker.engines.forecast._backtest import Backtest, BacktestScore
from floorwalker.engines.forecast._methods import OWN_METHOD

ORIGINS_TO_PICK = 16  # to back-test from: with fewer, only great differences are told from noise
PAIRS_MIN = 5  # mornings to compare; and always more than the lead weeks
ERROR_RATE = 0.05  # of all comparisons of a lead week together, both directions
GAIN_MIN = 0.001

Verdict = Literal["other_is_better", "own_is_better", "cannot_tell", "too_few"]


@dataclass(frozen=True)
class Pick:
    """The method for one lead week, and why.

    Attributes:
        lead_week: 1 for days 1-7 after the forecast is made, and so on.
        method: the one to use.
        verdict: `other_is_better` (picked), `own_is_better` than any other, `cannot_tell` them
            apart, or `too_few` mornings to compare.
        rival: the best other method; None with too few mornings.
        gain_ratio: our own WAPE less the rival's, public holidays aside; positive: it is better.
        margin_ratio: half-width of the gain's interval, 95 % for all other methods together.
        origins: mornings compared.
    """

    lead_week: int
    method: str
    verdict: Verdict
    rival: str | None
    gain_ratio: float
    margin_ratio: float
    origins: int


def picks(backtest: Backtest) -> tuple[Pick, ...]:
    """Return the method to use for each lead week of a back-test, in order."""
    weeks = sorted({score.lead_week for score in backtest.scores})
    return tuple(
        _pick(week, [score for score in backtest.scores if score.lead_week == week])
        for week in weeks
    )


def paired_error(gains: Sequence[float], *, lead_weeks: int) -> float:
    """Return the standard error of the mean of gains that were made a week apart.

    Raises:
        ValueError: there are not more gains than lead weeks, or only one.
    """
    count = len(gains)
    if count < 2 or count <= lead_weeks:
        raise ValueError(f"{count} gains are too few for {lead_weeks} lead weeks.")
    off = np.asarray(gains) - np.mean(gains)
    shared = [float(off[lag:] @ off[: count - lag]) / count for lag in range(lead_weeks)]
    correction = (count - lead_weeks) * (count - lead_weeks + 1) / count**2
    overlapping = max(0.0, shared[0] + 2 * sum(shared[1:])) / count / correction
    independent = shared[0] / (count - 1)
    return float(np.sqrt(max(overlapping, independent)))


def _pick(week: int, scores: Sequence[BacktestScore]) -> Pick:
    enough = max(PAIRS_MIN, week + 1)
    rivals = [s for s in scores if s.method != OWN_METHOD and len(s.gain_ratios) >= enough]
    if not rivals:
        pairs = max((len(score.gain_ratios) for score in scores), default=0)
        return Pick(week, OWN_METHOD, "too_few", None, 0.0, 0.0, pairs)
    compared = [_compared(week, rival, rivals=len(rivals)) for rival in rivals]
    proven = [pick for pick in compared if pick.verdict == "other_is_better"]
    return max(proven or compared, key=lambda pick: pick.gain_ratio)


def _compared(week: int, rival: BacktestScore, *, rivals: int) -> Pick:
    gains = rival.gain_ratios
    gain = float(np.mean(gains))
    t = float(special.stdtrit(len(gains) - 1, 1 - ERROR_RATE / 2 / rivals))
    margin = t * paired_error(gains, lead_weeks=week)
    verdict: Verdict = "cannot_tell"
    if abs(gain) > max(margin, GAIN_MIN):
        verdict = "other_is_better" if gain > 0 else "own_is_better"
    method = rival.method if verdict == "other_is_better" else OWN_METHOD
    return Pick(week, method, verdict, rival.method, gain, margin, len(gains))
