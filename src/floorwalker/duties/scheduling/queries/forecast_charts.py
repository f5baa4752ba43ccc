"""A forecast as lines with bands: day by day, or interval by interval."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import ForecastInterval
from floorwalker.duties.scheduling.queries.day_totals import DayTotal
from floorwalker.foundation.ui.charts import Band, LineChart, Series

CHART_ID = "forecast-chart"


def day_chart(days: Sequence[DayTotal], *, zone: ZoneInfo) -> LineChart:
    """Return the totals of the days, each with the spread of a total."""
    means = [day.mean for day in days]
    return LineChart(
        id=CHART_ID,
        title=_("Contacts per day"),
        description=_("Between %(least)s and %(most)s contacts a day.")
        % {
            "least": _number(min(means, default=0), decimals=0),
            "most": _number(max(means, default=0), decimals=0),
        },
        times=[datetime.combine(day.day, time.min, tzinfo=zone) for day in days],
        series=[Series(_("Expected"), means)],
        bands=[
            Band(_("9 days of 10"), [day.p05 for day in days], [day.p95 for day in days]),
            Band(
                _("5 days of 10"),
                [day.p25 for day in days],
                [day.p75 for day in days],
                width="narrow",
            ),
        ],
    )


def interval_chart(
    rows: Sequence[ForecastInterval], *, minutes: int, past: Sequence[Series]
) -> LineChart:
    """Return the intervals as they were forecast, with lines of what came."""
    return LineChart(
        id=CHART_ID,
        title=_("Contacts per %d minutes") % minutes,
        description=_("At most %s contacts expected in an interval.")
        % _number(max((row.mean for row in rows), default=0), decimals=1),
        times=[row.starts_at for row in rows],
        series=[Series(_("Expected"), [row.mean for row in rows]), *past],
        bands=[
            Band(_("9 intervals of 10"), [row.p05 for row in rows], [row.p95 for row in rows]),
            Band(
                _("5 intervals of 10"),
                [row.p25 for row in rows],
                [row.p75 for row in rows],
                width="narrow",
            ),
        ],
        decimals=1,
    )


def _number(value: float, *, decimals: int) -> str:
    return number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)
