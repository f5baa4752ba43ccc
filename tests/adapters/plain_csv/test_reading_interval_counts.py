"""What `read_intervals` makes of files, good and bad."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from floorwalker.adapters.plain_csv import read_intervals
from floorwalker.foundation.errors import BadInputError

TORONTO = ZoneInfo("America/Toronto")


@pytest.fixture
def written(tmp_path: Path):
    def write(*lines: str) -> Path:
        path = tmp_path / "history.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_finer_rows_are_summed_per_queue(written) -> None:
    path = written(
        "time,queue,offered",
        "2026-01-05 08:00,sales,3",
        "2026-01-05 08:15,sales,4",
        "2026-01-05 08:30,sales,0",
        "2026-01-05 08:45,sales,2",
        "2026-01-05 08:00,help,9",
        "2026-01-05 08:15,help,1",
    )
    file = read_intervals(path, minutes=30)
    assert (file.source_minutes, [q.queue for q in file.queues]) == (15, ["help", "sales"])
    assert file.queues[0].offered.values[0, 16] == 10
    assert file.queues[1].offered.values[0, 16:18].tolist() == [7, 2]
    assert file.queues[1].offered.first_day == date(2026, 1, 5)


def test_without_a_queue_column_the_queue_is_named_all(written) -> None:
    path = written("time;Offered", "2026-01-05T08:00;3", "2026-01-05T08:30;3")
    assert read_intervals(path, minutes=30).queues[0].queue == "all"


def test_handling_times_are_weighted_by_contacts(written) -> None:
    path = written(
        "time,offered,aht_seconds",
        "2026-01-05 08:00,1,100",
        "2026-01-05 08:15,3,200",
        "2026-01-05 08:30,0,",
        "2026-01-05 08:45,2,300",
    )
    aht = read_intervals(path, minutes=30).queues[0].aht_seconds
    assert aht is not None
    assert aht.values[0, 16:18].tolist() == [175, 300]


def test_in_a_file_that_writes_zeros_a_missing_interval_is_unknown(written) -> None:
    path = written(
        "time,offered",
        "2026-01-05 08:00,1",
        "2026-01-05 08:30,0",
        "2026-01-05 09:00,1",
        "2026-01-06 08:00,1",
        "2026-01-06 09:00,1",
    )
    values = read_intervals(path, minutes=30).queues[0].offered.values
    assert np.isnan(values[1, 17])


def test_in_a_file_without_zeros_a_missing_quiet_interval_is_zero_and_a_busy_one_unknown(
    written,
) -> None:
    days = [f"2026-01-{day:02d}" for day in (5, 6, 7)]
    quiet = [f"{day} 08:00,2" for day in days[:2]]
    busy = [f"{day} 08:30,90" for day in days[:2]]
    path = written("time,offered", *quiet, *busy, f"{days[2]} 09:00,4")
    queue = read_intervals(path, minutes=30).queues[0]
    assert queue.offered.values[2, 16] == 0
    assert np.isnan(queue.offered.values[2, 17])
    assert "1 missing quiet interval" in queue.warnings[0]


def test_an_interval_with_fewer_parts_than_usual_is_unknown(written) -> None:
    usual = [f"2026-01-{day:02d} 08:{m:02d},50" for day in (5, 6, 7) for m in (0, 15)]
    path = written("time,offered", *usual, "2026-01-08 08:00,50", "2026-01-08 09:00,50")
    values = read_intervals(path, minutes=30).queues[0].offered.values
    assert values[:3, 16].tolist() == [100, 100, 100]
    assert np.isnan(values[3, 16])


def test_a_last_interval_that_is_always_cut_short_is_kept(written) -> None:
    parts = [f"2026-01-{d:02d} {t},5" for d in (5, 6) for t in ("20:30", "20:45", "21:00")]
    values = read_intervals(written("time,offered", *parts), minutes=30).queues[0].offered.values
    assert values[:, 41:43].tolist() == [[10, 5], [10, 5]]


def test_rows_of_the_first_day_asked_for_and_later_are_left_out(written) -> None:
    path = written("time,offered", "2026-01-05 08:00,1", "2026-01-05 08:30,1", "2026-01-06 00:00,9")
    file = read_intervals(path, minutes=30, before=datetime(2026, 1, 6))
    assert file.rows_left_out == 1
    assert file.queues[0].offered.days == 1


def test_the_doubled_autumn_hour_is_read_from_offsets_as_its_mean(written) -> None:
    path = written(
        "time,offered",
        "2026-11-01T01:00-04:00,10",
        "2026-11-01T01:30-04:00,10",
        "2026-11-01T01:00-05:00,20",
        "2026-11-01T01:30-05:00,20",
    )
    queue = read_intervals(path, minutes=30, zone=TORONTO).queues[0]
    assert queue.offered.values[0, 2:4].tolist() == [15, 15]
    assert "repeat a start" in queue.warnings[0]


def test_of_a_doubled_autumn_hour_only_what_was_known_is_read(written) -> None:
    path = written(
        "time,offered",
        "2026-11-01T00:30-04:00,5",
        "2026-11-01T01:00-04:00,10",
        "2026-11-01T01:30-04:00,10",
        "2026-11-01T01:00-05:00,20",
        "2026-11-01T01:30-05:00,20",
    )
    second_pass = datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-5)))
    file = read_intervals(path, minutes=30, zone=TORONTO, before=second_pass)
    assert file.queues[0].offered.values[0, 1:4].tolist() == [5, 15, 10]
    first_pass = datetime(2026, 11, 1, 1, 30, tzinfo=TORONTO)
    file = read_intervals(path, minutes=30, zone=TORONTO, before=first_pass)
    assert file.queues[0].offered.values[0, 1:3].tolist() == [5, 10]
    assert file.rows_left_out == 3


def test_when_every_row_is_too_late_that_is_said(written) -> None:
    path = written("time,offered", "2026-01-05 08:00,1")
    with pytest.raises(BadInputError, match="no row lies before 2026-01-05 08:00"):
        read_intervals(path, minutes=30, before=datetime(2026, 1, 5, 8))


def test_times_in_utc_are_put_on_the_local_clock(written) -> None:
    path = written("time,offered", "2026-01-06T04:00:00Z,7", "2026-01-06T04:30:00Z,8")
    matrix = read_intervals(path, minutes=60, zone=TORONTO).queues[0].offered
    assert (matrix.first_day, matrix.values[0, 23]) == (date(2026, 1, 5), 15)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["time,queue", "2026-01-05 08:00,a"], "line 1: column offered is missing"),
        (["time,offered"], "no row below the header"),
        (["time,offered,offered", "2026-01-05 08:00,3,9"], "two columns are called offered"),
        (["time,offered", "yesterday,3"], "line 2: time is 'yesterday'"),
        (["time,offered", "2026-01-05 08:00,-3"], "line 2: offered is '-3'"),
        (["time,offered", "2026-01-05 08:00,NaN"], "line 2: offered is 'NaN'"),
        (["time,offered", "2026-01-05 08:00,1e300"], "line 2: offered is 1e300"),
        (["time,offered", "2026-01-05 08:00,3,4"], "line 2: this line has more cells"),
        (["time,offered", "9999-12-31 08:00,3"], "line 2: .*years run from 1970"),
        (["time,offered", "2026-01-05 08:00:07,1"], "line 2: .*whole minute"),
        (["time,offered", "2026-01-05T08:00Z,1"], "line 2: .*--zone"),
        (["time,offered", "2026-01-05T08:00,1", "2026-01-05T08:30Z,1"], "line 3: .*are mixed"),
        (["time,offered", "2026-01-05 08:00,1", "2026-01-05 09:00,1"], "intervals of 60 minutes"),
        (["time,offered", "1980-01-05 08:00,1", "2026-01-05 09:30,1"], "at most 20 years"),
        (["time,offered", *["2026-01-05 08:30,1"] * 99], "98 rows that repeat a start"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(written, lines, message) -> None:
    path = written(*lines)
    with pytest.raises(BadInputError, match=message):
        read_intervals(path, minutes=30)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BadInputError, match="not a text file"):
        read_intervals(path, minutes=30)


def test_an_empty_file_and_a_gigabyte_are_refused_at_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(BadInputError, match="the file is empty"):
        read_intervals(empty, minutes=30)
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(BadInputError, match="1,000 MB"):
        read_intervals(big, minutes=30)
