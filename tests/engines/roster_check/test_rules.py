"""Each rule where it bites, by how much, and where it does not."""

from dataclasses import replace

import numpy as np
import pytest

from floorwalker.engines.roster_check import (
    RULES,
    AllowedShift,
    Break,
    BrokenRule,
    NeededBreak,
    Person,
    Shift,
    Span,
    Terms,
    check,
)

DAY = 1440
HOUR = 60
LUNCH = NeededBreak("lunch", 30, False, 3 * HOUR, 5 * HOUR, shift_minutes_min=6 * HOUR)
PAUSE = NeededBreak("pause", 15, True, 5 * HOUR, 7 * HOUR, shift_minutes_min=8 * HOUR)
DAY_SHIFT = AllowedShift(
    8 * HOUR, 12 * HOUR, 30, (4 * HOUR, 8 * HOUR, 9 * HOUR), (LUNCH, PAUSE), 60
)
ASHA = Person(queues=(0,), paid_minutes_min=0, paid_minutes_max=40 * HOUR)


def shift(day=0, start=9 * HOUR, length=8 * HOUR, lunch=4 * HOUR, pause=6 * HOUR, **changes):
    """A proper eight-hour day unless told otherwise."""
    start += day * DAY
    breaks = (
        Break("lunch", start + lunch, start + lunch + 30, paid=False),
        Break("pause", start + pause, start + pause + 15, paid=True),
    )
    return replace(Shift(start, start + length, "day", breaks), **changes)


def short_shift(day=0, start=9 * HOUR):
    return Shift(day * DAY + start, day * DAY + start + 4 * HOUR, "day")


def judge(*shifts, **rules):
    person = replace(ASHA, **rules)
    terms = Terms(7, 15, np.zeros((2, 672)), {"Asha": person}, {"day": DAY_SHIFT})
    return check(terms, {"Asha": shifts})


def told(broken):
    return [(b.rule, b.detail, b.at_minute, b.found, b.limit) for b in broken]


def test_a_proper_week_breaks_nothing():
    week = [shift(day) for day in range(5)]
    full = {"paid_minutes_min": 37 * HOUR + 30, "paid_minutes_max": 37 * HOUR + 30}
    limits = {"shifts_max": 5, "days_off_min": 2, "consecutive_days_max": 5}
    assert judge(*week, **full, **limits, rest_minutes_min=16 * HOUR) == ()


def test_an_empty_week_breaks_nothing_but_owed_hours():
    assert judge() == ()
    assert told(judge(paid_minutes_min=60)) == [("hours_min", "", None, 0, 60)]


@pytest.mark.parametrize(
    ("shifts", "rules", "expected"),
    [
        ([short_shift()], {"queues": ()}, ("skills", "none", None, 0, 1)),
        ([short_shift()], {"queues": (0, 2)}, ("skills", "unknown", None, 2, 2)),
        ([short_shift(day=7)], {}, ("period", "outside", 7 * DAY + 540, 7 * DAY + 540, 7 * DAY)),
        ([shift(), short_shift(start=12 * HOUR)], {}, ("overlap", "", 720, -300, 0)),
        ([short_shift()], {"last_shift_end_minute": 600}, ("overlap", "last_week", 540, -60, 0)),
        (
            [shift(), shift(1)],
            {"rest_minutes_min": 16 * HOUR + 15},
            ("rest", "", DAY + 540, 960, 975),
        ),
        (
            [short_shift()],
            {"rest_minutes_min": 660, "last_shift_end_minute": -60},
            ("rest", "", 540, 600, 660),
        ),
        (
            [short_shift()],
            {"availability": (Span(600, 1440),)},
            ("availability", "", 540, 60, 0),
        ),
        ([short_shift()], {"leave": (Span(720, 1440),)}, ("leave", "", 540, 60, 0)),
        ([short_shift()], {"paid_minutes_min": 241}, ("hours_min", "", None, 240, 241)),
        ([shift()], {"paid_minutes_max": 449}, ("hours_max", "", None, 450, 449)),
        ([short_shift()], {"shift_minutes_min": 300}, ("shift_length", "short", 540, 240, 300)),
        ([short_shift()], {"shift_minutes_max": 239}, ("shift_length", "long", 540, 240, 239)),
        (
            [replace(short_shift(), template="night")],
            {},
            ("template", "unknown", 540, 1, 0),
        ),
        ([short_shift()], {"templates": ()}, ("template", "not_allowed", 540, 1, 0)),
        ([short_shift(start=450)], {}, ("template", "starts_early", 450, 450, 480)),
        ([short_shift(start=735)], {}, ("template", "starts_late", 735, 735, 720)),
        ([short_shift(start=555)], {}, ("template", "start_step", 555, 15, 0)),
        ([Shift(540, 840, "day")], {}, ("template", "length", 540, 300, 240)),
        ([shift(lunch=165)], {}, ("breaks", "early", 540, 165, 180)),
        ([shift(lunch=315, pause=420)], {}, ("breaks", "late", 540, 315, 300)),
        ([shift(lunch=270, pause=345)], {}, ("breaks", "too_close", 540, 45, 60)),
        ([short_shift(0), short_shift(1)], {"shifts_max": 1}, ("shifts_max", "", None, 2, 1)),
        ([short_shift(0)], {"days_off_min": 7}, ("days_off_min", "", None, 6, 7)),
        (
            [short_shift(2), short_shift(3), short_shift(4)],
            {"consecutive_days_max": 2},
            ("consecutive_days", "", 2 * DAY, 3, 2),
        ),
        (
            [short_shift(0)],
            {"consecutive_days_max": 2, "days_worked_run": 2},
            ("consecutive_days", "", 0, 3, 2),
        ),
        ([], {"pinned": (short_shift(),)}, ("pinned", "changed", 540, 0, 1)),
    ],
)
def test_a_broken_rule_is_told_with_place_and_size(shifts, rules, expected):
    assert expected in told(judge(*shifts, **rules))
    assert {rule for rule, *_ in told(judge(*shifts, **rules))} == {expected[0]}


@pytest.mark.parametrize(
    ("shifts", "rules"),
    [
        ([short_shift(6)], {"queues": (0, 1)}),
        ([shift(), shift(1)], {"rest_minutes_min": 16 * HOUR}),
        ([short_shift()], {"rest_minutes_min": 660, "last_shift_end_minute": -120}),
        ([short_shift()], {"availability": (Span(540, 600), Span(600, 780))}),
        ([short_shift()], {"leave": (Span(0, 540), Span(780, 1440))}),
        ([short_shift()], {"paid_minutes_min": 240, "paid_minutes_max": 240}),
        ([short_shift()], {"shift_minutes_min": 240, "shift_minutes_max": 240}),
        ([short_shift()], {"templates": ("day",)}),
        ([short_shift(start=480), short_shift(1, start=720)], {}),
        ([shift(lunch=180, pause=300)], {}),
        ([shift(lunch=300, pause=420)], {}),
        ([short_shift(0), short_shift(1)], {"shifts_max": 2, "days_off_min": 5}),
        ([short_shift(0), short_shift(1), short_shift(3)], {"consecutive_days_max": 2}),
        ([short_shift(1)], {"consecutive_days_max": 2, "days_worked_run": 2}),
        ([short_shift()], {"pinned": (short_shift(),)}),
    ],
)
def test_a_rule_kept_to_the_minute_is_not_broken(shifts, rules):
    assert judge(*shifts, **rules) == ()


def test_every_way_a_break_can_be_wrong_is_told():
    lunch, pause = shift().breaks
    cases = {
        "missing": (pause,),
        "unexpected": (lunch, pause, replace(pause, start_minute=995, end_minute=1010)),
        "length": (replace(lunch, end_minute=lunch.end_minute + 15), pause),
        "pay": (replace(lunch, paid=True), pause),
        "outside_shift": (lunch, replace(pause, start_minute=1010, end_minute=1025)),
    }
    for detail, breaks in cases.items():
        broken = judge(shift(breaks=breaks))
        assert detail in [b.detail for b in broken]
        assert {b.rule for b in broken} == {"breaks"}


def test_a_stranger_in_the_roster_is_told():
    terms = Terms(7, 15, np.zeros((1, 672)), {}, {})
    expected = BrokenRule("known_agent", "Cleo", "unknown", None, 1, 0, "agents")
    assert check(terms, {"Cleo": [short_shift()]}) == (expected,)


def test_a_rule_is_named_like_its_function():
    names = {rule.__name__ for rule in RULES}
    assert names == {
        "availability",
        "breaks",
        "consecutive_days",
        "days_off_min",
        "hours_max",
        "hours_min",
        "leave",
        "overlap",
        "period",
        "pinned",
        "rest",
        "shift_length",
        "shifts_max",
        "skills",
        "template",
    }


def test_by_how_much_is_the_distance_to_the_limit():
    [broken] = judge(shift(), paid_minutes_max=400)
    assert broken.by == 50
