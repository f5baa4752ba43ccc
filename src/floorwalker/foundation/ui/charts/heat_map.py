"""A value per day and time of day, as shades; each cell has its number, as text or as a hint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import Box, Table, figure, legend_item
from floorwalker.foundation.ui.charts._scale import Linear, value_text
from floorwalker.foundation.ui.charts._svg import element

SHADES = 7
FIRST_DARK_SHADE = 4
ROW_HEIGHT = 22.0
NUMBER_WIDTH = 26.0  # a cell narrower than this has no room for its number
COLUMN_LABEL_WIDTH = 40.0


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """`values[row][column]`; None where nothing is known. `id` must be unique on the page."""

    id: str
    title: str
    description: str
    row_labels: Sequence[str]
    column_labels: Sequence[str]
    values: Sequence[Sequence[float | None]]
    decimals: int = 0
    width: float = 960


def heat_map(chart: HeatMap) -> SafeString:
    """Draw the map with its scale and its table twin.

    Raises:
        ValueError: the values have not as many rows and columns as there are labels.
    """
    _check_shape(chart)
    box = Box(
        chart.width,
        10 + 24 + ROW_HEIGHT * len(chart.row_labels),
        left=92.0,
    )
    known = [value for row in chart.values for value in row if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description,
        box=box,
        drawing=(*_rows(chart, box, low, high), *_column_labels(chart, box)),
        legend=_legend(low, high, decimals=chart.decimals) if known else (),
        table=_table(chart),
    )


def shade_of(value: float, *, low: float, high: float) -> int:
    """Return which of the equal shades 0..6 a value falls into."""
    if high <= low:
        return 0
    return min(int((value - low) / (high - low) * SHADES), SHADES - 1)


def _check_shape(chart: HeatMap) -> None:
    columns = len(chart.column_labels)
    if len(chart.values) != len(chart.row_labels) or any(len(r) != columns for r in chart.values):
        raise ValueError(f"The values of {chart.id!r} do not fit its rows and columns.")


def _rows(chart: HeatMap, box: Box, low: float, high: float) -> Iterator[SafeString]:
    cell_width = (box.x_end - box.left) / max(len(chart.column_labels), 1)
    for r, row_label in enumerate(chart.row_labels):
        top = box.top + r * ROW_HEIGHT
        yield element("text", row_label, x=box.left - 8, y=top + 15, class_="chart-end")
        for c, column_label in enumerate(chart.column_labels):
            value = chart.values[r][c]
            text = value_text(value, decimals=chart.decimals)
            shade = None if value is None else shade_of(value, low=low, high=high)
            left = box.left + c * cell_width
            hint = f"{row_label}, {column_label}: {text}"
            yield _cell(left, top, cell_width, shade=shade, hint=hint)
            if value is not None and cell_width >= NUMBER_WIDTH:
                yield _number(text, left + cell_width / 2, top + 15, shade=shade or 0)


def _cell(left: float, top: float, width: float, *, shade: int | None, hint: str) -> SafeString:
    return element(
        "rect",
        element("title", hint),
        x=left,
        y=top,
        width=width - 1,
        height=ROW_HEIGHT - 1,
        class_=f"chart-heat-{'none' if shade is None else shade}",
    )


def _number(text: str, x: float, y: float, *, shade: int) -> SafeString:
    ground = "dark" if shade >= FIRST_DARK_SHADE else "light"
    return element("text", text, x=x, y=y, class_=f"chart-middle chart-on-{ground}")


def _column_labels(chart: HeatMap, box: Box) -> Iterator[SafeString]:
    count = max(len(chart.column_labels), 1)
    cell_width = (box.x_end - box.left) / count
    every = max(1, -(-int(COLUMN_LABEL_WIDTH) // max(int(cell_width), 1)))
    for c in range(0, len(chart.column_labels), every):
        yield element(
            "text",
            chart.column_labels[c],
            x=box.left + (c + 0.5) * cell_width,
            y=box.y_end + 17,
            class_="chart-middle",
        )


def _legend(low: float, high: float, *, decimals: int) -> Iterator[SafeString]:
    edges = Linear(0, SHADES, low, high)
    for shade in range(SHADES) if high > low else range(1):
        words = _("%(low)s to %(high)s") % {
            "low": value_text(edges(shade), decimals=decimals),
            "high": value_text(edges(shade + 1), decimals=decimals),
        }
        rect = element("rect", x=0, y=0, width=22, height=10, class_=f"chart-heat-{shade}")
        yield legend_item(words, rect)


def _table(chart: HeatMap) -> Table:
    return Table(
        head=[_("Day"), *chart.column_labels],
        rows=[
            [label, *(value_text(value, decimals=chart.decimals) for value in row)]
            for label, row in zip(chart.row_labels, chart.values, strict=True)
        ],
    )
