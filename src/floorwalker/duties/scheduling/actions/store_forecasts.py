"""Store the program's forecasts of a site's queues as new versions."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.stages.forecasting import ForecastDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def store_forecasts(
    actor: Actor, *, drafts: Sequence[ForecastDraft], at: datetime
) -> list[ForecastVersion]:
    """Add one frozen system version per draft."""
    with transaction.atomic():
        return [_store(actor, draft, at=at) for draft in drafts]


def _store(actor: Actor, draft: ForecastDraft, *, at: datetime) -> ForecastVersion:
    actor.require("plan_week", site_id=draft.site_id)
    version = ForecastVersion.objects.create(
        queue_id=draft.queue_id,
        kind=ForecastKind.SYSTEM,
        first_day=draft.first_day,
        days=draft.days,
        interval_minutes=draft.interval_minutes,
        method=draft.method,
        day_factor_cv=draft.day_factor_cv,
        history_from=draft.history_from,
        history_until=draft.history_until,
        backtest=draft.backtest,
        special_days=draft.special_days,
        week_methods=[week.as_json() for week in draft.week_methods],
        created_at=at,
        created_by_id=actor.user_id,
        created_by_name=actor.name,
    )
    ForecastInterval.objects.bulk_create(
        ForecastInterval(version=version, **row.as_columns()) for row in draft.rows
    )
    after = {"queue": draft.queue_id, "first_day": str(draft.first_day), "days": draft.days}
    record(actor, "store_forecast", subject=version, after=after, at=at)
    return version
