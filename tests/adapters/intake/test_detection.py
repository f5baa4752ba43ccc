from datetime import UTC, datetime

import pytest
from tests.adapters.intake.read_text import TORONTO, read_text

from floorwalker.adapters import intake
from floorwalker.duties.history.records import Choices, FileKind, ZoneSource
from floorwalker.foundation.errors import BadInputError


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_french_header_is_read_in_any_usual_encoding(tmp_path, encoding):
    text = "Début;File d'attente;Appels reçus;Durée de traitement\n2024-03-04 08:00;Crédit;7;1400\n"
    read = read_text(tmp_path, text.encode(encoding))
    assert read.detection.kind is FileKind.INTERVALS
    assert read.detection.delimiter == ";"
    row = read.rows[0]
    assert (row.queue, row.offered, row.handle_seconds) == ("Crédit", 7, 1400)
    assert row.starts_at == at(2024, 3, 4, 13, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    lines = [["time", "queue", "offered"], ["2024-03-04 08:00", "a", "7"]]
    read = read_text(tmp_path, "\n".join(delimiter.join(line) for line in lines))
    assert read.detection.delimiter == delimiter
    assert read.rows[0].offered == 7


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-03-04 08:00", at(2024, 3, 4, 13)),
        ("2024-03-04T08:00:00", at(2024, 3, 4, 13)),
        ("20240304 0800", at(2024, 3, 4, 13)),
        ("240304 8:00:00", at(2024, 3, 4, 13)),
        ("3/14/2024 5:30 PM", at(2024, 3, 14, 21, 30)),
        ("14/3/2024 17h30", at(2024, 3, 14, 21, 30)),
        ("14.03.24 12:00 am", at(2024, 3, 14, 4)),
        ("2024-07-01 08:00-04:00", at(2024, 7, 1, 12)),
        ("2024-07-01T12:00:00Z", at(2024, 7, 1, 12)),
        ("1719835200", at(2024, 7, 1, 12)),
        ("1719835200000", at(2024, 7, 1, 12)),
        ("2024-03-04 08:00 - 08:30", at(2024, 3, 4, 13)),
    ],
)
def test_a_time_is_read_however_it_is_written(tmp_path, written, expected):
    assert read_text(tmp_path, f"time,offered\n{written},1\n").rows[0].starts_at == expected


def test_one_day_above_twelve_decides_the_order_for_the_whole_file(tmp_path):
    text = "time,offered\n01/02/2024 08:00,1\n02/02/2024 08:00,2\n13/02/2024 08:00,3\n"
    read = read_text(tmp_path, text)
    assert read.detection.date_order == "dmy"
    assert [row.starts_at.day for row in read.rows] == [1, 2, 13]
    assert not any("told apart" in note for note in read.detection.notes)


def test_without_such_a_day_the_order_with_the_shorter_span_is_taken_and_said(tmp_path):
    text = "time,offered\n03/01/2024 08:00,1\n03/02/2024 08:00,2\n03/03/2024 08:00,3\n"
    read = read_text(tmp_path, text)
    assert read.detection.date_order == "mdy"
    assert any("cannot be told apart" in note for note in read.detection.notes)


def test_the_last_lines_of_a_long_file_decide_too(tmp_path):
    early = "".join(
        f"05/0{1 + i % 9}/2024 08:{i % 60:02d},queue{i % 500},1\n" for i in range(30_000)
    )
    path = tmp_path / "file.csv"
    path.write_text("time,queue,offered\n" + early + "25/12/2024 08:00,x,1\n" * 1_000)
    assert intake.detect(path, choices=TORONTO).date_order == "dmy"


def test_a_person_may_overrule_the_order(tmp_path):
    choices = Choices(zone_name="America/Toronto", date_order="dmy")
    read = read_text(tmp_path, "time,offered\n03/01/2024 08:00,1\n", choices=choices)
    assert read.rows[0].starts_at.date().isoformat() == "2024-01-03"


def test_date_and_clock_may_stand_in_two_columns(tmp_path):
    read = read_text(tmp_path, "Date,Time,Calls\n2024-03-04,8:15,5\n2024-03-04,8:30,6\n")
    assert read.detection.columns == {"date": "Date", "clock": "Time", "offered": "Calls"}
    assert read.detection.interval_minutes == 15
    assert read.rows[0].starts_at == at(2024, 3, 4, 13, 15)


def test_decimal_commas_and_clock_durations_are_numbers(tmp_path):
    text = "time;offered;answered;aht;asa\n2024-03-04 08:00;10;8;180,5;0:20\n"
    row = read_text(tmp_path, text).rows[0]
    assert (row.handle_seconds, row.wait_seconds) == (1444, 160)


def test_the_zone_is_assumed_and_said_unless_the_data_carry_offsets(tmp_path):
    assumed = read_text(tmp_path, "time,offered\n2024-03-04 08:00,1\n").detection
    told = read_text(tmp_path, "time,offered\n2024-03-04 08:00+00:00,1\n").detection
    assert assumed.zone_source is ZoneSource.ASSUMED
    assert any("America/Toronto" in note for note in assumed.notes)
    assert told.zone_source is ZoneSource.IN_THE_DATA


def test_columns_can_be_named_by_hand(tmp_path):
    choices = Choices(zone_name="UTC", columns={"time": "Quand", "offered": "Combien"})
    read = read_text(tmp_path, "Quand,Combien\n2024-03-04 08:00,3\n", choices=choices)
    assert read.rows[0].offered == 3


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"offered": "Nope"}, "there is no column 'Nope'"),
        ({"colour": "offered"}, "'colour' is not a field of intervals"),
    ],
)
def test_naming_what_does_not_exist_is_refused(tmp_path, columns, message):
    choices = Choices(zone_name="UTC", kind=FileKind.INTERVALS, columns=columns)
    with pytest.raises(BadInputError, match=message):
        read_text(tmp_path, "time,offered\n2024-03-04 08:00,3\n", choices=choices)


def test_without_a_queue_column_the_file_names_the_queue(tmp_path):
    read = read_text(tmp_path, "time,offered\n2024-03-04 08:00,3\n", name="loans.csv")
    assert read.rows[0].queue == "loans"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("time,queue,offered,aht", FileKind.INTERVALS),
        ("Call Start,Queue,Wait Time,Status,Talk Time,Agent", FileKind.CONTACTS),
        ("Nom,Courriel,Équipe,Compétences,Langues", FileKind.AGENTS),
        ("Agent name,Email,Team,Start", FileKind.AGENTS),
    ],
)
def test_the_columns_tell_what_the_file_is(tmp_path, header, kind):
    path = tmp_path / "file.csv"
    path.write_text(header + "\n2024-03-04 08:00" + ",1" * header.count(",") + "\n")
    assert intake.detect(path, choices=TORONTO).kind is kind


def test_a_zone_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="no time zone 'Mars/Base'"):
        read_text(
            tmp_path, "time,offered\n2024-03-04 08:00,3\n", choices=Choices(zone_name="Mars/Base")
        )


def test_the_end_of_an_interval_is_not_taken_for_a_zone_offset(tmp_path):
    rows = "".join(f"2024-03-04,{h:02d}:00-{h:02d}:30,{h}\n" for h in range(6, 18))
    read = read_text(tmp_path, "Date,Interval,Calls offered\n" + rows)
    assert read.detection.zone_source is ZoneSource.ASSUMED
    assert [row.starts_at.hour for row in read.rows] == list(range(11, 23))


def test_an_empty_column_says_that_the_file_has_none(tmp_path):
    text = "time,queue,offered\n2024-03-04 08:00,a,7\n"
    read = read_text(tmp_path, text, choices=Choices("America/Toronto", columns={"queue": ""}))
    assert read.detection.columns == {"time": "time", "offered": "offered"}
    assert read.rows[0].queue == "file"


def test_columns_may_be_lacking_only_where_a_person_chooses_them_afterwards(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("when,how many\n2024-03-04 08:00,7\n")
    assert intake.detect(path, choices=TORONTO, may_lack_columns=True).columns == {}
    with pytest.raises(BadInputError, match="do not tell what the file is"):
        intake.detect(path, choices=TORONTO)
