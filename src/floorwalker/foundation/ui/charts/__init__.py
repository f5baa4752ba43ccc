"""Charts as SVG drawn on the server: frozen data in, safe markup out, a table twin with each.

Colours come from classes (static/ui/charts.css), so one drawing serves light, dark and print.
Numbers and dates follow the reader's language and the current time zone.
"""

from floorwalker.foundation.ui.charts.bars import BarChart, bar_chart
from floorwalker.foundation.ui.charts.coverage import CoverageChart, Interval, coverage_chart
from floorwalker.foundation.ui.charts.curve import CurveChart, CurvePoint, curve_chart
from floorwalker.foundation.ui.charts.heat_map import HeatMap, heat_map
from floorwalker.foundation.ui.charts.line import Band, LineChart, Series, line_chart
from floorwalker.foundation.ui.charts.shifts import ShiftChart, ShiftPart, ShiftRow, shift_chart
from floorwalker.foundation.ui.charts.sparkline import Sparkline, sparkline

__all__ = [
    "Band",
    "BarChart",
    "CoverageChart",
    "CurveChart",
    "CurvePoint",
    "HeatMap",
    "Interval",
    "LineChart",
    "Series",
    "ShiftChart",
    "ShiftPart",
    "ShiftRow",
    "Sparkline",
    "bar_chart",
    "coverage_chart",
    "curve_chart",
    "heat_map",
    "line_chart",
    "shift_chart",
    "sparkline",
]
