"""One forecast: its chart, its days, its versions and how good its method was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.models import ForecastInterval, ForecastVersion
from floorwalker.duties.scheduling.queries.backtest_table import (
    BacktestTable,
    backtest_sentence,
    backtest_table,
)
from floorwalker.duties.scheduling.queries.day_totals import DaySum, DayTotal, day_totals
from floorwalker.duties.scheduling.queries.forecast_charts import day_chart, interval_chart
from floorwalker.duties.scheduling.queries.past_intervals import contacts_before, weeks_back
from floorwalker.duties.scheduling.queries.special_days_told import (
    SpecialDayTold,
    special_days_told,
)
from floorwalker.duties.scheduling.queries.stretch import Stretch, Tab, day_tabs, week_tabs
from floorwalker.duties.scheduling.stages.requiring import target_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.ui.charts import LineChart, Series

VERSIONS_SHOWN_MAX = 20


@dataclass(frozen=True)
class VersionRow:
    """One version of a queue's forecast, and where it is shown."""

    id: int
    kind_label: str
    is_edited: bool
    made_by: str
    made_at: datetime
    note: str
    first_day: date
    last_day: date
    based_on_id: int | None
    is_shown: bool


@dataclass(frozen=True)
class ForecastPage:
    """A version of a queue's forecast over the days asked for."""

    queue_id: int
    queue_name: str
    zone: ZoneInfo
    version: VersionRow
    versions: tuple[VersionRow, ...]
    history_from: date
    history_until: date
    interval_minutes: int
    chart: LineChart
    days: tuple[DayTotal, ...]
    contacts: float
    work_hours: float
    difference: float | None
    week_tabs: tuple[Tab, ...]
    day_tabs: tuple[Tab, ...]
    day: date
    special_days: tuple[SpecialDayTold, ...]
    due_seconds: int | None
    backtest: BacktestTable | None
    backtest_sentence: str
    may_edit: bool


def forecast_version(actor: Actor, *, version_id: int) -> ForecastVersion:
    """Return one version, with its queue and site.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    version = ForecastVersion.objects.select_related("queue__site").filter(pk=version_id).first()
    if version is None:
        raise NotFoundError(
            _("there is no such forecast."), next_step=_("Choose one from the list.")
        )
    actor.require("see_plans", site_id=version.queue.site_id)
    return version


def forecast_page(
    actor: Actor, *, version_id: int, day: date | None = None, week: date | None = None
) -> ForecastPage:
    """Return a version over one day, the week of a day, or all of its days.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
        BadInputError: the day or week lies outside the forecast.
    """
    version = forecast_version(actor, version_id=version_id)
    site = version.queue.site
    whole = Stretch(version.first_day, _last_day(version))
    shown = _shown(whole, day=day, week=week)
    days = _days(version, zone=site.tzinfo)
    days_shown = tuple(total for total in days if shown.holds(total.day))
    compared = [total.difference for total in days_shown if total.difference is not None]
    week_shown = None if shown == whole else whole.week_of(shown.first_day)
    scores = backtest_table(version.backtest)
    return ForecastPage(
        queue_id=version.queue_id,
        queue_name=version.queue.name,
        zone=site.tzinfo,
        version=_version_row(version, shown_id=version.pk),
        versions=_versions(version),
        history_from=version.history_from,
        history_until=version.history_until,
        interval_minutes=version.interval_minutes,
        chart=_chart(version, days=days, shown=None if shown == whole else shown),
        days=days_shown,
        contacts=sum(total.mean for total in days_shown),
        work_hours=sum(total.work_hours for total in days_shown),
        difference=sum(compared) if compared else None,
        week_tabs=week_tabs(whole, shown=shown),
        day_tabs=day_tabs(week_shown.days, shown=day) if week_shown else (),
        day=shown.first_day,
        special_days=special_days_told(version, first=shown.first_day, last=shown.last_day),
        due_seconds=_due_seconds(version),
        backtest=scores,
        backtest_sentence=(
            backtest_sentence(
                scores, method=version.method, interval_minutes=version.interval_minutes
            )
            if scores
            else ""
        ),
        may_edit=actor.may("edit_forecast", site_id=site.pk),
    )


def _due_seconds(version: ForecastVersion) -> int | None:
    """Return in what opening time deferred work is due; None where customers wait."""
    return target_of(version.queue).within_seconds if version.queue.is_deferred else None


def _last_day(version: ForecastVersion) -> date:
    return version.first_day + timedelta(days=version.days - 1)


def _shown(whole: Stretch, *, day: date | None, week: date | None) -> Stretch:
    asked = day or week
    if asked is None:
        return whole
    shown = Stretch(asked, asked) if day else whole.week_of(asked)
    if not (whole.holds(shown.first_day) and shown.first_day <= shown.last_day):
        raise BadInputError(
            _("this forecast has no %(day)s.") % {"day": asked},
            next_step=_("Choose a day from %(first)s to %(last)s.")
            % {"first": whole.first_day, "last": whole.last_day},
        )
    return shown


def _days(version: ForecastVersion, *, zone: ZoneInfo) -> tuple[DayTotal, ...]:
    """Return the totals of a version's days beside those of the version it is based on."""
    sums = (
        ForecastInterval.objects.filter(version__in=[version.pk, version.based_on_id])
        .annotate(day=TruncDate("starts_at", tzinfo=zone))
        .values("version", "day")
        .annotate(contacts=Sum("mean"), handle_seconds=Sum(F("mean") * F("aht_seconds")))
        .order_by("day")
        .values_list("version", "day", "contacts", "handle_seconds")
    )
    found: dict[int, list[DaySum]] = {version.pk: []}
    for version_id, day, contacts, handle_seconds in sums:
        found.setdefault(version_id, []).append(DaySum(day, contacts, handle_seconds))
    return day_totals(
        found[version.pk],
        day_factor_cv=version.day_factor_cv,
        before=found.get(version.based_on_id or 0, ()),
    )


def _chart(
    version: ForecastVersion, *, days: Sequence[DayTotal], shown: Stretch | None
) -> LineChart:
    zone = version.queue.site.tzinfo
    if shown is None:
        return day_chart(days, zone=zone)
    start, end = shown.bounds(zone)
    rows = tuple(version.intervals.filter(starts_at__gte=start, starts_at__lt=end))
    past = _past(version, [row.starts_at for row in rows], last_day=shown.last_day)
    return interval_chart(rows, minutes=version.interval_minutes, past=past)


def _past(version: ForecastVersion, times: Sequence[datetime], *, last_day: date) -> list[Series]:
    """Return what came, and what came when each weekday shown was last known."""
    weeks = weeks_back(last_day, known_until=version.history_until)
    earlier = ngettext("%d week before", "%d weeks before", weeks) % weeks
    found = {
        label: contacts_before(
            version.queue_id,
            times=times,
            minutes=version.interval_minutes,
            zone=version.queue.site.tzinfo,
            weeks=weeks_before,
        )
        for label, weeks_before in ((_("What came"), 0), (earlier, weeks))
    }
    return [Series(label, values) for label, values in found.items() if values]


def _versions(shown: ForecastVersion) -> tuple[VersionRow, ...]:
    versions = ForecastVersion.objects.filter(queue=shown.queue_id).defer("backtest")
    return tuple(
        _version_row(version, shown_id=shown.pk) for version in versions[:VERSIONS_SHOWN_MAX]
    )


def _version_row(version: ForecastVersion, *, shown_id: int) -> VersionRow:
    return VersionRow(
        id=version.pk,
        kind_label=version.get_kind_display(),
        is_edited=version.based_on_id is not None,
        made_by=version.created_by_name,
        made_at=version.created_at,
        note=version.note,
        first_day=version.first_day,
        last_day=_last_day(version),
        based_on_id=version.based_on_id,
        is_shown=version.pk == shown_id,
    )
