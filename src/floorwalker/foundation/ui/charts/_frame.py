"""What every chart shares: the figure around the drawing, its axes, its legend, its table twin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._scale import Linear, tick_text, time_text, time_ticks
from floorwalker.foundation.ui.charts._svg import element, number_text

TABLE_ROWS_MAX = 200
TICK_WIDTH = 64.0


@dataclass(frozen=True)
class Box:
    """The drawing's size and the plot's edges within it, in viewBox units."""

    width: float
    height: float
    left: float = 44.0
    right: float = 20.0
    top: float = 10.0
    bottom: float = 24.0

    @property
    def x_end(self) -> float:
        """Return the plot's right edge."""
        return self.width - self.right

    @property
    def y_end(self) -> float:
        """Return the plot's lower edge."""
        return self.height - self.bottom


@dataclass(frozen=True)
class Table:
    """The same numbers as text; the first cell of each row is its heading."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    text_columns: int = 1


def figure(
    *,
    chart_id: str,
    title: str,
    description: str,
    box: Box,
    drawing: Iterable[SafeString],
    legend: Iterable[SafeString] = (),
    table: Table,
) -> SafeString:
    """Put a drawing into a figure with its caption, legend, scroll region and table twin."""
    legend = tuple(legend)
    return element(
        "figure",
        (
            element("figcaption", title),
            element("ul", legend, class_="chart-legend") if legend else "",
            element(
                "div",
                svg(
                    chart_id=chart_id,
                    title=title,
                    description=description,
                    box=box,
                    drawing=drawing,
                ),
                class_="chart-scroll",
                role="region",
                aria_label=title,
                tabindex=0,
            ),
            _table_twin(title, table),
        ),
        class_="chart",
        id=chart_id,
    )


def svg(
    *,
    chart_id: str,
    title: str,
    description: str,
    box: Box,
    drawing: Iterable[SafeString],
    class_: str | None = None,
) -> SafeString:
    """Return the drawing as an image with a name and a description."""
    names = f"{chart_id}-title", f"{chart_id}-description"
    return element(
        "svg",
        (
            element("title", title, id=names[0]),
            element("desc", description, id=names[1]),
            *drawing,
        ),
        view_box=f"0 0 {number_text(box.width)} {number_text(box.height)}",
        role="img",
        aria_labelledby=" ".join(names),
        class_=class_,
    )


def value_axis(ticks: Sequence[float], scale: Linear, box: Box) -> SafeString:
    """Draw horizontal lines with their values at the left."""
    parts = []
    for tick in ticks:
        y = scale(tick)
        parts.append(
            element("line", x1=box.left, x2=box.x_end, y1=y, y2=y, class_="chart-gridline")
        )
        parts.append(
            element("text", tick_text(tick, ticks), x=box.left - 6, y=y + 4, class_="chart-end")
        )
    return mark_safe("".join(parts))  # noqa: S308  # elements are escaped


def time_axis(first: datetime, last: datetime, scale: Linear, box: Box) -> SafeString:
    """Draw the base line with round local times below it; `scale` takes POSIX seconds."""
    parts = [
        element("line", x1=box.left, x2=box.x_end, y1=box.y_end, y2=box.y_end, class_="chart-axis")
    ]
    count_max = max(2, int((box.x_end - box.left) / TICK_WIDTH))
    for tick in time_ticks(first, last, count_max=count_max):
        x = scale(tick.timestamp())
        parts.append(
            element("line", x1=x, x2=x, y1=box.y_end, y2=box.y_end + 4, class_="chart-axis")
        )
        if x + TICK_WIDTH / 2 <= box.width:  # at the very edge the label would be cut off
            parts.append(
                element("text", time_text(tick), x=x, y=box.y_end + 17, class_="chart-middle")
            )
    return mark_safe("".join(parts))  # noqa: S308  # elements are escaped


def legend_item(label: str, *swatch: SafeString) -> SafeString:
    """Return one legend entry: a small drawing of 22 by 10 and its words."""
    drawn = element("svg", swatch, view_box="0 0 22 10", class_="chart-swatch", aria_hidden="true")
    return element("li", (drawn, element("span", label)))


def _table_twin(title: str, table: Table) -> SafeString:
    shown = table.rows[:TABLE_ROWS_MAX]
    caption = title if len(shown) == len(table.rows) else f"{title}. {_shortened(len(table.rows))}"
    inner = element(
        "table",
        (
            element("caption", caption),
            element("thead", element("tr", _head_cells(table))),
            element("tbody", [element("tr", _row_cells(row, table)) for row in shown]),
        ),
        class_="data",
    )
    region = element(
        "div",
        inner,
        class_="table-scroll",
        role="region",
        aria_label=_("Table: %s") % title,
        tabindex=0,
    )
    summary = element("summary", _("Show as a table"))
    return element("details", (summary, region), class_="chart-table")


def _head_cells(table: Table) -> list[SafeString]:
    return [
        element("th", cell, scope="col", class_=_alignment(column, table))
        for column, cell in enumerate(table.head)
    ]


def _row_cells(row: Sequence[str], table: Table) -> list[SafeString]:
    return [
        element("td", cell, class_=_alignment(column, table))
        if column
        else element("th", cell, scope="row")
        for column, cell in enumerate(row)
    ]


def _alignment(column: int, table: Table) -> str | None:
    return None if column < table.text_columns else "number"


def _shortened(row_count: int) -> str:
    return _("The first %(shown)d of %(total)d rows.") % {
        "shown": TABLE_ROWS_MAX,
        "total": row_count,
    }
