"""Files of lost time: what is read, and how others' mistakes are told."""

from datetime import date

import pytest

from floorwalker.adapters.lost_time import read_lost_time, read_paid_time
from floorwalker.adapters.lost_time._lines import CHARACTERS_MAX, LINES_MAX
from floorwalker.duties.scheduling.records import LostTimeRow
from floorwalker.foundation.errors import BadInputError

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def write(tmp_path):
    def written(content: str | bytes):
        file = tmp_path / "lost.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return written


def test_every_column_is_read(write):
    told = read_lost_time(
        write(
            "Day,Cause,Minutes,Known on,Person,Team,Paid minutes\n"
            "2026-11-23,sickness,480,2026-11-22,ben,,28800\n"
            "2026-11-23,meeting,90.5,,,North,28800\n"
            "\n"
            "2026-11-24,,,,,,27000\n"
            "2026-11-24,outage,0,,,,\n"
        )
    )
    assert told.losses == (
        LostTimeRow("lost.csv:2", MONDAY, "sickness", 28800, date(2026, 11, 22), "ben", ""),
        LostTimeRow("lost.csv:3", MONDAY, "meeting", 5430, MONDAY, "", "North"),
    )
    assert told.paid_seconds == {MONDAY: 28800 * 60, TUESDAY: 27000 * 60}


def test_semicolons_and_decimal_commas_of_a_french_spreadsheet_are_read(write):
    told = read_lost_time(write("\ufeffday;cause;minutes\n2026-11-23;sickness;7,5\n"))
    assert [(row.seconds, row.known_on) for row in told.losses] == [(450, MONDAY)]


def test_paid_time_has_a_file_of_its_own(write):
    assert read_paid_time(write("day,paid_minutes\n2026-11-23,100\n")) == {MONDAY: 6000}


HEAD = "day,cause,minutes,known_on,person,team,paid_minutes\n"


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("", "lost.csv", "does not name the column day once"),
        ("day,cause\n", "lost.csv", "does not name the column minutes once"),
        ("day,day,cause,minutes\n", "lost.csv", "does not name the column day once"),
        (HEAD, "lost.csv", "has a header and no lines"),
        (HEAD + "23/11/2026,sickness,1\n", "lost.csv:2", "day is “23/11/2026”"),
        (HEAD + "2026-11-23,sickness,many\n", "lost.csv:2", "minutes is “many”"),
        (HEAD + "2026-11-23,sickness,nan\n", "lost.csv:2", "minutes is “nan”"),
        (HEAD + "2026-11-23,sickness,-1\n", "lost.csv:2", "minutes is “-1”"),
        (HEAD + "2026-11-23,sickness,1e12\n", "lost.csv:2", "a number from 0 to 10000000"),
        (HEAD + "2026-11-23,,60\n", "lost.csv:2", "the cause is empty"),
        (HEAD + "2026-11-23,leave,60,soon\n", "lost.csv:2", "known_on is “soon”"),
        (HEAD + "2026-11-23,leave,60,,ben,North\n", "lost.csv:2", "both a person and a team"),
        (HEAD + "2026-11-23,leave,,,,,\n", "lost.csv:2", "minutes is “”"),
        (HEAD + "2026-11-23,a,1,,,,5\n2026-11-23,a,1,,,,6\n", "lost.csv:3", "differ from an earl"),
        (HEAD + "2026-11-23,a,1,,,,5,7\n", "lost.csv:2", "more cells than the header"),
        (HEAD + "2026-11-23," + "a" * 201 + ",1\n", "lost.csv:2", "more than 200 characters"),
        (HEAD + "2026-11-23,a\0b,1\n", "lost.csv:2", "this is no text"),
        (HEAD + "x" * (CHARACTERS_MAX + 1), "lost.csv:2", "this is no text"),
        (HEAD + '2026-11-23,"a"b,1\n', "lost.csv", "this is no CSV file"),
        (b"PK\x03\x04\xff\xfe", "lost.csv", "this is no CSV file"),
    ],
)
def test_a_mistake_is_told_with_its_place(write, content, where, words):
    with pytest.raises(BadInputError) as error:
        read_lost_time(write(content))
    assert words in error.value.what
    assert error.value.where == where


def test_a_missing_file_and_an_endless_one_are_refused(tmp_path, write):
    with pytest.raises(BadInputError, match="there is no such file"):
        read_lost_time(tmp_path / "nothing.csv")
    with pytest.raises(BadInputError, match="more than 500000 lines"):
        read_lost_time(write("day,cause,minutes\n" + "\n" * LINES_MAX))
