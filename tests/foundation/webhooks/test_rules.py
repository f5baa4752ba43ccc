"""The schedule of the specification: ten tries, the last one 75 h 35 min 5 s after the first."""

from datetime import timedelta

import pytest

from floorwalker.foundation.webhooks.rules import TRIES_MAX, wait_after

SINCE_START = [
    "0:00:05",
    "0:05:05",
    "0:35:05",
    "2:35:05",
    "7:35:05",
    "17:35:05",
    "1 day, 7:35:05",
    "2 days, 3:35:05",
    "3 days, 3:35:05",
]
"""Of the table in Standard Webhooks 1.0.0."""


def test_the_waits_are_those_of_the_specification():
    waits = [wait_after(tries, jitter=0.0) for tries in range(1, TRIES_MAX)]
    assert [str(sum(waits[: n + 1], timedelta())) for n in range(len(waits))] == SINCE_START


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 300.0), (0.5, 315.0), (1.0, 330.0)])
def test_the_dice_add_a_tenth_at_most(jitter, seconds):
    assert wait_after(2, jitter=jitter).total_seconds() == seconds


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        (timedelta(minutes=1), timedelta(minutes=1)),
        (timedelta(days=9), timedelta(days=1)),
        (timedelta(), timedelta(seconds=5)),
    ],
)
def test_a_receiver_may_ask_for_more_patience_but_not_for_more_than_a_day(asked, granted):
    assert wait_after(1, jitter=0.0, asked=asked) == granted
