"""Shifts as bars on a time axis, one row a person, with breaks and other activities in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import Box, Table, figure, legend_item, time_axis
from floorwalker.foundation.ui.charts._scale import Linear, moment_text
from floorwalker.foundation.ui.charts._svg import element

ROW_HEIGHT = 26.0
BAR_INSET = 4.0
LETTER_WIDTH = 6.0
LABEL_LETTERS_MAX = 24

ActivityKind = Literal["work", "break", "lunch", "meeting", "training", "off"]


@dataclass(frozen=True)
class ShiftPart:
    """A stretch of a row; later parts lie over earlier ones, so the shift itself comes first."""

    kind: ActivityKind
    label: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ShiftRow:
    """One person, or one day of a person."""

    label: str
    parts: Sequence[ShiftPart]


@dataclass(frozen=True, kw_only=True)
class ShiftChart:
    """Rows over one window of time; what lies outside is cut. `id` must be unique on the page.

    Rows that show different days of one person bring their parts moved to the window's day.
    """

    id: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    rows: Sequence[ShiftRow]
    width: float = 960


def shift_chart(chart: ShiftChart) -> SafeString:
    """Draw the rows with their legend and their table twin."""
    longest = max((len(_short(row.label)) for row in chart.rows), default=0)
    box = Box(
        chart.width,
        10 + 24 + ROW_HEIGHT * max(len(chart.rows), 1),
        left=24.0 + LETTER_WIDTH * longest,
    )
    x = Linear(chart.starts_at.timestamp(), chart.ends_at.timestamp(), box.left, box.x_end)
    return figure(
        chart_id=chart.id,
        title=chart.title,
        description=chart.description,
        box=box,
        drawing=(
            time_axis(chart.starts_at, chart.ends_at, x, box),
            *(p for index, row in enumerate(chart.rows) for p in _row(chart, row, index, x, box)),
        ),
        legend=_legend(chart),
        table=_table(chart),
    )


def _row(chart: ShiftChart, row: ShiftRow, index: int, x: Linear, box: Box) -> Iterator[SafeString]:
    top = box.top + index * ROW_HEIGHT
    yield element("text", _short(row.label), x=box.left - 8, y=top + 17, class_="chart-end")
    for part in row.parts:
        starts_at = max(part.starts_at, chart.starts_at)
        ends_at = min(part.ends_at, chart.ends_at)
        if starts_at < ends_at:
            left, right = x(starts_at.timestamp()), x(ends_at.timestamp())
            yield from _bar(row, part, left, right, top)


def _bar(
    row: ShiftRow, part: ShiftPart, left: float, right: float, top: float
) -> Iterator[SafeString]:
    yield element(
        "rect",
        element("title", f"{row.label}: {part.label}, {_span(part)}"),
        x=left,
        y=top + BAR_INSET,
        width=right - left,
        height=ROW_HEIGHT - 2 * BAR_INSET,
        rx=2,
        class_=f"activity-{part.kind}",
    )
    if part.kind not in {"work", "off"} and len(part.label) * LETTER_WIDTH < right - left:
        middle = (left + right) / 2
        yield element(
            "text", part.label, x=middle, y=top + 17, class_="chart-middle activity-label"
        )


def _short(label: str) -> str:
    """Return the label as long as there is room for it; bars and table have it in full."""
    if len(label) <= LABEL_LETTERS_MAX:
        return label
    return label[: LABEL_LETTERS_MAX - 1].rstrip() + "…"


def _span(part: ShiftPart) -> str:
    return f"{_clock(part.starts_at)}–{_clock(part.ends_at)}"


def _clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i")


def _legend(chart: ShiftChart) -> Iterator[SafeString]:
    labels: dict[str, str] = {}
    for row in chart.rows:
        for part in row.parts:
            labels.setdefault(part.kind, part.label)
    for kind, label in labels.items():
        swatch = element("rect", x=0.5, y=0.5, width=21, height=9, class_=f"activity-{kind}")
        yield legend_item(label, swatch)


def _table(chart: ShiftChart) -> Table:
    return Table(
        head=[_("Person"), _("Activity"), _("From"), _("To"), _("Minutes")],
        rows=[
            [
                row.label,
                part.label,
                moment_text(part.starts_at),
                moment_text(part.ends_at),
                str((part.ends_at - part.starts_at) // timedelta(minutes=1)),
            ]
            for row in chart.rows
            for part in row.parts
        ],
        text_columns=4,
    )
