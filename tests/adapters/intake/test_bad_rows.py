import pytest
from tests.adapters.intake.read_text import read_text

GOOD = "2024-01-01 08:00,a,10,8,180\n"


def rejects(folder, row, *, header="time,queue,offered,answered,aht", good=GOOD):
    return read_text(folder, f"{header}\n{good}{row}\n").report


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2024-01-01 08:30,a,-1,0,180", "negative"),
        ("2024-01-01 08:30,a,ten,0,180", "bad_number"),
        ("2024-01-01 08:30,a,1.5,0,180", "bad_number"),
        ("2024-01-01 08:30,a,nan,0,180", "missing_value"),
        ("2024-01-01 08:30,a,inf,0,180", "bad_number"),
        ("2024-01-01 08:30,a,99999999999,0,180", "too_large"),
        ("2024-01-01 08:30,a,,0,180", "missing_value"),
        ("2024-01-01 08:30,,1,0,180", "missing_value"),
        ("2024-01-01 08:30,a,1,1,90000", "absurd_duration"),
        ("2024-02-30 08:30,a,1,1,180", "bad_time"),
        ("2024-01-01 25:30,a,1,1,180", "bad_time"),
        ("0024-01-01 08:30,a,1,1,180", "bad_time"),
        ("2024-01-01 08:30,a,1,1", "wrong_columns"),
        ("2024-01-01 08:30,a,1,1,180,9", "wrong_columns"),
        ("2024-03-10 02:30,a,1,1,180", "no_such_time"),
        ("2024-01-01 08:00,a,10,8,180", "duplicate"),
        ("2024-01-01 08:00,a,11,8,180", "conflict"),
        (f"2024-01-01 08:30,{'x' * 200},1,1,180", "too_large"),
    ],
)
def test_a_bad_row_is_reported_by_line_and_reason_and_the_good_row_stays(tmp_path, row, reason):
    report = rejects(tmp_path, row)
    assert report.rejected == {reason: 1}
    assert [(r.line, r.reason) for r in report.first_rejects] == [(3, reason)]
    assert report.rows_kept == 1


def test_a_time_off_the_grid_is_rejected(tmp_path):
    rows = "".join(f"2024-01-01 08:{m:02d},1\n" for m in (0, 15, 30, 45, 52))
    report = read_text(tmp_path, "time,offered\n" + rows).report
    assert report.rejected == {"off_grid": 1}
    assert report.interval_minutes == 15


def test_trailing_empty_cells_are_no_fault(tmp_path):
    assert rejects(tmp_path, "2024-01-01 08:30,a,1,1,180,,").rejected == {}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2024-01-01 08:00:01,5,MAYBE,60,Ada", "unknown_outcome"),
        ("2024-01-01 08:00:01,-5,ANSWERED,60,Ada", "negative"),
        ("2024-01-01 08:00:01,5,ANSWERED,90000,Ada", "absurd_duration"),
        ("2024-01-01 08:00:01,999999,ANSWERED,9,Ada", "absurd_duration"),
    ],
)
def test_bad_contacts_are_rejected_too(tmp_path, row, reason):
    good = "2024-01-01 08:00:00,5,ANSWERED,60,Ada\n"
    report = rejects(tmp_path, row, header="time,wait,outcome,handle time,agent", good=good)
    assert report.rejected == {reason: 1}


def test_durations_between_clock_times_are_computed(tmp_path):
    text = (
        "arrived at,answered at,ended at,agent\n"
        "2024-01-01 08:00:00,2024-01-01 08:00:20,2024-01-01 08:03:20,Ada\n"
        "2024-01-01 09:00:00,2024-01-01 09:00:20,2024-01-01 09:00:10,Ada\n"
    )
    read = read_text(tmp_path, text)
    assert [(row.wait_seconds, row.handle_seconds) for row in read.rows] == [(20, 180)]
    assert read.report.rejected == {"ends_before_start": 1}


def test_a_file_of_mostly_bad_rows_is_refused_with_its_main_reason(tmp_path):
    from floorwalker.foundation.errors import BadInputError

    text = "time,offered\n2024-01-01 08:00,1\n2024-01-01 08:30,x\n2024-01-01 09:00,y\n"
    with pytest.raises(BadInputError, match=r"2 of 3 rows cannot be used.*no number where one belongs \(line 3"):
        read_text(tmp_path, text)
