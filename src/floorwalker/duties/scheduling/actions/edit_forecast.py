"""Change a forecast by hand: a new version, frozen like the one it is based on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.webhooks.outbox import emit

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

    def as_words(self) -> dict[str, str]:
        """Return when it applies, for the audit record."""
        until = self.until_time.isoformat() if self.until_time else "24:00"
        return {"day": str(self.day), "from": self.from_time.isoformat(), "until": until}


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
        limits = {"least": round(PERCENT_LEAST), "most": round(PERCENT_MOST)}
        raise BadInputError(_("the change must be between %(least)s and %(most)s %%.") % limits)
    with transaction.atomic():
        rows = list(version.intervals.all())
        touched = [row for row in rows if _is_touched(row, edit, zone=version.queue.site.tzinfo)]
        if not touched:
            raise BadInputError(_("the forecast has no interval in that stretch of time."))
        for row in touched:
            for name in _COUNTS:
                setattr(row, name, getattr(row, name) * edit.factor)
        edited = _store(version, rows, actor, note=note, at=at)
        after = {"based_on": version.pk, "percent": edit.percent, **edit.as_words()}
        record(actor, "edit_forecast", subject=edited, after=after, at=at)
        _tell(edited, edit, at=at)
    return edited


def _tell(edited: ForecastVersion, edit: Edit, *, at: datetime) -> None:
    site_id = edited.queue.site_id
    data = {
        "site_id": site_id,
        "queue_id": edited.queue_id,
        "forecast_version_id": edited.pk,
        "based_on_id": edited.based_on_id,
        "percent": edit.percent,
        **edit.as_words(),
    }
    emit("forecast.edited", site_id=site_id, data=data, at=at)


def _is_touched(row: ForecastInterval, edit: Edit, *, zone: ZoneInfo) -> bool:
    # By the clock on the wall: an autumn day's doubled hour is meant twice.
    local = row.starts_at.astimezone(zone)
    return local.date() == edit.day and (
        edit.from_time <= local.time() and (not edit.until_time or local.time() < edit.until_time)
    )


def _store(
    version: ForecastVersion,
    rows: Sequence[ForecastInterval],
    actor: Actor,
    *,
    note: str,
    at: datetime,
) -> ForecastVersion:
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
        special_days=version.special_days,
        week_methods=version.week_methods,
        note=note,
        created_at=at,
        created_by_id=actor.user_id,
        created_by_name=actor.name,
    )
    for row in rows:
        row.pk, row.version = None, edited
    ForecastInterval.objects.bulk_create(rows)
    return edited
