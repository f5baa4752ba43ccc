"""`floorwalker demo`: filled once, whatever interrupts it; on the made-up centre and on files."""

import csv
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.builders.processes import REPOSITORY
from tests.cli.short_demo import apps as short

from floorwalker.adapters.demo_centre import SUPERVISORS, _demand, _files
from floorwalker.adapters.postgres_embedded import borrowed_database
from floorwalker.cli import EXIT_BAD_INPUT, _demo_files, _demo_made_up, _demo_steps
from floorwalker.duties.history.models import Contact, Import
from floorwalker.duties.scheduling import tasks
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Rehearsal, Roster
from floorwalker.duties.scheduling.stages.judging import judge_roster
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.choices import FINISHED_STATES, JobState
from floorwalker.foundation.jobs.kinds import kind_named
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Person

WEDNESDAY = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PASSWORD = "a long enough password"
ROLES = {"Supervisor", "Manager", "Analyst", "Auditor", "Administrator", "Agent"}
SECONDS_MAX = 120.0
DATA = Path(os.environ.get("FLOORWALKER_DATA", REPOSITORY.parent / "shared" / "data"))


class InterruptedHereError(Exception):
    """The machine was switched off."""


class InlineSteps(_demo_steps.Steps):
    """Jobs run in this process; with `stop_at` the demo is interrupted in the step of that number.

    A file's import is done then but nobody heard of it; a job has begun and done nothing.
    """

    def __init__(self, *, stop_at=None):
        super().__init__()
        self.stop_at = stop_at
        self.titles = []

    @contextmanager
    def step(self, title):
        self.titles.append(title)
        yield lambda percent, sentence: None
        if len(self.titles) == self.stop_at:
            raise InterruptedHereError

    def _run(self, job):
        with self.step(str(job.title)):
            attempt = job.attempt + 1
            Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=attempt)
            job.refresh_from_db()
            if len(self.titles) == self.stop_at:
                return
            running = RunningJob(job, actor=_demo_steps.PROGRAM)
            kind_named(job.kind).run(running, job.arguments)
            job.refresh_from_db()


@pytest.fixture
def short_demo(home, db, monkeypatch):
    """A quiet centre, little time for each job, on a Wednesday, with a data folder of its own."""
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    monkeypatch.setattr(_files, "WEEKS", _files.WEEKS)
    monkeypatch.setattr(_demand, "QUEUES", _demand.QUEUES)
    monkeypatch.setattr(tasks, "SOLVER_SECONDS", tasks.SOLVER_SECONDS)
    monkeypatch.setattr(tasks, "REPLICATIONS", tasks.REPLICATIONS)
    short.ShortDemoConfig.ready(None)


def fill_until_it_is_done():
    """Fill; each time it is interrupted one step later than the time before, until it is not."""
    for stop_at in count(1):
        steps = InlineSteps(stop_at=stop_at)
        try:
            _demo_made_up.fill(steps, password=PASSWORD)
        except InterruptedHereError:
            assert not _demo_steps.is_filled()
        else:
            return steps.titles
    raise AssertionError


def test_a_demo_interrupted_at_each_step_goes_on_and_makes_nothing_twice(short_demo):
    last = fill_until_it_is_done()
    assert "Publishing the week" not in last  # an earlier run had got so far
    rosters = {roster.week_starts_on: roster for roster in Roster.objects.all()}
    assert len(rosters) == Roster.objects.count() == 2
    this, following = rosters[MONDAY], rosters[MONDAY + timedelta(weeks=1)]
    assert (this.state, following.state) == (RosterState.PUBLISHED, RosterState.REHEARSED)
    assert Rehearsal.objects.count() == 2
    assert not Job.objects.exclude(state__in=FINISHED_STATES).exists()
    assert Import.objects.count() == 5
    assert Person.objects.count() == 60
    assert Contact.objects.filter(arrived_at__date__gte=MONDAY).exists()
    assert not Contact.objects.filter(arrived_at__gt=WEDNESDAY).exists()
    shifts = this.shifts.select_related("template").prefetch_related("activities")
    assert judge_roster(roster_facts(this.requirement), shifts).broken == ()
    held = [role for _, role in _demo_steps.logins()]
    assert held.count("Supervisor") == len(SUPERVISORS) == 4
    assert set(held) == ROLES
    assert User.objects.first().check_password(PASSWORD)


def test_a_demo_that_goes_on_another_week_keeps_to_the_week_it_began(short_demo, monkeypatch):
    with pytest.raises(InterruptedHereError):
        _demo_made_up.fill(InlineSteps(stop_at=5), password=PASSWORD)
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + timedelta(weeks=3))
    with pytest.raises(InterruptedHereError):
        _demo_made_up.fill(InlineSteps(stop_at=7), password=PASSWORD)
    assert Import.objects.count() == 3  # the same files as before
    planned = Job.objects.get(kind="make_forecast")
    assert planned.arguments["week_starts_on"] == MONDAY.isoformat()


# on files


HISTORY_DAYS = 28


def write_history(folder):
    with (folder / "calls.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "queue", "offered", "aht_seconds"])
        for day in range(HISTORY_DAYS):
            for slot in range(16, 36):
                at = datetime(2026, 10, 26) + timedelta(days=day, minutes=30 * slot)
                writer.writerow([at.isoformat(sep=" "), "Help", 6 + (slot + day) % 3, 240])


def test_files_are_planned_for_the_week_after_they_end_with_the_people_they_name(
    short_demo, tmp_path
):
    write_history(tmp_path)
    (tmp_path / "staff.csv").write_text(
        "name,team,skills,contract_hours\n"
        + "".join(f"Person {n},North,help:3,38\n" for n in range(8))
    )
    (tmp_path / "notes.txt").write_text("nothing to import here\n")
    steps = InlineSteps()
    _demo_files.fill(steps, tmp_path, password=PASSWORD)
    assert Roster.objects.get().week_starts_on == MONDAY
    assert set(Person.objects.values_list("team__name", flat=True)) == {"North"}
    assert Person.objects.count() == 8
    assert {email for email, _ in _demo_steps.logins()} == {
        f"{role}@demo.example" for role in ("manager", "analyst", "admin")
    }


def test_files_without_people_get_stand_ins_and_going_on_makes_nothing_twice(short_demo, tmp_path):
    write_history(tmp_path)
    with pytest.raises(InterruptedHereError):
        _demo_files.fill(InlineSteps(stop_at=3), tmp_path, password=PASSWORD)
    _demo_files.fill(InlineSteps(), tmp_path, password=PASSWORD)
    assert Roster.objects.count() == 1
    assert Person.objects.first().name == "Stand-in 001"
    # 28 days x 20 half-hours of 7 contacts of 240 s on average: 65 hours a week, 20 a person
    assert Person.objects.count() == 6
    assert not Job.objects.exclude(state__in=FINISHED_STATES).exists()


def test_a_folder_without_history_is_refused(short_demo, tmp_path):
    (tmp_path / "notes.txt").write_text("nothing to import here\n")
    with pytest.raises(BadInputError, match="none of the files holds past contacts"):
        _demo_files.fill(InlineSteps(), tmp_path, password=PASSWORD)
    assert not _demo_steps.is_filled()


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "lines", "week"),
    [
        ("anonymous_bank_1999_01.tsv", 12_000, None),
        ("bank_calls_5min.csv", 6_000, None),
    ],
)
def test_the_recorded_banks_are_planned(short_demo, tmp_path, name, lines, week):
    if not (DATA / name).exists():
        pytest.skip(f"No {name} in {DATA}: set FLOORWALKER_DATA.")
    with (DATA / name).open(encoding="utf-8", errors="surrogateescape") as file:
        head = [line for line, _ in zip(file, range(lines), strict=False)]
    (tmp_path / name).write_text("".join(head), encoding="utf-8", errors="surrogateescape")
    _demo_files.fill(InlineSteps(), tmp_path, password=PASSWORD)
    roster = Roster.objects.get()
    assert roster.state == RosterState.PUBLISHED
    assert roster.shifts.exists()
    assert Queue.objects.filter(is_active=True).exists()


# as a person runs it


def demo(home, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "floorwalker", "demo", "--no-serve", *words],
        env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        | {
            "FLOORWALKER_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "tests.cli.short_demo.settings",
            "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(process, word):
    for line in process.stdout:
        if word in line:
            return
    raise AssertionError(f"the demo never said {word!r}")


def contents(home):
    """How many rows each table that matters holds."""
    tables = ("history_contact", "history_import", "people_person", "accounts_user",
              "scheduling_roster", "scheduling_rehearsal", "scheduling_shift")  # fmt: skip
    with borrowed_database(home) as database, psycopg.connect(database.url) as connection:
        counts = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
        unfinished = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
        return counts | {"unfinished": connection.execute(unfinished).fetchone()[0]}


@pytest.mark.processes
def test_an_interrupted_demo_goes_on_and_a_second_run_is_there_at_once(home):
    with demo(home) as interrupted:
        said_until(interrupted, "Importing calls.csv")  # it forecasts now
        asked = time.monotonic()
        interrupted.send_signal(signal.SIGINT)
        text, _ = interrupted.communicate(timeout=SECONDS_MAX)
        assert "Traceback" not in text
        assert time.monotonic() - asked < 10
        assert interrupted.returncode != 0
    with demo(home) as finished:
        text, _ = finished.communicate(timeout=SECONDS_MAX)
        assert finished.returncode == 0, text
    assert "supervisor1@demo.example" in text
    held = contents(home)
    assert (held["people_person"], held["accounts_user"]) == (60, 10)
    assert (held["scheduling_roster"], held["scheduling_rehearsal"]) == (2, 2)
    assert held["unfinished"] == 0
    with demo(home) as again:
        same, _ = again.communicate(timeout=SECONDS_MAX)
    assert same == text[text.index("Demo logins") :]
    assert contents(home) == held


@pytest.mark.processes
def test_a_folder_without_history_ends_with_a_clear_error(home, tmp_path):
    with demo(home, "--data", str(tmp_path)) as process:
        text, _ = process.communicate(timeout=SECONDS_MAX)
    assert process.returncode == EXIT_BAD_INPUT
    assert "none of the files holds past contacts. Put a CSV or TSV" in " ".join(text.split())
