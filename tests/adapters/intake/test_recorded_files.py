"""The two recorded files, as they are. Expected counts were made with awk, not with our reader."""

import os
from pathlib import Path

import pytest
from tests.adapters.intake.read_text import read_path

from floorwalker.duties.history.records import Choices, FileKind, Layout, Outcome

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("FLOORWALKER_DATA") or ROOT / "../shared/data")
BANK_CALLS = DATA / "bank_calls_5min.csv"
ANONYMOUS_BANK = DATA / "anonymous_bank_1999_01.tsv"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not BANK_CALLS.exists(), reason=f"no recorded data in {DATA}"),
]


def test_bank_calls_is_read_without_any_option():
    read = read_path(BANK_CALLS)
    assert read.detection.kind is FileKind.INTERVALS
    assert read.detection.interval_minutes == 5
    assert (read.report.rows_kept, read.report.rows_rejected) == (20_280, 0)
    assert read.report.volume == 3_900_744
    # 169 intervals a day; two of the four days are Memorial Day and Independence Day 2003.
    missing = read.flag("missing_days")
    assert missing.rows == 4 * 169
    days = {example.split(", ")[1] for example in missing.examples}
    assert days == {"2003-04-04", "2003-04-07", "2003-05-26", "2003-07-04"}


@pytest.fixture(scope="module")
def anonymous_bank():
    return read_path(ANONYMOUS_BANK, choices=Choices(zone_name="Asia/Jerusalem"))


def test_the_anonymous_bank_is_recognised(anonymous_bank):
    detection = anonymous_bank.detection
    assert detection.layout is Layout.ANONYMOUS_BANK
    assert detection.columns["agent"] == "server"


def test_every_call_is_kept_rejected_or_set_aside(anonymous_bank):
    report = anonymous_bank.report
    assert report.rows_read == 31_599
    assert report.rejected == {"phantom": 240}
    assert report.set_aside == {"ended_before_queue": 1_198}
    outcomes = [row.outcome for row in anonymous_bank.rows]
    assert outcomes.count(Outcome.ANSWERED) == 27_060
    assert outcomes.count(Outcome.ABANDONED) == 4_299 - 1_198


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("answered_without_agent", 490),
        ("long_service", 4),
        ("short_service", 1_511),
        ("service_over_midnight", 21),
        ("abandoned_with_service", 82),
        ("queue_over_midnight", 1),
    ],
)
def test_its_known_dirt_is_found(anonymous_bank, code, rows):
    assert anonymous_bank.flag(code).rows == rows


def test_services_that_pass_midnight_are_not_taken_for_errors(anonymous_bank):
    assert anonymous_bank.flag("service_ends_before_start") is None


def test_a_call_that_waited_arrives_when_it_joins_the_queue(anonymous_bank):
    # Line 2: 990101, vru 0:00:31-0:00:36, queue 0:00:36-0:03:09, HANG; Israel was at UTC+2.
    first = anonymous_bank.rows[0]
    assert first.arrived_at.isoformat() == "1998-12-31T22:00:36+00:00"
    assert (first.queue, first.wait_seconds, first.outcome) == ("PS", 153, Outcome.ABANDONED)


def test_the_lost_days_of_january_are_found(anonymous_bank):
    # The bank's six-minute counts, recorded apart, hold 3,120 calls on these two days.
    missing = anonymous_bank.flag("missing_days")
    assert {example.split(", ")[1] for example in missing.examples} == {"1999-01-11", "1999-01-12"}
    assert {example.split(", ")[0] for example in missing.examples} == {"PS", "NW", "NE", "TT"}
