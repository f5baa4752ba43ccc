"""What was known is in neither part of the share; worked out by hand."""

from datetime import date

import numpy as np
import pytest

from floorwalker.engines.shrinkage import LossHistory, known_ratio, usual_paid_seconds
from floorwalker.engines.shrinkage._history import unknown_shares

HOUR = 3600.0


def history(*losses: tuple[int, int, float, int], paid: tuple[float, ...] = (100, 0, 80)):
    """Return days with so many paid hours; a loss is day, cause, hours and lead."""
    day, cause, hours, lead = np.array(losses or np.zeros((0, 4))).T
    return LossHistory(
        causes=("sickness", "leave"),
        first_day=date(2026, 3, 2),
        paid_seconds=np.array(paid) * HOUR,
        day=day.astype(np.int64),
        cause=cause.astype(np.int64),
        seconds=hours * HOUR,
        lead_days=lead.astype(np.int64),
    )


def test_at_each_lead_known_time_leaves_the_paid_time_and_the_rest_is_shared_by_cause():
    told = history((0, 0, 6, 0), (0, 0, 4, 3), (0, 1, 20, 30), (2, 1, 8, 10))
    # A week ahead: 100 − 20 hours of leave are left, 6 + 4 of sickness are unknown; on the third
    # day 80 − 8. Two weeks ahead those 8 hours are unknown too. A day ahead 4 hours are known.
    a_week = unknown_shares(told, lead_days=7)
    assert a_week.left_seconds.tolist() == [80 * HOUR, 0, 72 * HOUR]
    assert a_week.of_cause.tolist() == [[10 / 80, 0, 0], [0, 0, 0]]
    two_weeks = unknown_shares(told, lead_days=14)
    assert two_weeks.of_cause.tolist() == [[10 / 80, 0, 0], [0, 0, 8 / 80]]
    a_day = unknown_shares(told, lead_days=1)
    assert a_day.left_seconds[0] == 76 * HOUR
    assert a_day.of_cause[0, 0] == 6 / 76


def test_what_was_known_on_its_own_day_or_later_was_never_known_ahead():
    told = history((0, 0, 5, 0), (0, 0, 5, -3))
    for lead in (-7, 0, 1, 56):
        assert unknown_shares(told, lead_days=lead).of_cause[0, 0] == 10 / 100


def test_a_day_without_paid_time_has_no_share():
    assert unknown_shares(history(), lead_days=7).of_cause.tolist() == [[0, 0, 0]] * 2


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ([(0, 0, 60, 0), (0, 1, 41, 9)], "more time is lost than paid on 2026-03-02"),
        ([(1, 0, 1, 0)], "more time is lost than paid on 2026-03-03"),
        ([(3, 0, 1, 0)], "day must be an index from 0 to 2"),
        ([(0, 2, 1, 0)], "cause must be an index from 0 to 1"),
        ([(0, 0, -1, 0)], "seconds must be finite and 0 or more"),
        ([(0, 0, float("nan"), 0)], "seconds must be finite and 0 or more"),
    ],
)
def test_what_cannot_be_is_refused(losses, words):
    with pytest.raises(ValueError, match=words):
        history(*losses)


def test_the_first_days_are_a_history_of_their_own():
    told = history((0, 0, 6, 0), (2, 1, 8, 10)).until(2)
    assert (told.days, told.seconds.tolist()) == (2, [6 * HOUR])


def test_what_is_usually_known_and_paid_is_told_by_the_last_eight_weeks():
    # Seven days of 50 hours that are forgotten, then eight weeks: 80 hours, and 40 on Sundays.
    paid = (50.0,) * 7 + ((80.0,) * 6 + (40.0,)) * 8
    leave = [(day, 1, 8, 30) for day in range(63) if day % 7 == 0]
    told = history(*leave, paid=paid)
    assert usual_paid_seconds(told).tolist() == [80 * HOUR] * 6 + [40 * HOUR]
    assert known_ratio(told, lead_days=30) == pytest.approx(8 * 8 / (8 * 520))
    assert known_ratio(told, lead_days=31) == 0
    assert known_ratio(history(paid=(0, 0)), lead_days=1) == 0
    assert usual_paid_seconds(history(paid=(0, 7))).tolist() == [0, 7 * HOUR, 0, 0, 0, 0, 0]
