"""A page with every component: what the browser tests look at, and data for charts and grids."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory, override_settings
from django.urls import include, path

from floorwalker.foundation.ui import charts, roster_grid

TORONTO = ZoneInfo("America/Toronto")
MONDAY = datetime(2026, 3, 2, tzinfo=TORONTO)
urlpatterns = [path("language/", include("django.conf.urls.i18n"))]
TEMPLATE = Path(__file__).with_name("gallery.html")


class GalleryForm(forms.Form):
    """One field of each sort, with help and errors."""

    name = forms.CharField(help_text="As it is on the badge.")
    team = forms.ChoiceField(choices=[("n", "North"), ("s", "South")])
    hours = forms.IntegerField(min_value=1, required=False)
    starts_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(required=False)
    is_bilingual = forms.BooleanField(required=False, label="Speaks both languages")


def gallery_html() -> str:
    """Render the page without anybody signed in."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    template = engines["django"].from_string(TEMPLATE.read_text())
    with override_settings(ROOT_URLCONF=__name__):
        return template.render(_context(), request)


def grid(*, people: int = 12, days: int = 1) -> roster_grid.RosterGrid:
    """Return a roster of any size with lunches, breaks and two queues."""
    return roster_grid.RosterGrid(
        days=tuple(_day(i) for i in range(days)),
        people=tuple(
            roster_grid.GridPerson(f"p{i}", f"Person {i:02d}", "North · 40 h")
            for i in range(people)
        ),
        shifts=tuple(_shift(p, d) for p in range(people) for d in range(days)),
        coverage=(
            _coverage("en", "Calls in English", days, people * 0.5),
            _coverage("fr", "Appels en français", days, people * 0.25),
        ),
    )


def _context() -> dict[str, Any]:
    form = GalleryForm({"name": "", "hours": "0", "starts_on": "2026-03-02", "team": "n"})
    return {
        "form": form,
        "page_obj": Paginator(range(100), 10).page(3),
        "tabs": [
            {"label": "By person", "url": "#", "is_current": True},
            {"label": "By interval", "url": "#", "is_current": False},
            {"label": "Rehearsal", "url": "#", "is_current": False},
        ],
        "crumbs": [{"label": "Weeks", "url": "#"}, {"label": "Week of 2 March", "url": ""}],
        "items": [
            ("Site", "Toronto"),
            ("Required hours", "1 284.5"),
            ("Gap to the bound", "1.8 %"),
        ],
        "forecast": _forecast(),
        "cover": _cover(),
        "heat": _heat(),
        "wide_heat": _heat(columns=12),
        "week": _week(),
        "spark": charts.Sparkline(
            id="spark", title="Offered, ten days", values=[4, 6, 5, 8, None, 9, 7, 8, 10, 12]
        ),
        "grid": grid(),
        "week_grid": grid(people=8, days=7),
    }


def _day(index: int) -> roster_grid.GridDay:
    day = date(2026, 3, 2) + timedelta(days=index)
    return roster_grid.GridDay(day, day.strftime("%a %-d %b"), 360, 1320)


def _shift(person: int, day: int) -> roster_grid.GridShift:
    start = 390 + (person * 45 + day * 30) % 420
    return roster_grid.GridShift(
        id=f"s{person}-{day}",
        person_id=f"p{person}",
        starts_on=date(2026, 3, 2) + timedelta(days=day),
        start_minute=start,
        end_minute=start + 480,
        version=1,
        is_locked=person == 3,
        activities=(
            roster_grid.GridActivity("break", "Break", start + 120, start + 135),
            roster_grid.GridActivity("lunch", "Lunch", start + 240, start + 270),
            roster_grid.GridActivity("training", "Training", start + 300, start + 345),
            roster_grid.GridActivity("break", "Break", start + 390, start + 405),
        ),
    )


def _coverage(queue: str, name: str, days: int, level: float) -> roster_grid.QueueCoverage:
    return roster_grid.QueueCoverage(
        queue,
        name,
        tuple(
            roster_grid.CoverageInterval(
                date(2026, 3, 2) + timedelta(days=d),
                minute,
                30,
                round(level * (1 - abs(minute - 800) / 700), 1),
                round(level * (1 - abs(minute - 870) / 640), 0),
            )
            for d in range(days)
            for minute in range(420, 1260, 30)
        ),
    )


def _forecast() -> charts.LineChart:
    times = [MONDAY + timedelta(minutes=30 * i) for i in range(48 * 3) if 14 <= i % 48 < 42]
    mean = [60 - abs((i % 28) - 12) * 3.2 + (i // 28) * 4 for i in range(len(times))]
    actual: list[float | None] = [m + (7 * i % 13) - 6 for i, m in enumerate(mean)]
    actual[8:11] = [None] * 3
    actual[50:] = [None] * (len(times) - 50)
    return charts.LineChart(
        id="forecast",
        title="Calls offered, half-hours",
        description="Forecast with its bands beside what came.",
        times=times,
        series=[charts.Series("Forecast", mean), charts.Series("Came", actual)],
        bands=[
            charts.Band("5 % to 95 %", [m * 0.75 for m in mean], [m * 1.3 for m in mean]),
            charts.Band("25 % to 75 %", [m * 0.9 for m in mean], [m * 1.1 for m in mean], "narrow"),
        ],
        pause_max=timedelta(hours=2),
    )


def _cover() -> charts.CoverageChart:
    return charts.CoverageChart(
        id="cover",
        title="Scheduled and required, Monday",
        interval_minutes=30,
        intervals=[
            charts.Interval(
                MONDAY + timedelta(minutes=420 + 30 * i),
                round(20 - abs(i - 12) * 1.3, 1),
                float(round(19 - abs(i - 14) * 1.2)),
            )
            for i in range(28)
        ],
    )


def _heat(columns: int = 48) -> charts.HeatMap:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return charts.HeatMap(
        id=f"heat-{columns}",
        title="Service level by day and time",
        description="Darker is more.",
        row_labels=names,
        column_labels=[f"{i * 24 // columns:02d}:00" for i in range(columns)],
        values=[
            [None if (i + r) % 17 == 0 else float((i * 7 + r * 13) % 100) for i in range(columns)]
            for r in range(7)
        ],
    )


def _week() -> charts.ShiftChart:
    rows = []
    for i, name in enumerate(("Asha Raman", "Ben Roy", "Chloé Tremblay-Lévesque")):
        start = MONDAY + timedelta(hours=8 + i)
        parts = [
            charts.ShiftPart("work", "Work", start, start + timedelta(hours=8)),
            charts.ShiftPart(
                "break", "Break", start + timedelta(hours=2), start + timedelta(hours=2.25)
            ),
            charts.ShiftPart(
                "lunch", "Lunch", start + timedelta(hours=4), start + timedelta(hours=5)
            ),
        ]
        rows.append(charts.ShiftRow(name, parts))
    return charts.ShiftChart(
        id="week",
        title="Monday's shifts",
        description="Three people.",
        starts_at=MONDAY + timedelta(hours=6),
        ends_at=MONDAY + timedelta(hours=20),
        rows=rows,
    )
