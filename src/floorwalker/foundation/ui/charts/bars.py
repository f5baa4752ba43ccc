"""Bars by category: side by side to compare series, or stacked to show a sum and its parts.

Series differ by pattern as well as by colour. A missing value (None) has no bar; stacked values
must not be negative, because a sum of parts that take away cannot be read off. A level is a line
across each category, such as a mark to reach or a floor that nothing goes below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import Box, Table, figure, legend_item, value_axis
from floorwalker.foundation.ui.charts._scale import Linear, round_ticks, value_text
from floorwalker.foundation.ui.charts._svg import element
from floorwalker.foundation.ui.charts.line import SERIES_STYLES, Series

GROUP_SHARE = 0.76
BAR_WIDTH_MAX = 64.0
HATCH_SPACING = 5.0
LABEL_WIDTH = 56.0


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Series over the same categories. `id` must be unique on the page."""

    id: str
    title: str
    description: str
    categories: Sequence[str]
    series: Sequence[Series]
    level: Series | None = None
    is_stacked: bool = False
    category_label: str = ""
    decimals: int = 0
    width: float = 960
    height: float = 260


@dataclass(frozen=True)
class _Bar:
    """One bar in values of the chart; `style` is its series, counted from 1."""

    low: float
    high: float
    style: int
    hint: str


def bar_chart(chart: BarChart) -> SafeString:
    """Draw the chart with its legend and its table twin.

    Raises:
        ValueError: a series has not a value for each category, or a stacked value is negative.
    """
    _check(chart)
    box = Box(chart.width, chart.height)
    groups = [_group(chart, index) for index in range(len(chart.categories))]
    ends = [end for group in groups for bar in group for end in (bar.low, bar.high)]
    ends += [value for value in (chart.level.values if chart.level else ()) if value is not None]
    ticks = round_ticks(min(ends, default=0.0), max(ends, default=1.0))
    y = Linear(ticks[0], ticks[-1], box.y_end, box.top)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description,
        box=box,
        drawing=(value_axis(ticks, y, box), *_groups(chart, groups, y, box)),
        legend=_legend(chart) if len(chart.series) > 1 or chart.level else (),
        table=_table(chart),
    )


def _check(chart: BarChart) -> None:
    for series in _columns(chart):
        if len(series.values) != len(chart.categories):
            counts = f"{len(series.values)} values for {len(chart.categories)} categories"
            raise ValueError(f"{counts} in {chart.id!r}.")
        if chart.is_stacked and any(value < 0 for value in series.values if value is not None):
            raise ValueError(f"A stacked value of {chart.id!r} is negative.")


def _columns(chart: BarChart) -> list[Series]:
    return [*chart.series, *([chart.level] if chart.level else [])]


def _group(chart: BarChart, index: int) -> list[_Bar]:
    """Return the bars of one category; stacked ones begin where the one below ends."""
    bars, top = [], 0.0
    for number, series in enumerate(chart.series):
        value = series.values[index]
        if value is None:
            continue
        written = value_text(value, decimals=chart.decimals)
        hint = f"{chart.categories[index]}, {series.label}: {written}"
        low, high = (top, top + value) if chart.is_stacked else (min(value, 0.0), max(value, 0.0))
        bars.append(_Bar(low, high, number % SERIES_STYLES + 1, hint))
        top = high
    return bars


def _groups(
    chart: BarChart, groups: Sequence[Sequence[_Bar]], y: Linear, box: Box
) -> Iterator[SafeString]:
    if not chart.categories:
        yield element(
            "text", _("No data yet"), x=box.width / 2, y=box.height / 2, class_="chart-middle"
        )
        return
    slot = (box.x_end - box.left) / len(chart.categories)
    for index, group in enumerate(groups):
        left = box.left + index * slot
        yield from _bars(chart, group, left, slot, y)
        level = chart.level.values[index] if chart.level else None
        if level is not None:
            room = slot * (1 - GROUP_SHARE) / 2
            yield _level(left + room / 2, left + slot - room / 2, y(level))
    every = max(1, -(-int(LABEL_WIDTH) // max(int(slot), 1)))
    for index in range(0, len(chart.categories), every):
        middle = box.left + (index + 0.5) * slot
        label = chart.categories[index]
        yield element("text", label, x=middle, y=box.y_end + 17, class_="chart-middle")
    zero = y(0.0)
    yield element("line", x1=box.left, x2=box.x_end, y1=zero, y2=zero, class_="chart-axis")


def _bars(
    chart: BarChart, group: Sequence[_Bar], left: float, slot: float, y: Linear
) -> Iterator[SafeString]:
    beside = 1 if chart.is_stacked else max(len(chart.series), 1)
    width = min(slot * GROUP_SHARE / beside, BAR_WIDTH_MAX)
    first = left + (slot - width * beside) / 2
    for bar in group:
        x = first if chart.is_stacked else first + (bar.style - 1) * width
        yield from _bar(bar.style, x, width, y(bar.high), y(bar.low), hint=bar.hint)


def _level(start: float, end: float, height: float) -> SafeString:
    return element("line", x1=start, x2=end, y1=height, y2=height, class_="chart-level")


def _bar(
    style: int, left: float, width: float, top: float, foot: float, *, hint: str = ""
) -> Iterator[SafeString]:
    yield element(
        "rect",
        element("title", hint) if hint else "",
        x=left,
        y=top,
        width=width,
        height=foot - top,
        class_=f"chart-bar chart-bar-{style}",
    )
    if path := _hatch(style, left, width, top, foot):
        yield element("path", d=path, class_="chart-hatch")


def _hatch(style: int, left: float, width: float, top: float, foot: float) -> str:
    """Return lines across (2), up (3) or both (4) over a bar; the first series is plain."""
    across = range(1, int((foot - top) / HATCH_SPACING) + 1) if style in {2, 4} else ()
    upward = range(1, int(width / HATCH_SPACING) + 1) if style in {3, 4} else ()
    lines = [f"M{left:.2f} {foot - n * HATCH_SPACING:.2f}h{width:.2f}" for n in across]
    lines += [f"M{left + n * HATCH_SPACING:.2f} {top:.2f}v{foot - top:.2f}" for n in upward]
    return "".join(lines)


def _legend(chart: BarChart) -> Iterator[SafeString]:
    for number, series in enumerate(chart.series):
        yield legend_item(series.label, *_bar(number % SERIES_STYLES + 1, 0, 22, 0, 10))
    if chart.level:
        yield legend_item(chart.level.label, _level(0, 22, 5))


def _table(chart: BarChart) -> Table:
    sums = [_("All")] if chart.is_stacked else []
    level = [chart.level.label] if chart.level else []
    return Table(
        head=[
            chart.category_label or _("Category"),
            *(s.label for s in chart.series),
            *sums,
            *level,
        ],
        rows=[_row(chart, index) for index in range(len(chart.categories))],
    )


def _row(chart: BarChart, index: int) -> list[str]:
    values = [series.values[index] for series in chart.series]
    if chart.is_stacked:
        values.append(sum(value for value in values if value is not None))
    if chart.level:
        values.append(chart.level.values[index])
    written = (value_text(value, decimals=chart.decimals) for value in values)
    return [chart.categories[index], *written]
