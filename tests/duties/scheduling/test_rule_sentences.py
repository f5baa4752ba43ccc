"""Every rule of the checker, broken on purpose, becomes a sentence."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from floorwalker.duties.scheduling.rule_sentences import _SENTENCES, conflict_sentence, sentence
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines import roster_check as judge
from floorwalker.engines.roster import _crew as crew

WEEK = Week(date(2026, 11, 23), ZoneInfo("America/Toronto"))
LUNCH = judge.NeededBreak(
    "lunch", 30, paid=False, earliest_start_minutes=180, latest_start_minutes=300
)
DAY = judge.AllowedShift(420, 600, 15, (480,), breaks=(LUNCH,), breaks_apart_minutes=60)
BEN = judge.Person(queues=(0,), paid_minutes_min=0, paid_minutes_max=2400, rest_minutes_min=660)


def shift(start: int, end: int, *lunches: tuple[int, int], template: str = "Day") -> judge.Shift:
    pauses = tuple(judge.Break("lunch", a, b, paid=False) for a, b in lunches)
    return judge.Shift(start, end, template, pauses)


GOOD = shift(480, 960, (720, 750))
BROKEN = {
    ("skills", "none"): (replace(BEN, queues=()), [GOOD]),
    ("skills", "unknown"): (replace(BEN, queues=(5,)), [GOOD]),
    ("period", "outside"): (BEN, [shift(-480, 0)]),
    ("period", "length"): (BEN, [shift(480, 480)]),
    ("overlap", ""): (BEN, [GOOD, shift(900, 1380)]),
    ("overlap", "last_week"): (replace(BEN, last_shift_end_minute=500), [GOOD]),
    ("rest", ""): (BEN, [GOOD, shift(1500, 1980)]),
    ("availability", ""): (replace(BEN, availability=(judge.Span(540, 1000),)), [GOOD]),
    ("leave", ""): (replace(BEN, leave=(judge.Span(0, 1440),)), [GOOD]),
    ("hours_min", ""): (replace(BEN, paid_minutes_min=1200), [GOOD]),
    ("hours_max", ""): (replace(BEN, paid_minutes_max=300), [GOOD]),
    ("shift_length", "short"): (replace(BEN, shift_minutes_min=500), [GOOD]),
    ("shift_length", "long"): (replace(BEN, shift_minutes_max=400), [GOOD]),
    ("template", "unknown"): (BEN, [shift(480, 960, template="Gone")]),
    ("template", "not_allowed"): (replace(BEN, templates=("Late",)), [GOOD]),
    ("template", "starts_early"): (BEN, [shift(360, 840, (600, 630))]),
    ("template", "starts_late"): (BEN, [shift(720, 1200, (960, 990))]),
    ("template", "start_step"): (BEN, [shift(487, 967, (720, 750))]),
    ("template", "length"): (BEN, [shift(480, 1020, (720, 750))]),
    ("breaks", "missing"): (BEN, [shift(480, 960)]),
    ("breaks", "unexpected"): (BEN, [shift(480, 960, (700, 730), (800, 830))]),
    ("breaks", "length"): (BEN, [shift(480, 960, (720, 735))]),
    ("breaks", "pay"): (BEN, [replace(GOOD, breaks=(judge.Break("lunch", 720, 750, paid=True),))]),
    ("breaks", "early"): (BEN, [shift(480, 960, (600, 630))]),
    ("breaks", "late"): (BEN, [shift(480, 960, (840, 870))]),
    ("breaks", "outside_shift"): (BEN, [shift(480, 960, (950, 980))]),
    ("breaks", "too_close"): (BEN, [shift(480, 960, (700, 730), (740, 770))]),
    ("shifts_max", ""): (replace(BEN, shifts_max=0), [GOOD]),
    ("days_off_min", ""): (replace(BEN, days_off_min=7), [GOOD]),
    ("consecutive_days", ""): (replace(BEN, consecutive_days_max=3, days_worked_run=3), [GOOD]),
    ("pinned", "changed"): (replace(BEN, pinned=(shift(600, 1080),)), [GOOD]),
}  # fmt: skip


def broken(person: judge.Person, shifts: list[judge.Shift]) -> list[judge.BrokenRule]:
    terms = judge.Terms(7, 15, np.zeros((1, 672)), {"7": person}, {"Day": DAY})
    return list(judge.check(terms, {"7": shifts}))


@pytest.mark.parametrize("key", BROKEN, ids=" ".join)
def test_each_broken_rule_has_a_sentence_of_its_own(key):
    found = [rule for rule in broken(*BROKEN[key]) if (rule.rule, rule.detail) == key]
    assert found
    text = sentence(found[0], name="Ben", week=WEEK)
    assert text.startswith("Ben")
    assert text.endswith(".")
    assert "breaks a rule" not in text
    assert not re.search(r"%\(|%s|\{", text)


def test_the_examples_break_every_rule_that_the_checker_has():
    source = Path(judge.__file__).parent
    told = set()
    for file in ("_shift_rules.py", "_week_rules.py"):
        pattern = r'(?:broken_at\(\s*\w+,|BrokenRule\()\s*"(\w+)",\s*agent,\s*"(\w*)"'
        told |= set(re.findall(pattern, (source / file).read_text()))
    assert told == set(BROKEN)
    assert {rule.__name__ for rule in judge.RULES} == {rule for rule, _ in told}
    assert set(_SENTENCES) == told | {("known_agent", "unknown")}


def test_a_person_who_left_is_named():
    terms = judge.Terms(7, 15, np.zeros((1, 672)), {}, {"Day": DAY})
    rule = judge.check(terms, {"7": [GOOD]})[0]
    expected = "Ben: is rostered but can no longer serve any queue."
    assert sentence(rule, name="Ben", week=WEEK) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("rest", ""), "Ben, Tuesday: leaves 9 h of rest before it; 11 h are due."),
        (("template", "starts_late"), "Ben, Monday: starts 2 h too late for Day."),
        (("breaks", "late"), "Ben, Monday: has its lunch 1 h too late."),
        (("hours_max", ""), "Ben: 7.5 h paid in the week; 5 h are allowed."),
        (("availability", ""), "Ben, Monday: lies outside the availability by 1 h."),
        (("consecutive_days", ""), "Ben, Monday: works 4 days in a row; 3 are allowed."),
    ],
)
def test_a_sentence_says_who_when_and_by_how_much(key, expected):
    rule = next(rule for rule in broken(*BROKEN[key]) if (rule.rule, rule.detail) == key)
    assert sentence(rule, name="Ben", week=WEEK) == expected


def test_an_unknown_rule_is_told_without_a_crash():
    rule = judge.BrokenRule("new_rule", "7", "how", 0, 1, 2, "minutes")
    assert sentence(rule, name="Ben", week=WEEK) == "Ben, Monday: breaks a rule."


def test_a_name_with_a_percent_sign_is_only_a_name():
    rule = broken(*BROKEN["leave", ""])[0]
    assert sentence(rule, name="100 %s", week=WEEK) == "100 %s, Monday: lies on a day of leave."


def test_every_rule_that_can_quarrel_has_words():
    for rule in crew.RULES_THAT_CAN_QUARREL:
        assert "_" not in conflict_sentence("Ben", [rule], [])


def test_a_conflict_says_what_to_relax():
    assert conflict_sentence("Ben", ["rest", "hours_min"], ["hours_min"]) == (
        "Ben: these cannot all hold in this week: rest between shifts, least hours of the contract."
        " Relaxing one is enough: least hours of the contract."
    )
