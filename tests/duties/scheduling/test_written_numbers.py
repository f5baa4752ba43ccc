import pytest

from floorwalker.duties.scheduling.templatetags.scheduling import (
    percent,
    percent_fine,
    seconds,
    signed,
)
from floorwalker.foundation.ui.charts._scale import value_text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (percent(0.839), "84 %"),
        (percent_fine(0.0536), "5.4 %"),
        (percent_fine(-0.011), "-1.1 %"),
        (seconds(44.6), "45 s"),
        (seconds(59.6), "1 min 00 s"),
        (seconds(125), "2 min 05 s"),
        (signed(12.6), "+13"),
        (signed(-12.6), "−13"),
        (signed(-0.4), "0"),
        (signed(234.56, 1), "+234.6"),
        (value_text(9.96, decimals=1), "10.0"),
    ],
)
def test_numbers_are_rounded_not_cut(written, expected):
    assert written.replace("\N{NO-BREAK SPACE}", " ") == expected
