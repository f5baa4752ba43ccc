"""A word-sized line: the course of one number, beside that number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.charts._frame import Box, svg
from floorwalker.foundation.ui.charts._scale import Linear, value_text
from floorwalker.foundation.ui.charts._svg import element, points_path

EDGE = 3.0


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """Equally spaced values, oldest first; None leaves a gap. `id` must be unique on the page."""

    id: str
    title: str
    values: Sequence[float | None]
    decimals: int = 0
    width: float = 120
    height: float = 28


def sparkline(line: Sparkline) -> SafeString:
    """Draw the line with its last point marked; its words tell first, last, lowest and highest."""
    known = [value for value in line.values if value is not None]
    box = Box(line.width, line.height, left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
    return svg(
        chart_id=line.id,
        title=line.title,
        description=_description(known, decimals=line.decimals),
        box=box,
        drawing=_drawing(line, known, box) if known else (),
        class_="sparkline",
    )


def _description(known: Sequence[float], *, decimals: int) -> str:
    if not known:
        return _("No data yet")
    words = {
        "first": known[0],
        "last": known[-1],
        "low": min(known),
        "high": max(known),
    }
    return _("From %(first)s to %(last)s; lowest %(low)s, highest %(high)s.") % {
        key: value_text(value, decimals=decimals) for key, value in words.items()
    }


def _drawing(line: Sparkline, known: Sequence[float], box: Box) -> Iterator[SafeString]:
    x = Linear(0, max(len(line.values) - 1, 1), box.left, box.x_end)
    y = Linear(min(known), max(known), box.y_end, box.top)
    run: list[tuple[float, float]] = []
    for index, value in enumerate([*line.values, None]):
        if value is not None:
            run.append((x(index), y(value)))
            continue
        if len(run) > 1:
            yield element("path", d=points_path(run), class_="chart-line chart-line-1")
        if run:
            last = run[-1]
        run = []
    yield element("circle", cx=last[0], cy=last[1], r=2, class_="chart-dot-1")
