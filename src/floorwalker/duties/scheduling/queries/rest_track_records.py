"""How the updates of past days did beside their morning forecasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from floorwalker.duties.scheduling.models import IntradayGrade

DAYS_SHOWN = 20
DAYS_LOOKED_BACK = 60


@dataclass(frozen=True)
class TrackRecord:
    """The newest graded days of a queue, and the mean of their errors without updates and with."""

    days: int
    better: int
    wape_ratio_morning: float
    wape_ratio_updated: float


def track_records(site_id: int, *, before: date) -> dict[int, TrackRecord]:
    """Return the record of each queue of a site that has graded days."""
    grades: dict[int, list[IntradayGrade]] = {}
    for grade in IntradayGrade.objects.filter(
        queue__site=site_id, day__lt=before, day__gte=before - timedelta(days=DAYS_LOOKED_BACK)
    ).order_by("-day"):
        grades.setdefault(grade.queue_id, []).append(grade)
    return {queue_id: _record(of_queue[:DAYS_SHOWN]) for queue_id, of_queue in grades.items()}


def _record(grades: Sequence[IntradayGrade]) -> TrackRecord:
    days = len(grades)
    return TrackRecord(
        days=days,
        better=sum(grade.wape_ratio_updated < grade.wape_ratio_morning for grade in grades),
        wape_ratio_morning=sum(grade.wape_ratio_morning for grade in grades) / days,
        wape_ratio_updated=sum(grade.wape_ratio_updated for grade in grades) / days,
    )
