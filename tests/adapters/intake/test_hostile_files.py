import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from django.utils import translation
from tests.adapters.intake.read_text import TORONTO, read_path, read_text

from floorwalker.adapters import intake
from floorwalker.adapters.intake import _quality, _reading, _text
from floorwalker.foundation.errors import BadInputError


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n  \n", "the file is empty"),
        (bytes(range(256)) * 50, "not a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "not a text file"),
        (b"colour,shape\nred,round\n", "do not tell what the file is"),
        (b"time,offered\n", "there is no row below the header"),
        (b"2024-01-01 08:00,5\n2024-01-01 08:30,6\n", "holds data, not column names"),
        (b"time,offered,offered\n2024-01-01,1,2\n", "two columns are called 'offered'"),
        (b"time,offered\nyesterday,5\n", "no date that we can read"),
        (b"time,offered\n" + b"2024-01-01 08:00,-5\n" * 3, "a number below zero"),
        (
            b"time,offered\n2024-01-01 08:00,5\n2024-01-01 08:30+02:00,6\n",
            "some times carry a zone offset and some do not",
        ),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_clear_error(tmp_path, content, message):
    with pytest.raises(BadInputError, match=message):
        read_text(tmp_path, content)


def test_there_must_be_a_file(tmp_path):
    with pytest.raises(BadInputError, match="no such file"):
        intake.detect(tmp_path / "nothing.csv", choices=TORONTO)


def test_a_zone_that_appears_far_down_still_stops_the_reading_with_its_line(tmp_path):
    rows = "".join(f"2024-01-01 {h:02d}:00,q{i},1\n" for i in range(2_000) for h in range(24))
    lines = ("time,queue,offered\n" + rows).splitlines()
    lines.insert(14_001, "2024-01-01 08:00+02:00,q,1")
    with pytest.raises(BadInputError, match=r"line 14002.*do not agree"):
        read_text(tmp_path, "\n".join(lines))


def test_a_line_without_end_is_refused_without_being_held(tmp_path):
    path = tmp_path / "file.csv"
    with path.open("wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(BadInputError, match="first line has more than"):
        intake.detect(path, choices=TORONTO)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_a_line_without_end_in_the_middle_costs_that_line_only(tmp_path):
    text = "time,offered\n2024-01-01 08:00,1\n" + "9" * 3_000_000 + "\n2024-01-01 08:30,2\n"
    read = read_text(tmp_path, text)
    assert [row.offered for row in read.rows] == [1, 2]
    assert read.report.rejected == {"line_too_long": 1}
    assert read.report.first_rejects[0].line == 3


def test_a_stray_quote_costs_one_line_and_not_the_file(tmp_path):
    rows = ['"a,1', '"b, c",2', "d,3"]
    text = "time,queue,offered\n" + "".join(f"2024-01-01 08:00,{row}\n" for row in rows)
    read = read_text(tmp_path, text)
    assert [(row.queue, row.offered) for row in read.rows] == [("b, c", 2), ("d", 3)]
    assert read.report.rejected == {"open_quote": 1}


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    # Fingerprints against duplicates grow up to a bound of their own.
    monkeypatch.setattr(_quality, "FINGERPRINTS_MAX", 0)
    monkeypatch.setattr(_reading, "CHUNK_ROWS", 1_000)
    monkeypatch.setattr(_text, "BLOCK_BYTES", 1 << 16)
    row = "2024-03-{:02d} {:02d}:{:02d}:00,1,ANSWERED,{},agent{}\n"
    peaks = []
    for count in (5_000, 20_000):
        path = tmp_path / f"{count}.csv"
        with path.open("w") as file:
            file.write("time,wait,outcome,handle time,agent\n")
            for i in range(count):
                file.write(row.format(1 + i % 28, i % 24, i % 60, 180 + i % 7, i % 9))
        reading = intake.read(path, detection=intake.detect(path, choices=TORONTO))
        tracemalloc.start()
        for _ in reading.chunks():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + (1 << 18)


def test_the_reading_stops_when_progress_raises(tmp_path):
    class StopError(Exception):
        pass

    def stop(done, total):
        raise StopError

    path = tmp_path / "file.csv"
    path.write_text("time,offered\n2024-01-01 08:00,1\n")
    reading = intake.read(path, detection=intake.detect(path, choices=TORONTO), progress=stop)
    with pytest.raises(StopError):
        list(reading.chunks())


def test_progress_ends_with_all_bytes_done(tmp_path):
    told = []
    path = tmp_path / "file.csv"
    path.write_text("time,offered\n" + "2024-01-01 08:00,1\n" * 120_000)
    detection = intake.detect(path, choices=TORONTO)
    reading = intake.read(
        path, detection=detection, progress=lambda *told_now: told.append(told_now)
    )
    with pytest.raises(BadInputError, match="the same again"):
        list(reading.chunks())
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert len(told) > 1


def test_rejected_rows_run_no_formula_in_a_spreadsheet(tmp_path):
    text = "time,queue,offered\n2024-01-01 08:00,a,1\n=cmd|'/c calc'!A1,@SUM(1),-5\n"
    lines = read_text(tmp_path, text).rejects.splitlines()
    assert lines[0] == "line,reason,detail,time,queue,offered"
    assert lines[1].split(",")[0:2] == ["3", "bad_time"]
    assert "'=cmd|" in lines[1]
    assert "'@SUM(1)" in lines[1]
    assert lines[1].endswith(",-5")


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    with pytest.raises(BadInputError, match="unpacks to 63 MB; it was not opened"):
        read_path(path)


def test_a_workbook_with_entity_tricks_is_refused(tmp_path):
    good = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["name", "email"])
    book.active.append(["Ada", "ada@example.ca"])
    book.save(good)
    path = tmp_path / "tricks.xlsx"
    trick = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            is_sheet = part == "xl/worksheets/sheet1.xml"
            target.writestr(part, trick if is_sheet else source.read(part))
    with pytest.raises(BadInputError, match="cannot be read"):
        read_path(path)


def test_a_broken_workbook_is_refused(tmp_path):
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"not xml")
    with pytest.raises(BadInputError, match="cannot be read"):
        read_path(path)


def test_a_file_that_names_a_queue_per_row_is_refused(tmp_path):
    rows = "".join(f"2024-01-01 08:00,call{i},1\n" for i in range(2_100))
    with pytest.raises(BadInputError, match="more than 2\u00a0000 queues"):
        read_text(tmp_path, "time,queue,offered\n" + rows)


def test_a_workbook_is_known_by_what_it_holds_and_not_by_its_name(tmp_path):
    book = openpyxl.Workbook()
    for row in (["name", "team"], ["Asha", "Days"]):
        book.active.append(row)
    path = tmp_path / "agents.csv"
    book.save(path)
    assert intake.detect(path, choices=TORONTO).kind == "agents"


def test_a_queue_beyond_the_grid_of_a_very_long_file_is_read_without_being_judged(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(_quality, "GRID_DAYS_MAX", 1)
    rows = "2024-01-01 08:00,a,5\n2024-01-02 08:00,a,5\n2024-01-01 08:00,b,5\n"
    read = read_text(tmp_path, "time,queue,offered\n" + rows)
    assert (len(read.rows), read.report.complete) == (3, False)


def test_what_is_wrong_is_told_in_the_readers_language(tmp_path):
    rows = "2024-01-01 08:00,a,x\n2024-01-01 08:30,a,y\n"
    with translation.override("fr"), pytest.raises(BadInputError) as refused:
        read_text(tmp_path, "time,queue,offered\n" + rows)
    assert refused.value.what == (
        "lignes inutilisables\u00a0: 2 sur 2, dont 2 pour cette raison\u00a0: "
        "pas de nombre là où il en faut un (ligne 2\u00a0: offered vaut 'x')."
    )
