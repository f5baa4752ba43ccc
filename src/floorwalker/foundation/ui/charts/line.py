"""Lines over time with bands around them: a forecast and what came, for instance.

A missing value (None) leaves a gap; so does a pause longer than `pause_max`, such as a closed
night. Lines differ by dash as well as by colour.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import (
    Box,
    Table,
    figure,
    legend_item,
    time_axis,
    value_axis,
)
from floorwalker.foundation.ui.charts._scale import Linear, moment_text, round_ticks, value_text
from floorwalker.foundation.ui.charts._svg import element, points_path

SERIES_STYLES = 4

Values = Sequence[float | None]


@dataclass(frozen=True)
class Series:
    """One line; as many values as the chart has times."""

    label: str
    values: Values


@dataclass(frozen=True)
class Band:
    """The area between two quantiles: "wide" for p05 to p95, "narrow" for p25 to p75."""

    label: str
    lower: Values
    upper: Values
    width: Literal["wide", "narrow"] = "wide"


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """Several series over the same times. Bands belong to the first series and lie under all lines.

    `id` must be unique on the page. The value axis starts at zero unless told otherwise.
    """

    id: str
    title: str
    description: str
    times: Sequence[datetime]
    series: Sequence[Series]
    bands: Sequence[Band] = ()
    decimals: int = 0
    starts_at_zero: bool = True
    pause_max: timedelta | None = None
    width: float = 960
    height: float = 280


def line_chart(chart: LineChart) -> SafeString:
    """Draw the chart with its legend and its table twin.

    Raises:
        ValueError: a series or band has not as many values as there are times.
    """
    _check_lengths(chart)
    box = Box(chart.width, chart.height)
    ticks = _value_ticks(chart)
    y = Linear(ticks[0], ticks[-1], box.y_end, box.top)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description,
        box=box,
        drawing=(value_axis(ticks, y, box), *_time_parts(chart, y, box)),
        legend=_legend(chart),
        table=_table(chart),
    )


def _check_lengths(chart: LineChart) -> None:
    columns = [s.values for s in chart.series]
    for band in chart.bands:
        columns += [band.lower, band.upper]
    for column in columns:
        if len(column) != len(chart.times):
            raise ValueError(f"{len(column)} values for {len(chart.times)} times in {chart.id!r}.")


def _value_ticks(chart: LineChart) -> tuple[float, ...]:
    columns = [s.values for s in chart.series]
    for band in chart.bands:
        columns += [band.lower, band.upper]
    known = [_value(v) for column in columns for v in column if _is_known(v)]
    low = min(known, default=0.0)
    return round_ticks(min(low, 0.0) if chart.starts_at_zero else low, max(known, default=1.0))


def _time_parts(chart: LineChart, y: Linear, box: Box) -> Iterator[SafeString]:
    if not chart.times:
        yield element(
            "text", _("No data yet"), x=box.width / 2, y=box.height / 2, class_="chart-middle"
        )
        return
    first, last = chart.times[0], chart.times[-1]
    x = Linear(first.timestamp(), last.timestamp(), box.left, box.x_end)
    yield time_axis(first, last, x, box)
    places = [x(at.timestamp()) for at in chart.times]
    for band in sorted(chart.bands, key=lambda band: band.width == "narrow"):
        yield from _draw_band(chart, band, places, y)
    for index, series in enumerate(chart.series):
        yield from _draw_series(chart, series.values, places, y, style=index % SERIES_STYLES + 1)


def _draw_band(
    chart: LineChart, band: Band, places: Sequence[float], y: Linear
) -> Iterator[SafeString]:
    for run in _runs(chart, (band.lower, band.upper)):
        upper = [(places[i], y(_value(band.upper[i]))) for i in run]
        lower = [(places[i], y(_value(band.lower[i]))) for i in reversed(run)]
        yield element("path", d=points_path(upper + lower) + "Z", class_=f"chart-band-{band.width}")


def _draw_series(
    chart: LineChart, values: Values, places: Sequence[float], y: Linear, *, style: int
) -> Iterator[SafeString]:
    for run in _runs(chart, (values,)):
        points = [(places[i], y(_value(values[i]))) for i in run]
        if len(points) == 1:  # a line of one point would not be seen
            (cx, cy) = points[0]
            yield element("circle", cx=cx, cy=cy, r=2.5, class_=f"chart-dot-{style}")
        else:
            yield element("path", d=points_path(points), class_=f"chart-line chart-line-{style}")


def _runs(chart: LineChart, columns: Sequence[Values]) -> Iterator[list[int]]:
    """Yield stretches of indices without a missing value and without too long a pause."""
    run: list[int] = []
    for index, at in enumerate(chart.times):
        known = all(_is_known(column[index]) for column in columns)
        paused = (
            bool(run)
            and chart.pause_max is not None
            and at - chart.times[run[-1]] > chart.pause_max
        )
        if run and (paused or not known):
            yield run
            run = []
        if known:
            run.append(index)
    if run:
        yield run


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _value(value: float | None) -> float:
    """Return a value that `_runs` has found to be known."""
    if value is None:
        raise ValueError("A missing value cannot be drawn.")
    return value


def _legend(chart: LineChart) -> Iterator[SafeString]:
    for index, series in enumerate(chart.series):
        style = index % SERIES_STYLES + 1
        line = element("path", d="M0 5L22 5", class_=f"chart-line chart-line-{style}")
        yield legend_item(series.label, line)
    for band in chart.bands:
        yield legend_item(
            band.label,
            element("rect", x=0, y=0, width=22, height=10, class_=f"chart-band-{band.width}"),
        )


def _table(chart: LineChart) -> Table:
    columns: list[tuple[str, Values]] = [(s.label, s.values) for s in chart.series]
    for band in chart.bands:
        columns.append((_("%s, from") % band.label, band.lower))
        columns.append((_("%s, to") % band.label, band.upper))
    return Table(
        head=[_("Time"), *(label for label, _values in columns)],
        rows=[
            [moment_text(at), *(value_text(v[i], decimals=chart.decimals) for _label, v in columns)]
            for i, at in enumerate(chart.times)
        ],
    )
