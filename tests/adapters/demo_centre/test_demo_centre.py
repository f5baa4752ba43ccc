"""The made-up centre's files: as published, the same for the same seed, readable as any others."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from floorwalker.adapters.demo_centre import QUEUES, TEAMS, DemoFiles, _files, write_centre
from floorwalker.adapters.intake import _header
from floorwalker.duties.history.records import FileKind

MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
THURSDAY_MORNING = datetime(2026, 11, 26, 10, 20)
WEEKS = 8
FIRST_MONDAY = MONDAY - timedelta(weeks=WEEKS)
THANKSGIVING = date(2026, 10, 12)
FULL_TIME, PART_TIME = ("35.0", "40.0"), ("20.0", "25.0")


def write(folder: Path, *, seed: int = 1867, now: datetime = THURSDAY_MORNING) -> DemoFiles:
    folder.mkdir()
    return write_centre(
        folder,
        this_monday=MONDAY,
        now=now,
        closed_days=[THANKSGIVING],
        seed=seed,
        progress=lambda done, total: None,
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """Eight weeks, the last four of them call by call, and this week until Wednesday."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_files, "WEEKS", WEEKS)
        return write(tmp_path_factory.mktemp("demo") / "centre")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(row: dict[str, str]) -> date:
    return datetime.fromisoformat(row["time"]).date()


def test_the_same_seed_writes_the_same_files_and_another_one_others(tmp_path, monkeypatch):
    monkeypatch.setattr(_files, "WEEKS", 5)
    one, same, other = (
        write(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    for name in vars(one):
        assert getattr(one, name).read_bytes() == getattr(same, name).read_bytes()
        assert getattr(one, name).read_bytes() != getattr(other, name).read_bytes()


def test_sixty_people_of_four_teams_serve_four_queues(files):
    people = rows(files.agents)
    assert len({person["name"] for person in people}) == len(people) == 60
    assert len({person["email"] for person in people}) == 60
    assert Counter(person["team"] for person in people) == dict.fromkeys(TEAMS, 15)
    hours = Counter((p["contract_hours_min"], p["contract_hours_max"]) for p in people)
    assert hours == {FULL_TIME: 48, PART_TIME: 12}
    assert len(QUEUES) == 4
    for queue in QUEUES:
        held = [_words(p) for p in people]
        assert sum(words >= set(queue.required_skills) for words in held) >= 15


def _words(person: dict[str, str]) -> set[str]:
    skills = {part.split(":")[0] for part in person["skills"].split(";")}
    return skills | set(person["languages"].split(";"))


def test_the_intake_knows_each_file_by_its_columns(files):
    expected = {
        files.agents: FileKind.AGENTS,
        files.intervals: FileKind.INTERVALS,
        files.calls: FileKind.CONTACTS,
        files.calls_since: FileKind.CONTACTS,
        files.calls_today: FileKind.CONTACTS,
    }
    for path, kind in expected.items():
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert _header.kind_of(header, chosen={}) is kind
        mapped = _header.columns_of(header, kind=kind, chosen={}, name=path.name)
        assert set(mapped.values()) == set(header)


def test_each_file_holds_its_own_stretch_of_time_without_gap_or_overlap(files):
    intervals, calls, since = (
        {day_of(row) for row in rows(path)}
        for path in (files.intervals, files.calls, files.calls_since)
    )
    by_call = MONDAY - timedelta(weeks=4)
    assert min(intervals) == FIRST_MONDAY
    assert max(intervals) < by_call == min(calls)
    assert max(calls) < MONDAY == min(since)
    assert max(since) == THURSDAY - timedelta(days=1)


def test_this_morning_ends_with_the_last_half_hour_that_is_over(files):
    times = [datetime.fromisoformat(row["time"]) for row in rows(files.calls_today)]
    assert {at.date() for at in times} == {THURSDAY}
    assert (min(times).hour, max(times).hour, max(times).minute >= 30) == (8, 9, True)


def test_before_anybody_has_called_there_is_no_file_of_today(tmp_path, monkeypatch):
    monkeypatch.setattr(_files, "WEEKS", 4)
    early = write(tmp_path / "early", now=THURSDAY_MORNING.replace(hour=8, minute=29))
    assert early.calls_today is None


def test_nobody_calls_on_a_holiday_on_a_sunday_or_at_night(files):
    intervals = rows(files.intervals)
    days = {day_of(row) for row in intervals}
    assert THANKSGIVING not in days
    assert THANKSGIVING + timedelta(days=1) in days
    assert all(day.weekday() != 6 for day in days)
    hours = {datetime.fromisoformat(row["time"]).hour for row in intervals}
    assert (min(hours), max(hours)) == (8, 19)
    saturdays = [
        datetime.fromisoformat(r["time"]).hour for r in intervals if day_of(r).weekday() == 5
    ]
    assert (min(saturdays), max(saturdays)) == (9, 16)


def test_the_sums_of_an_interval_agree(files):
    for row in rows(files.intervals):
        offered, answered, lost, soon = (
            int(row[name]) for name in ("offered", "answered", "abandoned", "short_abandoned")
        )
        assert offered == answered + lost > 0
        assert soon <= lost
        assert bool(row["aht_seconds"]) is (answered > 0)


def test_volumes_are_those_published(files):
    offered = Counter()
    for row in rows(files.intervals):
        if day_of(row).weekday() == 4:  # a plain Friday
            offered[row["queue"]] += int(row["offered"])
    fridays = 4
    for queue in QUEUES:
        # season, the month's first days and luck move it by less than a quarter
        assert offered[queue.name] / fridays == pytest.approx(queue.contacts_per_day, rel=0.25)


def test_service_is_neither_perfect_nor_hopeless(files):
    calls = rows(files.calls)
    for queue in QUEUES:
        own = [row for row in calls if row["queue"] == queue.name]
        answered = [row for row in own if row["outcome"] == "answered"]
        in_time = sum(int(row["wait_seconds"]) <= queue.within_seconds for row in answered)
        assert 0.55 < in_time / len(own) < 0.98
        assert 0.001 < 1 - len(answered) / len(own) < 0.12
        mean = sum(int(row["handle_seconds"]) for row in answered) / len(answered)
        assert mean == pytest.approx(queue.handle_seconds, rel=0.1)


def test_a_call_is_taken_by_somebody_who_can(files):
    people = {person["name"]: _words(person) for person in rows(files.agents)}
    needed = {queue.name: set(queue.required_skills) for queue in QUEUES}
    for row in rows(files.calls_since):
        if row["outcome"] == "answered":
            assert people[row["agent"]] >= needed[row["queue"]]
        else:
            assert (row["agent"], row["handle_seconds"]) == ("", "")
