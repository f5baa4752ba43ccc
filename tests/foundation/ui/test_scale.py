"""Round ticks and clock ticks, against values worked out by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from floorwalker.foundation.ui.charts._scale import (
    Linear,
    round_ticks,
    tick_text,
    time_text,
    time_ticks,
    value_text,
)

TORONTO = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 97, (0, 20, 40, 60, 80, 100)),
        (0, 5, (0, 1, 2, 3, 4, 5)),
        (0, 0.9, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-3, 12, (-5, 0, 5, 10, 15)),
        (7, 7, (7, 7.2, 7.4, 7.6, 7.8, 8)),
    ],
)
def test_ticks_are_round_and_hold_the_range(
    low: float, high: float, expected: tuple[float, ...]
) -> None:
    assert round_ticks(low, high) == expected


def test_a_scale_maps_ends_onto_ends_and_the_middle_onto_the_middle() -> None:
    scale = Linear(0, 10, 100, 200)
    assert [scale(0), scale(5), scale(10)] == [100, 150, 200]


def test_a_scale_of_one_value_stays_at_its_start() -> None:
    assert Linear(3, 3, 100, 200)(3) == 100


def test_numbers_are_written_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        assert tick_text(0.5, (0, 0.5, 1)) == "0,5"
        assert value_text(1234.5, decimals=1) == "1\xa0234,5"
    with translation.override("en"):
        assert tick_text(0.5, (0, 0.5, 1)) == "0.5"
        assert value_text(1234.5, decimals=1) == "1,234.5"


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_number_is_a_dash(missing: float | None) -> None:
    assert value_text(missing, decimals=1) == "–"


def test_hours_the_clock_skips_have_no_tick() -> None:
    with timezone.override(TORONTO):
        # On 8 March 2026 the clock goes from 02:00 to 03:00.
        first = datetime(2026, 3, 8, 0, tzinfo=TORONTO)
        ticks = time_ticks(first, datetime(2026, 3, 8, 5, tzinfo=TORONTO), count_max=6)
        assert [time_text(at) for at in ticks] == [
            "Sun 8 March",
            "01:00",
            "03:00",
            "04:00",
            "05:00",
        ]


def test_four_weeks_have_ticks_on_mondays() -> None:
    with timezone.override(TORONTO):
        first = datetime(2026, 3, 4, tzinfo=TORONTO)
        ticks = time_ticks(first, first + timedelta(days=28), count_max=5)
        assert [time_text(at) for at in ticks] == [
            "Mon 9 March",
            "Mon 16 March",
            "Mon 23 March",
            "Mon 30 March",
        ]


def test_times_are_shown_on_the_clock_of_the_site() -> None:
    with timezone.override(TORONTO):
        assert time_text(datetime(2026, 3, 2, 14, 30, tzinfo=UTC)) == "09:30"
