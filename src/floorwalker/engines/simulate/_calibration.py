"""A twin: all that a centre's own records tell about how it answers.

- Handle time: mean by queue and hour of the day, as far as the hour has evidence, else that of the
  queue; its spread (lognormal) is what hours and people do not explain.
- Pace: the mean of a person's log handle time against what the queues and hours that they took
  would make expect, shrunk to 1 by the evidence (`_evidence.py`). Contacts below 10 seconds say
  nothing of it: in one bank 5 % of calls were agents hanging up at once (Brown et al., "Statistical
  analysis of a telephone call center", 2005, section 4.1).
- Patience: `_calibrate.py`. Calling again: `_retrials.py`.
- Turnaround: how long people are not ready between two contacts although somebody waits
  (`_presence.py`). It is played as a part of the work, since it keeps callers waiting all the same.
"""

from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._calibrate import Patience, patience_of
from floorwalker.engines.simulate._centre import FloatArray, IntArray, QueueModel
from floorwalker.engines.simulate._evidence import GroupMeans, group_means
from floorwalker.engines.simulate._presence import turnaround_of
from floorwalker.engines.simulate._records import UNKNOWN, Records
from floorwalker.engines.simulate._retrials import Retrials, retrials_of

HOURS = 24
SECONDS_PER_HOUR = 3600.0
ROUNDS = 5  # hours and people explain each other: taken in turn until nothing moves any more
PACE_FROM_SECONDS = 10.0
HANDLED_LEAST = 30  # of fewer, the spread of handle times cannot be told


@dataclass(frozen=True)
class QueueCalibration:
    """What the records tell about one queue.

    Attributes:
        name: of the queue.
        contacts: how many there are.
        gave_up: of these.
        patience: of its callers.
        hours: mean handle seconds by hour of the day, shrunk to that of the queue, with how many
            tell of each; None where nothing is known.
        handle_cv: coefficient of variation that hours and people do not explain; None where fewer
            than 30 contacts were handled.
        retrials: of callers who gave up; None where the records do not tell callers apart.
    """

    name: str
    contacts: int
    gave_up: int
    patience: Patience
    hours: GroupMeans | None
    handle_cv: float | None
    retrials: Retrials | None

    def aht_seconds(self, hour: IntArray, *, otherwise: float) -> FloatArray:
        """Return the mean handle time at these hours of the day, or what stands in for it."""
        return np.full(hour.size, otherwise) if self.hours is None else self.hours.mean[hour]


@dataclass(frozen=True)
class Calibration:
    """A twin's parameters.

    Attributes:
        queues: in the order of the records.
        pace: factor on the handle time by agent, 1 on the mean over contacts; 1 for whom nothing is
            known.
        pace_contacts: contacts that tell of it, by agent.
        pace_spread: standard deviation of the true log paces of people.
        turnaround_seconds: mean time between two contacts of a person while somebody waits; None
            where too little is seen of it.
    """

    queues: tuple[QueueCalibration, ...]
    pace: FloatArray
    pace_contacts: IntArray
    pace_spread: float
    turnaround_seconds: float | None

    @property
    def usual_aht_seconds(self) -> float:
        """Mean handle time over the queues that have one: what a queue without it is taken for."""
        known = [queue.hours.overall for queue in self.queues if queue.hours]
        return float(np.mean(known)) if known else 1.0


def calibrate(records: Records) -> Calibration:
    """Estimate the parameters of a twin from recorded contacts."""
    hours: list[GroupMeans | None] = [None] * len(records.queues)
    pace = np.ones(len(records.agents))
    told, spread = np.zeros(len(records.agents), dtype=np.int64), 0.0
    for _ in range(ROUNDS):
        hours = [_hours(records, queue, pace=pace) for queue in range(len(records.queues))]
        pace, told, spread = _pace(records, hours)
    return Calibration(
        queues=tuple(
            _queue(records, queue, hours=found, pace=pace) for queue, found in enumerate(hours)
        ),
        pace=pace,
        pace_contacts=told,
        pace_spread=spread,
        turnaround_seconds=turnaround_of(records),
    )


def queue_model(
    found: QueueCalibration,
    *,
    offered: FloatArray,
    aht_seconds: FloatArray,
    within_seconds: float,
    turnaround_seconds: float | None,
    with_retrials: bool = True,
) -> QueueModel:
    """Return the queue as it is played; `offered` counts further attempts of callers too.

    The turnaround lengthens the work and leaves its variance as it is. What the records cannot tell
    is left out: patience is exponential where its shape is not known and endless where nobody gave
    up, handle times are exponential where their spread is not known.
    """
    retrials = found.retrials if with_retrials else None
    table = found.patience.table
    cv, turnaround = found.handle_cv, turnaround_seconds or 0.0
    aht = found.hours.overall if found.hours else 1.0
    return QueueModel(
        name=found.name,
        offered=offered * (1 - retrials.of_contacts) if retrials else offered,
        aht_seconds=aht_seconds + turnaround,
        within_seconds=within_seconds,
        patience_seconds=found.patience.mean_seconds if table is None else None,
        patience_table=table,
        handle_cv=None if cv is None else cv * aht / (aht + turnaround),
        retrial=retrials.model if retrials else None,
    )


def _hour(records: Records) -> IntArray:
    return (records.second // SECONDS_PER_HOUR).astype(np.int64)


def _pace_of_contact(records: Records, pace: FloatArray) -> FloatArray:
    return np.where(records.agent > UNKNOWN, np.append(pace, 1.0)[records.agent], 1.0)


def _hours(records: Records, queue: int, *, pace: FloatArray) -> GroupMeans | None:
    """Return the queue's mean handle time by hour, had everybody the pace of the mean."""
    of = records.is_handled & (records.queue == queue)
    seconds = records.handle_seconds[of] / _pace_of_contact(records, pace)[of]
    if not seconds.size or seconds.sum() == 0:
        return None
    return group_means(seconds, group=_hour(records)[of], groups=HOURS)


def _expected(records: Records, hours: list[GroupMeans | None]) -> FloatArray:
    """Return the handle time expected of each contact's queue and hour; NaN where unknown."""
    table = np.full((len(hours), HOURS), np.nan)
    for queue, found in enumerate(hours):
        if found is not None:
            table[queue] = found.mean
    return np.asarray(table[records.queue, _hour(records)], dtype=float)


def _pace(records: Records, hours: list[GroupMeans | None]) -> tuple[FloatArray, IntArray, float]:
    agents = len(records.agents)
    told = records.is_handled & (records.agent > UNKNOWN)
    told &= np.nan_to_num(records.handle_seconds) >= PACE_FROM_SECONDS
    if not told.any():
        return np.ones(agents), np.zeros(agents, dtype=np.int64), 0.0
    ratio = np.log(records.handle_seconds[told] / _expected(records, hours)[told])
    queue, agent = records.queue[told], records.agent[told]
    # The mean of a logarithm is below the logarithm of the mean, in each queue by its own spread.
    of_queue = np.bincount(queue, weights=ratio) / np.maximum(np.bincount(queue), 1)
    found = group_means(ratio - of_queue[queue], group=agent, groups=agents)
    pace = np.exp(found.mean - found.overall)
    return pace / float(pace[agent].mean()), found.count, found.spread


def _queue(
    records: Records, queue: int, *, hours: GroupMeans | None, pace: FloatArray
) -> QueueCalibration:
    of = records.queue == queue
    waited = of & np.isfinite(records.wait_seconds)
    every: list[GroupMeans | None] = [None] * len(records.queues)
    every[queue] = hours
    handled = of & records.is_handled
    cv = None
    if hours is not None and handled.sum() >= HANDLED_LEAST:
        expected = (_expected(records, every) * _pace_of_contact(records, pace))[handled]
        ratio = records.handle_seconds[handled] / expected
        cv = float(ratio.std() / ratio.mean())
    return QueueCalibration(
        name=records.queues[queue],
        contacts=int(of.sum()),
        gave_up=int((of & ~records.answered).sum()),
        patience=patience_of(records.wait_seconds[waited], ~records.answered[waited]),
        hours=hours,
        handle_cv=cv,
        retrials=retrials_of(records, queue=queue),
    )
