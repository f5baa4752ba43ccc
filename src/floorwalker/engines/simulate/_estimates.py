"""From replications to estimates with 95 % intervals.

Each measure is a ratio of two totals (in time ÷ offered, wait ÷ answered, …). Over replications we
take the ratio of the sums, with the delta method's variance and Student's t: replications are
independent, contacts within one are not. Where every single replication agrees that a share is 0
or 1 that variance is 0 and says too much; there Wilson's interval over the contacts stands in.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from floorwalker.engines.simulate._centre import FloatArray, IntArray
from floorwalker.engines.simulate._counts import Counts

CONFIDENCE = 0.95
CONTACTS_LEAST = 30  # over all replications; below it we cannot tell
CERTAIN = 1e-12
RATIOS = (
    ("answered_within", "offered"),
    ("wait_seconds", "answered"),
    ("abandoned", "offered"),
    ("busy_seconds", "staffed_seconds"),
    ("called_back", "answered"),
)
COUNTED = sorted({name for ratio in RATIOS for name in ratio})
ABOVE, BELOW = ([COUNTED.index(name) for name in names] for names in zip(*RATIOS, strict=True))


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and the 95 % interval around it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Service:
    """What to expect of one queue over one span of time; None where we cannot tell.

    Attributes:
        offered: contacts, mean over replications; so are the next two.
        answered: contacts that reached an agent.
        abandoned: contacts that gave up.
        service_level: answered within the threshold ÷ offered.
        asa_seconds: mean wait of answered contacts.
        abandonment: abandoned ÷ offered.
        occupancy: busy ÷ staffed time of the people who serve the queue.
        called_back: share of the answered who did not wait on the line.
    """

    offered: float
    answered: float
    abandoned: float
    service_level: Estimate | None
    asa_seconds: Estimate | None
    abandonment: Estimate | None
    occupancy: Estimate | None
    called_back: Estimate | None


@dataclass(frozen=True)
class QueueService:
    """One queue's service per interval, per day (in order of the grid) and over the whole grid."""

    intervals: tuple[Service, ...]
    days: tuple[Service, ...]
    week: Service


class Moments:
    """Running sums over replications, per queue and cell (intervals, then days, then the week)."""

    def __init__(self, *, day_of_interval: IntArray) -> None:
        self._day_starts = np.unique(day_of_interval, return_index=True)[1]
        self._intervals = day_of_interval.size
        self._replications = 0
        self._sums: FloatArray = np.zeros(())

    def add(self, counts: Counts) -> None:
        """Take in one replication."""
        cells = self._cells(np.array([getattr(counts, name) for name in COUNTED]))
        above, below = cells[ABOVE], cells[BELOW]
        self._sums = self._sums + np.array(
            [above, below, above * above, above * below, below * below]
        )
        self._replications += 1

    def level_half_width(self) -> float:
        """Return half the interval of the service level of all queues and all days; inf: unknown.

        Every replication must be in by now, two at least.
        """
        estimates = _estimates(self._sums[..., -1:, -1:], replications=self._replications)
        half = float(estimates[2, 0, 0, 0] - estimates[1, 0, 0, 0]) / 2
        return half if np.isfinite(half) else float("inf")

    def services(self) -> tuple[QueueService, ...]:
        """Return the estimates, one entry per queue and a last one for all queues."""
        above, below = self._sums[:2]
        estimates = _estimates(self._sums, replications=self._replications)
        means = np.stack([below[0], below[1], above[2]]) / self._replications
        return tuple(
            self._queue_service(estimates[:, :, queue], means=means[:, queue])
            for queue in range(above.shape[1])
        )

    def _cells(self, tables: FloatArray) -> FloatArray:
        days = np.add.reduceat(tables, self._day_starts, axis=2)
        return np.concatenate([tables, days, tables.sum(axis=2, keepdims=True)], axis=2)

    def _queue_service(self, estimates: FloatArray, *, means: FloatArray) -> QueueService:
        """Unpack arrays (mean/low/high, measure, cell) and (count, cell)."""
        columns = zip(np.moveaxis(estimates, 2, 0).tolist(), means.T.tolist(), strict=True)
        cells = [_service(*column) for column in columns]
        return QueueService(
            intervals=tuple(cells[: self._intervals]),
            days=tuple(cells[self._intervals : -1]),
            week=cells[-1],
        )


def _service(estimates: list[list[float]], counts: list[float]) -> Service:
    level, wait, abandonment, occupancy, called_back = (
        None if np.isnan(mean) else Estimate(mean=mean, low=low, high=high)
        for mean, low, high in zip(*estimates, strict=True)
    )
    offered, answered, abandoned = counts
    return Service(
        offered=offered,
        answered=answered,
        abandoned=abandoned,
        service_level=level,
        asa_seconds=wait,
        abandonment=abandonment,
        occupancy=occupancy,
        called_back=called_back,
    )


def _estimates(sums: FloatArray, *, replications: int) -> FloatArray:
    """Return (mean, low, high) per measure, queue and cell; NaN where we cannot tell."""
    above, below, above_2, cross, below_2 = sums
    known = below >= CONTACTS_LEAST
    known[3] = below[3] > 0  # occupancy is a share of time, not of contacts
    divisor = np.where(known, below, 1.0)
    mean = above / divisor
    spread = np.maximum(above_2 - 2 * mean * cross + mean * mean * below_2, 0.0)
    error = np.sqrt(spread * replications / (replications - 1)) / divisor
    half = stdtrit(replications - 1, (1 + CONFIDENCE) / 2) * error
    low, high = np.maximum(mean - half, 0.0), mean + half
    shares = [0, 2, 3, 4]
    high[shares] = np.minimum(high[shares], 1.0)
    wilson = ndtri((1 + CONFIDENCE) / 2) ** 2 / divisor
    for share in (0, 2, 4):
        all_in = mean[share] >= 1 - CERTAIN
        none_in = mean[share] <= CERTAIN
        low[share] = np.where(all_in, 1 / (1 + wilson[share]), low[share])
        high[share] = np.where(none_in, wilson[share] / (1 + wilson[share]), high[share])
    return np.where(known, np.stack([mean, low, high]), np.nan)
