"""One quantity against another: a curve through named points, such as what certainty costs.

Points are drawn in the order given; each has its name beside it and its numbers as a hint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import Box, Table, figure, value_axis
from floorwalker.foundation.ui.charts._scale import Linear, round_ticks, tick_text, value_text
from floorwalker.foundation.ui.charts._svg import element, points_path


@dataclass(frozen=True)
class CurvePoint:
    """A point and the name that stands beside it."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class CurveChart:
    """A curve over numbers; both axes begin at zero. `id` must be unique on the page."""

    id: str
    title: str
    description: str
    x_label: str
    y_label: str
    points: Sequence[CurvePoint]
    point_label: str = ""
    decimals: int = 1
    width: float = 960
    height: float = 300


def curve_chart(chart: CurveChart) -> SafeString:
    """Draw the chart with its table twin."""
    box = Box(chart.width, chart.height, left=58.0, top=26.0, bottom=44.0, right=70.0)
    x_ticks = round_ticks(0.0, max((point.x for point in chart.points), default=1.0))
    y_ticks = round_ticks(0.0, max((point.y for point in chart.points), default=1.0))
    x = Linear(x_ticks[0], x_ticks[-1], box.left, box.x_end)
    y = Linear(y_ticks[0], y_ticks[-1], box.y_end, box.top)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description,
        box=box,
        drawing=(
            value_axis(y_ticks, y, box),
            *_x_axis(chart, x_ticks, x, box),
            *_curve(chart, x, y, box),
        ),
        table=_table(chart),
    )


def _x_axis(chart: CurveChart, ticks: Sequence[float], x: Linear, box: Box) -> Iterator[SafeString]:
    yield element(
        "line", x1=box.left, x2=box.x_end, y1=box.y_end, y2=box.y_end, class_="chart-axis"
    )
    for tick in ticks:
        words = tick_text(tick, ticks)
        yield element("text", words, x=x(tick), y=box.y_end + 17, class_="chart-middle")
    yield element("text", chart.x_label, x=box.x_end, y=box.y_end + 36, class_="chart-end")
    yield element("text", chart.y_label, x=8, y=14)


def _curve(chart: CurveChart, x: Linear, y: Linear, box: Box) -> Iterator[SafeString]:
    if not chart.points:
        middle = box.width / 2, box.height / 2
        yield element("text", _("No data yet"), x=middle[0], y=middle[1], class_="chart-middle")
        return
    places = [(x(point.x), y(point.y)) for point in chart.points]
    yield element("path", d=points_path(places), class_="chart-line chart-line-1")
    for point, (cx, cy) in zip(chart.points, places, strict=True):
        numbers = (value_text(value, decimals=chart.decimals) for value in (point.x, point.y))
        hint = f"{point.label}: {' / '.join(numbers)}"
        yield element("circle", element("title", hint), cx=cx, cy=cy, r=4, class_="chart-dot-1")
        yield element("text", point.label, x=cx + 8, y=cy - 6)


def _table(chart: CurveChart) -> Table:
    return Table(
        head=[chart.point_label or _("Point"), chart.x_label, chart.y_label],
        rows=[
            [point.label, *(value_text(v, decimals=chart.decimals) for v in (point.x, point.y))]
            for point in chart.points
        ],
    )
