"""People scheduled against people required, interval by interval.

A bar has up to two parts. What is needed and there is plain; what is there beyond the need is
dotted and blue; what is missing is an empty box with a red stroke across. Over and under are summed
apart, never set off against each other (docs/glossary.md, coverage).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from floorwalker.foundation.ui.charts._svg import element, number_text

BAR_SHARE = 0.8


@dataclass(frozen=True)
class Interval:
    """One interval's people."""

    starts_at: datetime
    required: float
    scheduled: float


@dataclass(frozen=True, kw_only=True)
class CoverageChart:
    """Intervals of equal length, in order. `id` must be unique on the page."""

    id: str
    title: str
    intervals: Sequence[Interval]
    interval_minutes: int
    description: str = ""
    decimals: int = 1
    width: float = 960
    height: float = 240


def coverage_chart(chart: CoverageChart) -> SafeString:
    """Draw the chart with its legend and its table twin."""
    box = Box(chart.width, chart.height)
    highest = max((max(i.required, i.scheduled) for i in chart.intervals), default=1.0)
    ticks = round_ticks(0.0, highest)
    y = Linear(ticks[0], ticks[-1], box.y_end, box.top)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description or _summary(chart),
        box=box,
        drawing=(value_axis(ticks, y, box), *_time_parts(chart, y, box)),
        legend=_legend(),
        table=_table(chart),
    )


def _summary(chart: CoverageChart) -> str:
    hours = chart.interval_minutes / 60
    short = sum(max(i.required - i.scheduled, 0.0) for i in chart.intervals) * hours
    over = sum(max(i.scheduled - i.required, 0.0) for i in chart.intervals) * hours
    return _("%(short)s hours short and %(over)s hours over.") % {
        "short": value_text(short, decimals=1),
        "over": value_text(over, decimals=1),
    }


def _time_parts(chart: CoverageChart, y: Linear, box: Box) -> Iterator[SafeString]:
    if not chart.intervals:
        yield element(
            "text", _("No data yet"), x=box.width / 2, y=box.height / 2, class_="chart-middle"
        )
        return
    first = chart.intervals[0].starts_at
    last = chart.intervals[-1].starts_at + timedelta(minutes=chart.interval_minutes)
    x = Linear(first.timestamp(), last.timestamp(), box.left, box.x_end)
    slot = x(first.timestamp() + chart.interval_minutes * 60) - x(first.timestamp())
    for interval in chart.intervals:
        left = x(interval.starts_at.timestamp())
        yield from _bar(interval, left + slot * (1 - BAR_SHARE) / 2, slot * BAR_SHARE, y)
    yield element("path", d=_steps(chart.intervals, x, y, slot), class_="chart-required")
    yield time_axis(first, last, x, box)


def _bar(interval: Interval, left: float, width: float, y: Linear) -> Iterator[SafeString]:
    met = min(interval.required, interval.scheduled)
    if met > 0:
        yield _box("chart-met", left, width, y(met), y(0.0))
    if interval.scheduled > interval.required:
        yield from _dotted(left, width, y(interval.scheduled), y(interval.required))
    elif interval.required > interval.scheduled:
        yield from _crossed(left, width, y(interval.required), y(interval.scheduled))


def _box(class_: str, left: float, width: float, top: float, foot: float) -> SafeString:
    return element("rect", x=left, y=top, width=width, height=foot - top, class_=class_)


def _dotted(left: float, width: float, top: float, foot: float) -> Iterator[SafeString]:
    yield _box("chart-over", left, width, top, foot)
    middle = left + width / 2
    yield element("line", x1=middle, y1=top, x2=middle, y2=foot, class_="chart-over-mark")


def _crossed(left: float, width: float, top: float, foot: float) -> Iterator[SafeString]:
    yield _box("chart-under", left, width, top, foot)
    yield element("line", x1=left, y1=foot, x2=left + width, y2=top, class_="chart-under-mark")


def _steps(intervals: Sequence[Interval], x: Linear, y: Linear, slot: float) -> str:
    """Return the staircase of what is required; it breaks where time is missing."""
    parts, expected = [], None
    for interval in intervals:
        left, top = x(interval.starts_at.timestamp()), number_text(y(interval.required))
        joined = expected is not None and abs(left - expected) < slot / 100
        parts.append(
            f"{'L' if joined else 'M'}{number_text(left)} {top}H{number_text(left + slot)}"
        )
        expected = left + slot
    return "".join(parts)


def _legend() -> tuple[SafeString, ...]:
    middle = Linear(0.0, 1.0, 10.0, 0.0)
    return (
        legend_item(_("Required"), element("path", d="M0 5L22 5", class_="chart-required")),
        legend_item(_("Scheduled and needed"), _box("chart-met", 0, 22, 0, 10)),
        legend_item(_("Over"), *_dotted(0, 22, middle(1.0), middle(0.0))),
        legend_item(_("Short"), *_crossed(0, 22, middle(1.0), middle(0.0))),
    )


def _table(chart: CoverageChart) -> Table:
    return Table(
        head=[_("Time"), _("Required"), _("Scheduled"), _("Difference")],
        rows=[
            [
                moment_text(i.starts_at),
                value_text(i.required, decimals=chart.decimals),
                value_text(i.scheduled, decimals=chart.decimals),
                value_text(i.scheduled - i.required, decimals=chart.decimals),
            ]
            for i in chart.intervals
        ],
    )
