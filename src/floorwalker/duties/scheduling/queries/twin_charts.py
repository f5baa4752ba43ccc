"""A twin in pictures: recorded days against the band of their plays, and handle time by hour."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.queries.twin_words import ASA, MEASURE_LABELS
from floorwalker.foundation.ui.charts import Band, HeatMap, LineChart, Series

NOON = time(12)
CHART_WIDTH = 580  # two stand side by side


def day_charts(days: Sequence[Mapping[str, Any]], *, zone: ZoneInfo) -> tuple[LineChart, ...]:
    """Return a chart for each measure that any day tells of."""
    return tuple(
        _chart(measure, str(label), days, zone=zone)
        for measure, label in MEASURE_LABELS.items()
        if any(day[measure]["recorded"] is not None for day in days)
    )


def hours_chart(queues: Mapping[str, Mapping[str, Any]]) -> HeatMap | None:
    """Return the mean handle time by queue and hour; None where none is known."""
    known = [queue for queue in queues.values() if queue["hours"]]
    hours = [hour for hour in range(24) if any(queue["hours"]["count"][hour] for queue in known)]
    if not hours:
        return None
    return HeatMap(
        id="handle-time-by-hour",
        title=_("Handle time by hour, in seconds"),
        description=_(
            "An hour with few contacts is believed less: its mean is drawn towards the queue’s."
        ),
        row_labels=[queue["name"] for queue in known],
        column_labels=[f"{hour}:00" for hour in hours],
        values=[
            [
                queue["hours"]["mean"][hour] if queue["hours"]["count"][hour] else None
                for hour in hours
            ]
            for queue in known
        ],
    )


def _chart(
    measure: str, label: str, days: Sequence[Mapping[str, Any]], *, zone: ZoneInfo
) -> LineChart:
    scale = 1.0 if measure == ASA else 100.0
    told = [day for day in days if day[measure]["recorded"] is not None]

    def values(part: str) -> list[float]:
        return [scale * day[measure][part] for day in told]

    unit = _("%s, seconds") if measure == ASA else _("%s, %%")
    inside = sum(
        day[measure]["low"] <= day[measure]["recorded"] <= day[measure]["high"] for day in told
    )
    return LineChart(
        id=f"twin-{measure.replace('_', '-')}",
        title=unit % label,
        description=_("%(inside)d of %(days)d recorded days lie in the band.")
        % {"inside": inside, "days": len(told)},
        times=[datetime.combine(date.fromisoformat(day["day"]), NOON, zone) for day in told],
        series=[
            Series(_("Played, mean"), values("mean")),
            Series(_("Recorded"), values("recorded")),
        ],
        bands=[Band(_("9 plays of 10"), values("low"), values("high"))],
        decimals=1,
        starts_at_zero=measure in {ASA, "abandonment"},
        pause_max=timedelta(days=4),
        width=CHART_WIDTH,
        height=220,
    )
