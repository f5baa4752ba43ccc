"""A made-up chart of each sort for `/kit`."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from floorwalker.foundation.ui import charts

TORONTO = ZoneInfo("America/Toronto")
MONDAY = datetime(2026, 3, 2, tzinfo=TORONTO)


def forecast() -> charts.LineChart:
    """Return three days of a forecast with its bands, and what came."""
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


def cover() -> charts.CoverageChart:
    """Return a day that is short in the morning and over in the evening."""
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


def curve() -> charts.CurveChart:
    """Return what certainty costs."""
    return charts.CurveChart(
        id="curve",
        title="What certainty costs",
        description="More hours, fewer days that miss the promise.",
        x_label="Days that miss the promise (%)",
        y_label="More hours (%)",
        points=[
            charts.CurvePoint("Forecast", 31.0, 0.0),
            charts.CurvePoint("75 %", 16.0, 3.6),
            charts.CurvePoint("90 %", 6.5, 6.8),
            charts.CurvePoint("99 %", 0.6, 12.5),
        ],
    )


def heat(columns: int = 48) -> charts.HeatMap:
    """Return a week by half-hours, or by any number of columns."""
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


def week() -> charts.ShiftChart:
    """Return three people's shifts of one day."""
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


def bars(*, is_stacked: bool = False) -> charts.BarChart:
    """Return four channels over a week, side by side or stacked."""
    return charts.BarChart(
        id="bars-stacked" if is_stacked else "bars",
        title="Contacts by channel, stacked" if is_stacked else "Contacts by channel",
        description="A week; chats have no figures on Sunday.",
        categories=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        series=(
            charts.Series("Phone", [420, 380, 360, 350, 340, 160, 90]),
            charts.Series("Chat", [180, 170, 165, 150, 150, 80, None]),
            charts.Series("Email", [90, 110, 100, 95, 80, 20, 15]),
            charts.Series("Letter", [12, 30, 25, 22, 18, 0, 0]),
        ),
        is_stacked=is_stacked,
        category_label="Day",
    )


def spark() -> charts.Sparkline:
    """Return ten days of one number, one of them missing."""
    values = [4, 6, 5, 8, None, 9, 7, 8, 10, 12]
    return charts.Sparkline(id="spark", title="Offered, ten days", values=values)


def nothing() -> charts.LineChart:
    """Return a chart without data."""
    return charts.LineChart(id="nothing", title="No data", description="", times=[], series=[])
