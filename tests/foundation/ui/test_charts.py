"""Drawings of a few points, whose coordinates were worked out by hand, and escaping."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from floorwalker.foundation.ui import charts

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVIL = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def _english_in_utc() -> object:
    with timezone.override(UTC), translation.override("en"):
        yield


def _line(**changes: Any) -> charts.LineChart:
    fields: dict[str, Any] = {
        "id": "c",
        "title": "Calls",
        "description": "Four quarters",
        "times": [START + timedelta(minutes=15 * i) for i in range(5)],
        "series": [charts.Series("Came", [0, 5, 10, 5, 0])],
        # Plot of 400 by 100: x = 44 + 100 a quarter-hour, y = 110 for 0 up to 10 for 10.
        "width": 44 + 400 + 20,
        "height": 10 + 100 + 24,
    }
    return charts.LineChart(**{**fields, **changes})


def _paths(markup: str, class_: str) -> list[str]:
    return re.findall(rf'<path d="([^"]*)" class="{class_}"', markup.split("</ul>")[1])


def test_a_line_goes_through_its_points() -> None:
    (path,) = _paths(charts.line_chart(_line()), "chart-line chart-line-1")
    assert path == "M44 110L144 60L244 10L344 60L444 110"


def test_a_missing_value_breaks_the_line_and_a_lone_point_is_a_dot() -> None:
    markup = charts.line_chart(_line(series=[charts.Series("Came", [0, None, 10, 5, None])]))
    assert _paths(markup, "chart-line chart-line-1") == ["M244 10L344 60"]
    assert '<circle cx="44" cy="110" r="2.5" class="chart-dot-1">' in markup


def test_a_long_pause_breaks_the_line_and_a_short_one_does_not() -> None:
    times = [START, START + timedelta(minutes=15), START + timedelta(minutes=60)]
    series = [charts.Series("Came", [0, 10, 0])]
    joined = charts.line_chart(_line(times=times, series=series, pause_max=timedelta(minutes=45)))
    broken = charts.line_chart(_line(times=times, series=series, pause_max=timedelta(minutes=44)))
    assert _paths(joined, "chart-line chart-line-1") == ["M44 110L144 10L444 110"]
    assert _paths(broken, "chart-line chart-line-1") == ["M44 110L144 10"]
    assert '<circle cx="444" cy="110"' in broken


def test_a_band_is_closed_and_lies_under_the_line() -> None:
    band = charts.Band("5 % to 95 %", [0] * 5, [10, None, 10, 10, 10])
    markup = charts.line_chart(_line(bands=[band]))
    assert _paths(markup, "chart-band-wide") == [
        "M44 10L44 110Z",
        "M244 10L344 10L444 10L444 110L344 110L244 110Z",
    ]
    drawing = markup.split("</ul>")[1]
    assert drawing.index("chart-band-wide") < drawing.index("chart-line-1")


def test_the_table_twin_has_every_number() -> None:
    markup = charts.line_chart(_line())
    assert markup.count("<tr>") == 6
    assert '<th scope="row">Mon 2 March 2026 08:30</th><td class="number">10</td>' in markup


def test_a_long_table_says_how_much_of_it_is_shown() -> None:
    times = [START + timedelta(minutes=15 * i) for i in range(201)]
    markup = charts.line_chart(_line(times=times, series=[charts.Series("Came", [1] * 201)]))
    assert "The first 200 of 201 rows." in markup
    assert markup.count("<tr>") == 201


def test_values_that_do_not_fit_the_times_are_refused() -> None:
    with pytest.raises(ValueError, match="2 values for 5 times in 'c'"):
        charts.line_chart(_line(series=[charts.Series("Came", [1, 2])]))


def test_a_chart_without_data_says_so() -> None:
    assert "No data yet" in charts.line_chart(_line(times=[], series=[charts.Series("Came", [])]))


def test_coverage_tells_met_over_and_short_apart() -> None:
    markup = charts.coverage_chart(
        charts.CoverageChart(
            id="c",
            title="Monday",
            interval_minutes=30,
            # Two slots of 100: bars are 80 wide, 10 in; y = 110 for 0 up to 10 for 10.
            intervals=[
                charts.Interval(START, required=4, scheduled=10),
                charts.Interval(START + timedelta(minutes=30), required=8, scheduled=5),
            ],
            width=44 + 200 + 20,
            height=10 + 100 + 24,
        )
    )
    drawing = markup.split("</ul>")[1]
    assert '<rect x="54" y="70" width="80" height="40" class="chart-met">' in drawing
    assert '<rect x="54" y="10" width="80" height="60" class="chart-over">' in drawing
    assert '<rect x="154" y="60" width="80" height="50" class="chart-met">' in drawing
    assert '<rect x="154" y="30" width="80" height="30" class="chart-under">' in drawing
    assert _paths(markup, "chart-required") == ["M44 70H144L144 30H244"]
    # 3 people missing and 6 too many, half an hour each: never set off against each other
    assert "1.5 hours short and 3.0 hours over." in markup


def test_the_staircase_breaks_where_the_day_is_closed() -> None:
    markup = charts.coverage_chart(
        charts.CoverageChart(
            id="c",
            title="Monday",
            interval_minutes=30,
            intervals=[
                charts.Interval(START, required=1, scheduled=1),
                charts.Interval(START + timedelta(minutes=60), required=1, scheduled=1),
            ],
            width=44 + 300 + 20,
            height=134,
        )
    )
    assert _paths(markup, "chart-required") == ["M44 10H144M244 10H344"]


def _heat(values: list[list[float | None]]) -> charts.HeatMap:
    return charts.HeatMap(
        id="h",
        title="Heat",
        description="",
        row_labels=["Mon"],
        column_labels=["08:00", "09:00", "10:00"],
        values=values,
        width=92 + 300 + 20,
    )


def test_a_heat_map_shades_from_lowest_to_highest_and_writes_the_number() -> None:
    markup = charts.heat_map(_heat([[0, 70, None]])).split("</ul>")[1]
    assert 'x="92" y="10" width="99" height="21" class="chart-heat-0"' in markup
    assert 'x="192" y="10" width="99" height="21" class="chart-heat-6"' in markup
    assert 'x="292" y="10" width="99" height="21" class="chart-heat-none"' in markup
    assert '<text x="242" y="25" class="chart-middle chart-on-dark">70</text>' in markup
    assert "<title>Mon, 10:00: –</title>" in markup


def test_a_heat_map_refuses_values_of_another_shape() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        charts.heat_map(_heat([[1, 2]]))


def _shifts(*parts: charts.ShiftPart, name: str = "Ben") -> charts.ShiftChart:
    # Label of three letters: plot from 24 + 3 · 6 = 42; ten hours of 50.
    return charts.ShiftChart(
        id="s",
        title="Shifts",
        description="",
        starts_at=START,
        ends_at=START + timedelta(hours=10),
        rows=[charts.ShiftRow(name, parts)],
        width=42 + 500 + 20,
    )


def test_a_shift_and_its_lunch_lie_at_their_times() -> None:
    markup = charts.shift_chart(
        _shifts(
            charts.ShiftPart("work", "Work", START, START + timedelta(hours=8)),
            charts.ShiftPart(
                "lunch", "Lunch", START + timedelta(hours=4), START + timedelta(hours=5)
            ),
        )
    )
    assert 'x="42" y="14" width="400" height="18" rx="2" class="activity-work"' in markup
    assert 'x="242" y="14" width="50" height="18" rx="2" class="activity-lunch"' in markup
    assert "<title>Ben: Lunch, 12:00–13:00</title>" in markup


def test_what_lies_outside_the_window_is_cut() -> None:
    before = charts.ShiftPart(
        "work", "Work", START - timedelta(hours=2), START + timedelta(hours=1)
    )
    gone = charts.ShiftPart("break", "Break", START - timedelta(hours=2), START)
    markup = charts.shift_chart(_shifts(before, gone))
    assert 'x="42" y="14" width="50" height="18" rx="2" class="activity-work"' in markup
    assert "Ben: Break" not in markup.split("<details")[0]


def test_a_sparkline_tells_its_course_in_words() -> None:
    # 120 by 28 with an edge of 3: x = 3, 60, 117; y = 25 for 2 up to 3 for 4.
    markup = charts.sparkline(charts.Sparkline(id="s", title="Offered", values=[2, 4, 3]))
    assert '<path d="M3 25L60 3L117 14" class="chart-line chart-line-1">' in markup
    assert '<circle cx="117" cy="14" r="2"' in markup
    assert "From 2 to 3; lowest 2, highest 4." in markup


def test_an_empty_sparkline_says_so() -> None:
    markup = charts.sparkline(charts.Sparkline(id="s", title="Offered", values=[None]))
    assert "No data yet" in markup
    assert "<path" not in markup


def test_names_cannot_smuggle_markup() -> None:
    part = charts.ShiftPart("lunch", EVIL, START, START + timedelta(hours=9))
    drawings = [
        charts.line_chart(
            _line(title=EVIL, description=EVIL, series=[charts.Series(EVIL, [1] * 5)])
        ),
        charts.shift_chart(_shifts(part, name=EVIL)),
        charts.sparkline(charts.Sparkline(id="s", title=EVIL, values=[1, 2])),
    ]
    for drawing in drawings:
        assert "<script" not in drawing
        assert "&lt;script&gt;" in drawing


def _bars(**changes: Any) -> charts.BarChart:
    fields: dict[str, Any] = {
        "id": "b",
        "title": "Contacts",
        "description": "Two days",
        "categories": ["Mon", "Tue"],
        "series": [charts.Series("Calls", [10, 5]), charts.Series("Chats", [4, None])],
        # Plot of 200 by 100: 100 a day, of which 76 for the bars; y = 110 for 0 up to 10 for 10.
        "width": 44 + 200 + 20,
        "height": 10 + 100 + 24,
    }
    return charts.BarChart(**{**fields, **changes})


def _bar_boxes(markup: str) -> list[tuple[str, ...]]:
    shape = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="chart-bar'
    inner = re.sub(r"<title>[^<]*</title>", "", markup.rsplit("</ul>", maxsplit=1)[-1])
    return re.findall(shape, inner)


def test_grouped_bars_stand_side_by_side_from_zero() -> None:
    assert _bar_boxes(charts.bar_chart(_bars())) == [
        ("56", "10", "38", "100"),
        ("94", "70", "38", "40"),
        ("156", "60", "38", "50"),
    ]


def test_stacked_bars_stand_on_one_another_and_the_table_has_their_sum() -> None:
    series = [charts.Series("Calls", [6, 5]), charts.Series("Chats", [4, None])]
    markup = charts.bar_chart(_bars(series=series, is_stacked=True))
    assert _bar_boxes(markup) == [
        ("62", "50", "64", "60"),
        ("62", "10", "64", "40"),
        ("162", "60", "64", "50"),
    ]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", markup)
    assert cells == [
        *("Category", "Calls", "Chats", "All"),
        *("Mon", "6", "4", "10"),
        *("Tue", "5", "–", "5"),
    ]


def test_a_bar_below_zero_hangs_from_the_zero_line() -> None:
    series = [charts.Series("Change", [-10, 10])]
    first, second = _bar_boxes(charts.bar_chart(_bars(series=series)))
    assert (first[1], first[3]) == ("60", "50")
    assert (second[1], second[3]) == ("10", "50")


def test_series_of_bars_differ_by_hatching_too() -> None:
    markup = charts.bar_chart(_bars())
    assert 'class="chart-hatch"' in markup.split("</ul>")[0]
    assert "chart-hatch" not in charts.bar_chart(_bars(series=[charts.Series("Calls", [1, 2])]))


def test_a_level_is_a_line_across_its_category_in_the_legend_and_in_the_table() -> None:
    level = charts.Series("Noise alone", [5, None])
    markup = charts.bar_chart(_bars(series=[charts.Series("Calls", [10, 5])], level=level))
    line = r'<line x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="([\d.]+)" class="chart-level'
    drawn = re.findall(line, markup)
    assert drawn == [("0", "22", "5", "5"), ("50", "138", "60", "60")]
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", markup)
    assert cells == ["Category", "Calls", "Noise alone", "Mon", "10", "5", "Tue", "5", "–"]
    with pytest.raises(ValueError, match="1 values for 2 categories"):
        charts.bar_chart(_bars(level=charts.Series("Noise alone", [5])))


def test_bars_that_do_not_fit_or_cannot_be_stacked_are_refused() -> None:
    with pytest.raises(ValueError, match="1 values for 2 categories"):
        charts.bar_chart(_bars(series=[charts.Series("Calls", [1])]))
    with pytest.raises(ValueError, match="negative"):
        charts.bar_chart(_bars(series=[charts.Series("Calls", [1, -1])], is_stacked=True))


def test_bars_without_data_say_so_and_their_names_cannot_smuggle_markup() -> None:
    empty = charts.bar_chart(_bars(categories=[], series=[]))
    assert "No data yet" in empty
    evil = charts.bar_chart(_bars(categories=[EVIL, "b"], title=EVIL, description=EVIL))
    assert "<script>" not in evil
