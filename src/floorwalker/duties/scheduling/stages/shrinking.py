"""From recorded lost time to the shrinkage that a week is planned with.

What the roster leaves out by itself (`Leave`) is counted nowhere. What else is known of a coming
day (a training next Tuesday) is counted as recorded; on top comes what is usually lost beyond what
is known that many days ahead:

    shrinkage of a day = known + (1 − known) × expected
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef, Sum

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.models import Leave, LostTime, UsualShrinkage
from floorwalker.duties.scheduling.stages._paid_time import paid_seconds_by_day
from floorwalker.duties.scheduling.stages.requiring import SHRINKAGE_RATIO
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK
from floorwalker.engines.shrinkage import Learned, LossHistory, usual_paid_seconds
from floorwalker.engines.shrinkage import known_ratio as usually_known
from floorwalker.engines.shrinkage import learn as learn_from
from floorwalker.foundation.people.models import Site

CAUSES = tuple(cause.value for cause in LossCause)
DAYS_LOOKED_BACK = 3 * 366
STALE_DAYS = 28
"""Without a recorded loss for so long, people have stopped recording: nothing is told."""

RATIO_MAX = 0.9

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """What is recorded of a site, until yesterday; days that make no sense are left out."""

    history: LossHistory
    last_day: date
    days_left_out: int


@dataclass(frozen=True)
class DayShrinkage:
    """What one day is planned with; `p05` to `p95` is the band of that day.

    `usually_pays` tells whether that weekday paid anybody of late.
    """

    day: date
    lead_days: int
    by_cause: Mapping[str, float]
    ratio: float
    p05: float
    p95: float
    known_ratio: float
    usually_pays: bool


@dataclass(frozen=True)
class LearnedWeek:
    """Seven days, and their means weighted by what each usually pays."""

    days: tuple[DayShrinkage, ...]
    ratio: float
    by_cause: Mapping[str, float]
    known_ratio: float
    usually_known_ratio: float
    learned_from_days: int

    def ratio_on(self, day: date) -> float:
        """Return what the day is planned with."""
        return next(own.ratio for own in self.days if own.day == day)

    def as_json(self) -> dict[str, Any]:
        """Return what a requirement keeps of it."""
        return {
            "days": self.learned_from_days,
            "lead_days": self.days[0].lead_days,
            "causes": {cause: share for cause, share in self.by_cause.items() if share > 0},
            "known_ratio": self.known_ratio,
            "usually_known_ratio": self.usually_known_ratio,
            "by_day": [own.ratio for own in self.days],
        }


def usual_shrinkage_ratio(site: Site) -> float:
    """Return what the site plans with while nothing is learned."""
    typed_in = UsualShrinkage.objects.filter(site=site).values_list("ratio", flat=True).first()
    return SHRINKAGE_RATIO if typed_in is None else typed_in


def evidence_of(site: Site, *, today: date) -> Evidence | None:
    """Return what is recorded from the first to the last day with a loss before today.

    `None` when nothing is, or nothing any more. A day whose paid time is not known, or smaller than
    what was lost of it, is left out.
    """
    rows = _losses(site, today=today)
    if not rows or (today - rows[-1][0]).days > STALE_DAYS:
        return None
    first, last = rows[0][0], rows[-1][0]
    paid = np.zeros((last - first).days + 1)
    for day, total in paid_seconds_by_day(site, first_day=first, last_day=last).items():
        paid[(day - first).days] = total
    index = np.array([(row[0] - first).days for row in rows])
    seconds = np.array([row[3] for row in rows], dtype=np.float64)
    lost = np.bincount(index, weights=seconds, minlength=paid.size)
    absurd = lost > paid
    paid[absurd] = 0
    kept = ~absurd[index]
    history = LossHistory(
        causes=CAUSES,
        first_day=first,
        paid_seconds=paid,
        day=index[kept],
        cause=np.array([CAUSES.index(row[1]) for row in rows])[kept],
        seconds=seconds[kept],
        lead_days=np.array([(row[0] - row[2]).days for row in rows])[kept],
    )
    return Evidence(history, last, int(absurd.sum()))


def learned_week(site: Site, *, starts_on: date, today: date) -> LearnedWeek | None:
    """Return what seven days are planned with today; `None` when there is too little evidence."""
    evidence = evidence_of(site, today=today)
    learned = learn_from(evidence.history) if evidence else None
    if evidence is None or learned is None:
        return None
    return week_of(site, evidence.history, learned, starts_on=starts_on, today=today)


def week_of(
    site: Site, history: LossHistory, learned: Learned, *, starts_on: date, today: date
) -> LearnedWeek:
    """Return what seven days are planned with, from what was learned."""
    days = tuple(starts_on + timedelta(days=n) for n in range(DAYS_PER_WEEK))
    paid = usual_paid_seconds(history)
    known = _known_by_day(site, days, today=today, paid=paid)
    weights = paid[[day.weekday() for day in days]]
    told = tuple(
        _day(learned, day, known=known[day], today=today, usually_pays=bool(weight))
        for day, weight in zip(days, weights, strict=True)
    )
    weights = weights / weights.sum() if weights.sum() else np.full(DAYS_PER_WEEK, 1 / 7)
    return LearnedWeek(
        days=told,
        ratio=_mean([day.ratio for day in told], weights),
        by_cause={cause: _mean([day.by_cause[cause] for day in told], weights) for cause in CAUSES},
        known_ratio=_mean([day.known_ratio for day in told], weights),
        usually_known_ratio=usually_known(history, lead_days=told[0].lead_days),
        learned_from_days=learned.days,
    )


def _losses(site: Site, *, today: date) -> list[tuple[date, str, date, int]]:
    """Return day, cause, since when it was known, and seconds, before today in order."""
    since = today - timedelta(days=DAYS_LOOKED_BACK)
    found = LostTime.objects.filter(site=site, day__gte=since, day__lt=today)
    sums = found.order_by("day", "cause", "known_on").values_list("day", "cause", "known_on")
    return list(sums.annotate(total=Sum("seconds")))


def _known_by_day(
    site: Site, days: Iterable[date], *, today: date, paid: Floats
) -> dict[date, dict[str, float]]:
    """Return by cause what is known of each day, less what the roster leaves out by itself."""
    on_leave = Leave.objects.filter(
        person=OuterRef("person"), starts_on__lte=OuterRef("day"), ends_on__gte=OuterRef("day")
    )
    found: dict[date, dict[str, float]] = {day: {} for day in days}
    rows = LostTime.objects.filter(~Exists(on_leave), site=site, day__in=found, known_on__lte=today)
    sums = rows.order_by().values_list("day", "cause").annotate(total=Sum("seconds"))
    for day, cause, seconds in sums:
        usual = paid[day.weekday()]
        if usual > 0:
            found[day][cause] = seconds / usual
    return found


def _day(
    learned: Learned, day: date, *, known: Mapping[str, float], today: date, usually_pays: bool
) -> DayShrinkage:
    lead_days = max((day - today).days, 1)
    expected = learned.expect(day, lead_days=lead_days)
    known_ratio = min(sum(known.values()), RATIO_MAX)
    left = 1 - known_ratio
    by_cause = {
        cause: known.get(cause, 0.0) + left * share
        for cause, share in zip(CAUSES, expected.by_cause, strict=True)
    }
    ratio, p05, p95 = (
        min(known_ratio + left * share, RATIO_MAX)
        for share in (expected.ratio, expected.p05, expected.p95)
    )
    return DayShrinkage(day, lead_days, by_cause, ratio, p05, p95, known_ratio, usually_pays)


def _mean(shares: list[float], weights: Floats) -> float:
    return float(np.array(shares) @ weights)
