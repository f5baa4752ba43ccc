"""What is said is round, and holds the band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorwalker.engines.expected_wait import Announcement, announcement


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (5, 40, (0, 1)),
        (20, 61, (0, 2)),
        (130, 230, (2, 4)),
        (120, 240, (2, 4)),
        (400, 1100, (5, 20)),
        (1500, 3500, (20, 60)),
        (7000, 9000, (90, 150)),
    ],
)
def test_bands_are_said_in_minutes(low: float, high: float, said: tuple[int, int]) -> None:
    assert announcement(low, high_seconds=high) == Announcement(*said)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_what_is_said_holds_the_band(one: float, other: float) -> None:
    low, high = sorted((one, other))
    said = announcement(low, high_seconds=high)
    assert said.from_minutes * 60 <= low + 1e-6
    assert said.to_minutes * 60 >= high - 1e-6
    assert said.from_minutes < said.to_minutes or low > high - 1e-6


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (6, 5), (0, float("inf")), (float("nan"), 5)])
def test_a_band_that_makes_no_sense_is_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="a band needs"):
        announcement(low, high_seconds=high)
