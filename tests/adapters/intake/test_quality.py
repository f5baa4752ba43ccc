from datetime import UTC, date, datetime, timedelta

import pytest
from tests.adapters.intake.read_text import read_text


def weeks(count, *, value=20, skip=(), change=None, hours=range(8, 18)):
    """Weeks of hourly intervals from a Monday; `change` maps (day, hour) to another value."""
    rows = ["time,queue,offered"]
    for n in range(7 * count):
        day = date(2024, 1, 8) + timedelta(days=n)
        for hour in hours:
            if day not in skip and (day, hour) not in skip:
                offered = (change or {}).get((day, hour), value)
                rows.append(f"{day} {hour:02d}:00,a,{offered}")
    return "\n".join(rows)


def test_a_regular_file_has_no_flags(tmp_path):
    report = read_text(tmp_path, weeks(6)).report
    assert report.flags == ()
    assert (report.intervals_present, report.intervals_missing) == (420, 0)
    assert report.volume == 8400


def test_missing_days_and_intervals_are_counted_with_what_they_would_have_carried(tmp_path):
    day = date(2024, 1, 23)
    read = read_text(tmp_path, weeks(6, skip={day, (date(2024, 1, 25), 9)}))
    assert read.report.intervals_missing == 11
    assert read.flag("missing_days").rows == 10
    assert read.flag("missing_days").examples == ("a, 2024-01-23",)
    assert read.flag("missing_intervals").rows == 1
    assert read.flag("missing_days").share_of_volume == pytest.approx(200 / (8400 - 220))


def test_a_weekday_that_is_always_closed_is_no_gap(tmp_path):
    sundays = {date(2024, 1, 14) + timedelta(weeks=k) for k in range(6)}
    assert read_text(tmp_path, weeks(6, skip=sundays)).report.intervals_missing == 0


def test_a_burst_is_flagged_with_its_excess(tmp_path):
    read = read_text(tmp_path, weeks(6, change={(date(2024, 1, 23), 10): 90}))
    flag = read.flag("burst")
    assert flag.rows == 1
    assert flag.share_of_volume == pytest.approx(70 / 8470)
    assert flag.examples == ("a, 2024-01-23 10:00: 90, usually 20",)


def test_ordinary_noise_is_no_burst(tmp_path):
    assert read_text(tmp_path, weeks(6, change={(date(2024, 1, 23), 10): 40})).flag("burst") is None


def test_a_silence_in_busy_hours_is_flagged(tmp_path):
    day = date(2024, 1, 23)
    read = read_text(tmp_path, weeks(6, change={(day, 10): 0, (day, 11): 0}))
    assert read.flag("silence").rows == 2
    assert read.flag("silence").examples == ("a, 2024-01-23 10:00-12:00",)


def test_an_outlier_day_is_flagged(tmp_path):
    day = date(2024, 1, 23)
    read = read_text(tmp_path, weeks(6, change={(day, hour): 5 for hour in range(8, 18)}))
    assert read.flag("outlier_day").examples == ("a, 2024-01-23: 50, usually 200",)


def test_the_doubled_hour_is_kept_as_two_instants_and_flagged(tmp_path):
    text = "time,offered\n" + "".join(
        f"2024-11-03 {clock},{n}\n"
        for n, clock in enumerate(["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"], start=1)
    )
    read = read_text(tmp_path, text)
    assert [(row.starts_at.hour, row.starts_at.minute) for row in read.rows] == [
        (4, 30), (5, 0), (5, 30), (6, 0), (6, 30), (7, 0),
    ]  # fmt: skip
    assert read.flag("doubled_hour").rows == 4
    assert read.flag("doubled_hour").share_of_volume == pytest.approx((2 + 3 + 4 + 5) / 21)


def test_a_third_pass_through_the_doubled_hour_is_a_conflict(tmp_path):
    text = "time,offered\n2024-11-03 00:00,1\n" + "2024-11-03 01:00,2\n" * 3
    read = read_text(tmp_path, text)
    assert len(read.rows) == 3
    assert read.report.rejected == {"duplicate": 1}


def test_offsets_in_the_data_make_the_doubled_hour_certain(tmp_path):
    text = "time,offered\n2024-11-03 01:00-04:00,1\n2024-11-03 01:00-05:00,2\n"
    read = read_text(tmp_path, text)
    assert [row.starts_at for row in read.rows] == [
        datetime(2024, 11, 3, 5, tzinfo=UTC),
        datetime(2024, 11, 3, 6, tzinfo=UTC),
    ]


def test_rows_far_out_of_order_are_flagged_as_late(tmp_path):
    lines = weeks(3).splitlines()
    moved = lines.pop(5)
    read = read_text(tmp_path, "\n".join([*lines, moved]))
    assert read.flag("late_rows").rows == 1


def test_more_answered_than_offered_is_flagged_and_kept(tmp_path):
    read = read_text(
        tmp_path, "time,offered,answered\n2024-01-08 08:00,5,6\n2024-01-08 08:30,5,5\n"
    )
    assert read.report.rows_kept == 2
    assert read.flag("more_answered_than_offered").rows == 1


def test_an_agent_who_ends_calls_at_once_is_named(tmp_path):
    rows = [f"2024-01-08 {8 + i // 60:02d}:{i % 60:02d}:00,5,ANSWERED" for i in range(200)]
    text = "time,wait,outcome,handle time,agent\n" + "".join(
        f"{row},{3 if i % 4 == 0 and i < 100 else 200},{'Quick' if i < 100 else 'Slow'}\n"
        for i, row in enumerate(rows)
    )
    read = read_text(tmp_path, text)
    assert read.flag("agents_ending_calls").examples == ("Quick: 25 of 100",)
    assert read.flag("short_service").rows == 25


def test_the_report_is_plain_json(tmp_path):
    import json

    report = read_text(tmp_path, weeks(6, skip={date(2024, 1, 23)})).report
    again = json.loads(json.dumps(report.as_json()))
    assert again["flags"][0]["code"] == "missing_days"
    assert again["starts_at"] == "2024-01-08T13:00:00+00:00"


def test_a_file_that_ends_within_a_day_is_no_silence(tmp_path):
    rows = [
        f"{date(2024, 1, 8) + timedelta(days=n)} {hour:02d}:{minute:02d}:00,a,5,ANSWERED"
        for n in range(36)
        for hour in range(8, 18)
        for minute in range(0, 60, 6)
        if n < 35 or hour < 10
    ]
    read = read_text(tmp_path, "time,queue,wait,outcome\n" + "\n".join(rows))
    assert read.flag("silence") is None
    assert read.flag("outlier_day") is None
    assert read.flag("partial_day").examples == ("a, 2024-02-12 10:00-24:00",)


def test_the_hour_that_spring_skips_is_not_missing(tmp_path):
    first = date(2024, 2, 18)
    rows = [
        f"{first + timedelta(days=n)} {hour:02d}:00,5"
        for n in range(35)
        for hour in range(24)
        if (first + timedelta(days=n), hour) != (date(2024, 3, 10), 2)
    ]
    read = read_text(tmp_path, "time,offered\n" + "\n".join(rows))
    assert (read.report.rows_rejected, read.report.intervals_missing) == (0, 0)


def test_a_contact_told_twice_is_flagged(tmp_path):
    row = "{},2024-01-08 08:00:00,5,ANSWERED,60,Ada\n"
    rows = row.format(1) + row.format(2) + row.format(1)
    read = read_text(tmp_path, "call id,time,wait,outcome,handle time,agent\n" + rows)
    assert read.flag("duplicate_contact").examples == ("line 4",)
