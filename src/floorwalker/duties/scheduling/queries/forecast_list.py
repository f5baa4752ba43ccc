"""Every queue of a site with its newest forecast."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.queries.backtest_table import (
    PLAIN_METHOD,
    backtest_table,
)
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, monday_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class ForecastRow:
    """One queue's newest forecast: its total, and how far off its method was a week ahead."""

    queue_name: str
    version_id: int
    kind_label: str
    is_edited: bool
    first_day: date
    last_day: date
    contacts: float
    wape_ratio: float | None
    plain_wape_ratio: float | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class ForecastsPage:
    """The queues with a forecast, the names of those without, and the week to plan next."""

    rows: tuple[ForecastRow, ...]
    queues_without: tuple[str, ...]
    has_queues: bool
    can_plan: bool
    next_week: date


def forecasts_page(actor: Actor, *, at: datetime) -> ForecastsPage:
    """Return the queues of the actor's site, each with its newest forecast."""
    actor.require("see_plans")
    site = site_of(actor)
    queues = dict(site.queues.filter(is_active=True).values_list("pk", "name"))
    versions = newest_versions(site)
    contacts = _contacts(versions)
    with_forecast = {version.queue_id for version in versions}
    today = at.astimezone(site.tzinfo).date()
    return ForecastsPage(
        rows=tuple(_row(version, contacts=contacts.get(version.pk, 0)) for version in versions),
        queues_without=tuple(name for pk, name in queues.items() if pk not in with_forecast),
        has_queues=bool(queues),
        can_plan=actor.may("plan_week", site_id=site.pk),
        next_week=monday_of(today) + timedelta(days=DAYS_PER_WEEK),
    )


def newest_versions(site: Site) -> list[ForecastVersion]:
    """Return the newest forecast of each active queue of a site, by name of the queue."""
    newest = (
        ForecastVersion.objects.filter(queue__site=site, queue__is_active=True)
        .select_related("queue")
        .order_by("queue_id", "-pk")
        .distinct("queue_id")
    )
    return sorted(newest, key=lambda version: version.queue.name)


def _contacts(versions: list[ForecastVersion]) -> dict[int, float]:
    sums = (
        ForecastInterval.objects.filter(version__in=versions)
        .values("version")
        .annotate(contacts=Sum("mean"))
        .order_by()
    )
    return dict(sums.values_list("version", "contacts"))


def _row(version: ForecastVersion, *, contacts: float) -> ForecastRow:
    scores = backtest_table(version.backtest)
    return ForecastRow(
        queue_name=version.queue.name,
        version_id=version.pk,
        kind_label=version.get_kind_display(),
        is_edited=version.based_on_id is not None,
        first_day=version.first_day,
        last_day=version.first_day + timedelta(days=version.days - 1),
        contacts=contacts,
        wape_ratio=scores.wape_ratio(version.method) if scores else None,
        plain_wape_ratio=scores.wape_ratio(PLAIN_METHOD) if scores else None,
        made_by=version.created_by_name,
        made_at=version.created_at,
    )
