"""What a centre's own records tell about its callers: patience, handle time, pace of people.

Patience is seen only in those who gave up; whoever was answered tells that theirs was longer than
the wait. The product-limit estimator takes both into account (E. L. Kaplan and P. Meier,
"Nonparametric estimation from incomplete observations", 1958); taking the waits of those who gave
up alone would make everybody look hasty.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floorwalker.engines.simulate._centre import FloatArray

QUANTILES = 101
GAVE_UP_LEAST = 30  # of fewer, the shape of patience cannot be told
AT_RISK_LEAST = 30  # where fewer still wait, one who gives up would say too much
TAIL_SHARE = 0.1  # of the waits, the longest: their hazard goes on where nobody was seen any more


@dataclass(frozen=True)
class Patience:
    """How long callers are ready to wait.

    Attributes:
        mean_seconds: total wait ÷ those who gave up: the mean if patience is exponential, the
            maximum-likelihood estimate; None where nobody gave up.
        table: equally likely quantiles from 0 to 1, shape (101,), as `QueueModel.patience_table`
            takes them; None where fewer than 30 gave up, or waited when the first did.
        seen_until: the share of the table that the records show; above it the hazard of the longest
            waits goes on, for ever where none of these gave up.
    """

    mean_seconds: float | None
    table: FloatArray | None
    seen_until: float


@dataclass(frozen=True)
class HandleTime:
    """How long work takes.

    Attributes:
        mean_seconds: mean over contacts.
        cv: coefficient of variation.
    """

    mean_seconds: float
    cv: float


def patience_of(wait_seconds: npt.ArrayLike, gave_up: npt.ArrayLike) -> Patience:
    """Estimate patience from what happened to the contacts of a queue.

    Args:
        wait_seconds: of each contact, 0 or more, shape (contacts,).
        gave_up: whether the wait ended so; else the contact was answered.

    Raises:
        ValueError: shapes differ, or a wait is negative or not finite.
    """
    wait = np.asarray(wait_seconds, dtype=float)
    gone = np.asarray(gave_up, dtype=bool)
    if wait.ndim != 1 or wait.shape != gone.shape:
        raise ValueError("wait_seconds and gave_up must be of one length")
    if not np.isfinite(wait).all() or (wait < 0).any():
        raise ValueError("wait_seconds holds a negative or non-finite value; it must be 0 or more")
    left = int(gone.sum())
    mean = float(wait.sum() / left) if left else None
    if left < GAVE_UP_LEAST:
        return Patience(mean_seconds=mean, table=None, seen_until=0.0)
    moments, given_up = _given_up_by(wait, gone)
    if not moments.size:
        return Patience(mean_seconds=mean, table=None, seen_until=0.0)
    seen = float(given_up[-1])
    levels = np.linspace(0.0, 1.0, QUANTILES)
    place = np.searchsorted(given_up, levels)
    within = place < moments.size
    table = np.where(within, moments[np.minimum(place, moments.size - 1)], np.inf)
    hazard = _last_hazard(wait, gone)
    beyond = ~within & (levels < 1)
    if hazard > 0:
        table[beyond] = moments[-1] + np.log((1 - seen) / (1 - levels[beyond])) / hazard
    table[0] = 0.0
    return Patience(mean_seconds=mean, table=np.maximum.accumulate(table), seen_until=seen)


def handle_time_of(handle_seconds: npt.ArrayLike) -> HandleTime | None:
    """Estimate the handle time of answered contacts; None where there are none.

    Raises:
        ValueError: a value is negative or not finite.
    """
    handle = np.asarray(handle_seconds, dtype=float)
    if not np.isfinite(handle).all() or (handle < 0).any():
        raise ValueError(
            "handle_seconds holds a negative or non-finite value; it must be 0 or more"
        )
    if not handle.size or handle.mean() == 0:
        return None
    return HandleTime(float(handle.mean()), float(handle.std() / handle.mean()))


def _given_up_by(wait: FloatArray, gone: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Return the moments at which somebody gave up, and the share of patience that ended by each.

    Only as far as enough people are seen waiting. Of equal waits those who gave up come first, as
    the estimator has it.
    """
    moments = np.unique(wait[gone])
    ordered = np.sort(wait)
    at_risk = wait.size - np.searchsorted(ordered, moments, side="left")
    left = np.bincount(np.searchsorted(moments, wait[gone]), minlength=moments.size)
    seen = at_risk >= AT_RISK_LEAST
    given_up: FloatArray = 1 - np.cumprod(1 - left / at_risk, dtype=float)
    return np.asarray(moments[seen], dtype=float), given_up[seen]


def _last_hazard(wait: FloatArray, gone: np.ndarray) -> float:
    """Return how many give up per second of waiting, over the longest waits."""
    since = float(np.quantile(wait, 1 - TAIL_SHARE))
    exposed = float(np.maximum(wait - since, 0).sum())
    return float((gone & (wait > since)).sum() / exposed) if exposed else 0.0
