"""Calibrate expected waits on a queue's own past, and tell them.

The days are kept in order: the model is learned on the first three quarters and judged on the
rest. Where it is not better there than QLA and than a constant, QLA is told instead. What is told
from then on is learned on all days.

Only contacts that had to wait and were answered can be learned from: a wait that was given up says
only that the whole would have been longer. So this is the wait of somebody who has to wait and
stays.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from floorwalker.engines.expected_wait._band import BAND_LEVELS, Band, band_of
from floorwalker.engines.expected_wait._formulas import qla, qla_quantiles
from floorwalker.engines.expected_wait._model import expected_seconds, fitted
from floorwalker.engines.expected_wait._score import WaitScore, peers_of, score_of
from floorwalker.engines.expected_wait._states import FloatArray, IntArray, LiveStates

WAITS_LEAST = 300
DAYS_LEAST = 5
JUDGED_SHARE = 0.25  # of the days, the last

Verdict = Literal["calibrated", "too_little_history", "worse_than_qla", "worse_than_constant"]


@dataclass(frozen=True)
class PastWaits:
    """Contacts of a queue that had to wait and were answered, in order of time.

    Attributes:
        states: which they found.
        wait_seconds: above 0, shape (waits,).
        day: on which each came, any numbers that do not fall; same shape.

    Raises:
        ValueError: shapes differ, days go back, or a wait is not above 0.
    """

    states: LiveStates
    wait_seconds: FloatArray
    day: IntArray

    def __post_init__(self) -> None:
        if not self.wait_seconds.shape == self.day.shape == (self.states.size,):
            raise ValueError("wait_seconds and day must have the shape of the states, (waits,)")
        if (np.diff(self.day) < 0).any():
            raise ValueError("day must not go back")
        if not (np.isfinite(self.wait_seconds).all() and (self.wait_seconds > 0).all()):
            raise ValueError("wait_seconds must be finite and above 0")

    def where(self, chosen: np.ndarray) -> "PastWaits":
        """Return the chosen waits."""
        return PastWaits(self.states.at(chosen), self.wait_seconds[chosen], self.day[chosen])


@dataclass(frozen=True)
class Calibration:
    """How to tell the expected wait of a queue.

    Attributes:
        verdict: "calibrated", or why QLA is told instead of the model: fewer than `WAITS_LEAST`
            waits or `DAYS_LEAST` days, or an error on the last days above that of QLA, or of both
            above that of a constant.
        coefficients: of the model; empty where QLA is told.
        band: around what is told; None: QLA's own.
        score: on the last days, learned on those before; None where there is too little history.
        waits: learned from.
        days: that they came on.
    """

    verdict: Verdict
    coefficients: tuple[float, ...]
    band: Band | None
    score: WaitScore | None
    waits: int
    days: int

    @property
    def beats_constant(self) -> bool | None:
        """Whether what is told was better than a constant on the last days; None: not known."""
        if self.score is None:
            return None
        told = self.score.rrmse_of("model" if self.coefficients else "qla")
        return told < self.score.rrmse_of("constant")


UNCALIBRATED = Calibration("too_little_history", (), band=None, score=None, waits=0, days=0)


@dataclass(frozen=True)
class ExpectedWait:
    """The wait of somebody who joins, has to wait and stays.

    Attributes:
        mean_seconds: shape (states,); NaN where the state does not tell.
        quantile_seconds: at `BAND_LEVELS`, shape (states, levels).
    """

    mean_seconds: FloatArray
    quantile_seconds: FloatArray


def calibrate(past: PastWaits) -> Calibration:
    """Learn from past waits how to tell the next ones; states that tell nothing are left out."""
    past = _telling(past)
    days = np.unique(past.day)
    few = past.wait_seconds.size < WAITS_LEAST or days.size < DAYS_LEAST
    if few:
        return _learned(past, verdict="too_little_history", score=None)
    first_judged = days[-max(1, round(JUDGED_SHARE * days.size))]
    score = judged(past.where(past.day < first_judged), came=past.where(past.day >= first_judged))
    return _learned(past, verdict=_verdict(score), score=score)


def judged(known: PastWaits, *, came: PastWaits) -> WaitScore:
    """Return how well later waits are told by what is learned from the earlier ones.

    States that tell nothing are left out.
    """
    known, came = _telling(known), _telling(came)
    learned = _learned(known, verdict="calibrated", score=None)
    told = expected_wait(came.states, calibration=learned)
    constant = float(known.wait_seconds.mean())
    peers = peers_of(came.states, constant_seconds=constant)
    return score_of(
        {"model": told.mean_seconds, **peers},
        wait_seconds=came.wait_seconds,
        band=told.quantile_seconds,
    )


def expected_wait(states: LiveStates, *, calibration: Calibration) -> ExpectedWait:
    """Return the wait to expect in each state."""
    if calibration.coefficients:
        mean = expected_seconds(states, coefficients=calibration.coefficients)
    else:
        mean = qla(states)
    if calibration.band is None:
        return ExpectedWait(mean, qla_quantiles(states, levels=BAND_LEVELS))
    return ExpectedWait(mean, calibration.band.around(mean))


def _telling(past: PastWaits) -> PastWaits:
    return past.where(np.isfinite(qla(past.states)))


def _learned(past: PastWaits, *, verdict: Verdict, score: WaitScore | None) -> Calibration:
    coefficients: tuple[float, ...] = ()
    told = qla(past.states)
    if verdict == "calibrated":
        coefficients = fitted(past.states, wait_seconds=past.wait_seconds)
        told = expected_seconds(past.states, coefficients=coefficients)
    return Calibration(
        verdict=verdict,
        coefficients=coefficients,
        band=band_of(told, wait_seconds=past.wait_seconds),
        score=score,
        waits=int(past.wait_seconds.size),
        days=int(np.unique(past.day).size),
    )


def _verdict(score: WaitScore) -> Verdict:
    model, formula = score.rrmse_of("model"), score.rrmse_of("qla")
    if min(model, formula) > score.rrmse_of("constant"):
        return "worse_than_constant"
    return "worse_than_qla" if model > formula else "calibrated"
