"""A forecast interval by interval."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from floorwalker.duties.scheduling.queries.forecast_pages import forecast_version
from floorwalker.duties.scheduling.queries.stretch import Stretch
from floorwalker.foundation.accounts.actor import Actor


@dataclass(frozen=True)
class ForecastIntervalRow:
    """Contacts expected in one interval, with their quantiles."""

    starts_at: datetime
    mean: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    aht_seconds: float


def forecast_intervals(
    actor: Actor, *, version_id: int, first_day: date | None = None, last_day: date | None = None
) -> tuple[ForecastIntervalRow, ...]:
    """Return the intervals of these local days, both included; without days, all of them.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    version = forecast_version(actor, version_id=version_id)
    end = version.first_day + timedelta(days=version.days - 1)
    first, last = max(first_day or version.first_day, version.first_day), min(last_day or end, end)
    if last < first:
        return ()
    start, until = Stretch(first, last).bounds(version.queue.site.tzinfo)
    rows = version.intervals.filter(starts_at__gte=start, starts_at__lt=until).order_by("starts_at")
    fields = tuple(ForecastIntervalRow.__dataclass_fields__)
    return tuple(ForecastIntervalRow(*row) for row in rows.values_list(*fields))
