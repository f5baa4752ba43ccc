"""Change a forecast by hand: a new version, frozen like the one it is based on."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models, transaction
from django.db.models import F

from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError

PERCENT_LEAST, PERCENT_MOST = -100.0, 500.0
_COUNTS = ("mean", "p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Edit:
    """More or fewer contacts, in percent, on a day between two times of the local clock."""

    day: date
    percent: float
    from_time: time = time.min
    until_time: time | None = None

    @property
    def factor(self) -> float:
        """What the counts are multiplied by."""
        return 1 + self.percent / 100


def edit_forecast(
    actor: Actor, *, version: ForecastVersion, edit: Edit, note: str, at: datetime
) -> ForecastVersion:
    """Return a new version of the forecast with the edit in it.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: the percentage is out of range, or no interval lies in the stretch.
    """
    actor.require("edit_forecast", site_id=version.queue.site_id)
    if not PERCENT_LEAST <= edit.percent <= PERCENT_MOST:
        raise BadInputError(f"the change must be between {PERCENT_LEAST} and {PERCENT_MOST} %.")
    with transaction.atomic():
        edited = _copy(version, actor, note=note, at=at)
        touched = _stretch(edited, edit)
        if not touched.update(**{name: F(name) * edit.factor for name in _COUNTS}):
            raise BadInputError("the forecast has no interval in that stretch of time.")
        after = {"day": str(edit.day), "percent": edit.percent, "based_on": version.pk}
        record(actor, "edit_forecast", subject=edited, after=after, at=at)
    return edited


def _copy(
    version: ForecastVersion, actor: Actor, *, note: str, at: datetime
) -> ForecastVersion:
    rows = list(version.intervals.all())
    edited = ForecastVersion.objects.create(
        queue=version.queue,
        kind=ForecastKind.EDITED,
        based_on=version,
        first_day=version.first_day,
        days=version.days,
        interval_minutes=version.interval_minutes,
        method=version.method,
        day_factor_cv=version.day_factor_cv,
        history_from=version.history_from,
        history_until=version.history_until,
        backtest=version.backtest,
        note=note,
        created_at=at,
        created_by_id=actor.user_id,
        created_by_name=actor.name,
    )
    for row in rows:
        row.pk, row.version = None, edited
    ForecastInterval.objects.bulk_create(rows)
    return edited


def _stretch(version: ForecastVersion, edit: Edit) -> models.QuerySet[ForecastInterval]:
    zone = version.queue.site.tzinfo
    start = datetime.combine(edit.day, edit.from_time, tzinfo=zone)
    end = datetime.combine(edit.day, edit.until_time or time.max, tzinfo=zone)
    return version.intervals.filter(starts_at__gte=start, starts_at__lt=end)
