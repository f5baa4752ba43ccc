"""The steps of a demo, told on the terminal while they run: imports, and planning as real jobs."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from asgiref.sync import sync_to_async
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling.actions.calibrate_waits import calibrate_waits
from floorwalker.duties.scheduling.actions.import_lost_time import import_lost_time
from floorwalker.duties.scheduling.actions.plan_week import plan_week
from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.actions.start_due_day_work import start_due_day_work
from floorwalker.duties.scheduling.actions.start_twin import start_twin
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster, Twin, WaitCalibration
from floorwalker.duties.scheduling.ports import lost_time_reader
from floorwalker.duties.scheduling.queries.weeks import (
    roster_that_counts,
    running_jobs,
    running_planning_jobs,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.errors import FloorwalkerError, StateError
from floorwalker.foundation.jobs.attempt import run_attempts
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site

PROGRAM = Actor.program("floorwalker demo")
LOOK_SECONDS = 0.2

Tell = Callable[[float, str], None]


def is_filled() -> bool:
    """Tell whether the demo got as far as its accounts, which are made last."""
    return User.objects.exists()


def logins() -> list[tuple[str, str]]:
    """Return the accounts and their roles."""
    held = RoleAssignment.objects.select_related("user").order_by("pk")
    return [(row.user.email, str(row.get_role_display())) for row in held]


class Steps:
    """Runs one step after the other, each with a progress bar on the terminal."""

    def __init__(self) -> None:
        self.console = Console()

    @contextmanager
    def step(self, title: str) -> Iterator[Tell]:
        """Show a step while it runs; yield what tells its percent and sentence."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[sentence]}"),
        )
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(f"{title:<28}", total=100, sentence="")
            yield _teller(progress, task)
            progress.update(task, completed=100, sentence="")

    def import_path(self, site: Site, path: Path) -> None:
        """Import a file as `floorwalker import` does."""
        with self.step(f"Importing {path.name}") as tell:
            import_file(
                PROGRAM,
                path,
                site=site,
                choices=Choices(zone_name=site.zone),
                at=clock.now(),
                progress=lambda done, total: tell(100 * done / max(1, total), ""),
            )

    def make_twin(self, site: Site, *, at: datetime) -> None:
        """Learn the site's twin from its calls, unless there is one; finish what was begun."""
        self._finish_begun(site, kind="make_twin")
        if not Twin.objects.filter(site=site).exists():
            self._run(start_twin(PROGRAM, site=site, at=at))

    def import_lost_time(self, site: Site, path: Path) -> None:
        """Import absences as the page Lost time does."""
        with self.step(f"Importing {path.name}"):
            told = lost_time_reader()(path, file_name=path.name)
            import_lost_time(PROGRAM, site=site, told=told, at=clock.now())

    def plan(self, site: Site, *, week_starts_on: date, at: datetime) -> Roster:
        """Plan a week, from its forecast to its rehearsal, and return its roster.

        What a demo that was interrupted has planned is kept, what it has begun is finished.

        Raises:
            StateError: one of the planning jobs failed.
        """
        for job_id in running_planning_jobs(site):
            self._run_with_those_it_starts(Job.objects.get(pk=job_id))
        roster = roster_that_counts(site, week_starts_on=week_starts_on)
        if roster is None or roster.state == RosterState.DRAFT:
            job = plan_week(
                PROGRAM, site=site, week_starts_on=week_starts_on, with_forecast=True, at=at
            )
            self._run_with_those_it_starts(job)
            roster = roster_that_counts(site, week_starts_on=week_starts_on)
        if roster is None:
            raise StateError(f"no roster was made for the week of {week_starts_on}.")
        return roster

    def learn_waits(self, site: Site, *, at: datetime) -> None:
        """Learn the expected waits, as every night does; finish what was begun."""
        self._finish_begun(site, kind="calibrate_waits")
        if not WaitCalibration.objects.filter(queue__site=site).exists():
            self._run(calibrate_waits(PROGRAM, site=site, at=at))

    def publish(self, roster: Roster) -> None:
        """Publish the roster, unless it is."""
        if roster.state == RosterState.PUBLISHED:
            return
        with self.step("Publishing the week"):
            publish_roster(PROGRAM, roster_id=roster.pk, revision=roster.revision, at=clock.now())

    def follow_the_day(self) -> None:
        """Do what the day in progress is due, as a worker would: the night's lessons, an update."""
        while jobs := start_due_day_work(PROGRAM, at=clock.now()):
            for job in jobs:
                self._run(job)

    def skip(self, path: Path, error: FloorwalkerError) -> None:
        """Say that a file was left out, and why."""
        self.console.print(f"Left out {path.name}: {error}", highlight=False)

    def _finish_begun(self, site: Site, *, kind: str) -> None:
        for job_id in running_jobs(site, kinds=(kind,)):
            self._run(Job.objects.get(pk=job_id))

    def _run_with_those_it_starts(self, job: Job | None) -> None:
        while job is not None:
            self._run(job)
            next_id = (job.result or {}).get("next_job")
            job = Job.objects.get(pk=next_id) if next_id else None

    def _run(self, job: Job) -> None:
        """Run a job here, as a worker would, while its progress is shown."""
        with self.step(job.title) as tell:
            asyncio.run(_work(job, tell=tell))
        if job.state != JobState.SUCCEEDED:
            raise StateError(f"{job.title} did not succeed: {job.error}")


async def _work(job: Job, *, tell: Tell) -> None:
    """Run the job in its child process; Ctrl-C ends that too, and the next demo runs it again."""
    attempts = asyncio.create_task(run_attempts(job.pk))
    try:
        while not attempts.done():
            await asyncio.wait({attempts}, timeout=LOOK_SECONDS)
            await sync_to_async(job.refresh_from_db)()
            tell(job.percent, job.sentence)
        await attempts
    finally:
        await sync_to_async(connections.close_all)()  # those of that thread


def _teller(progress: Progress, task: TaskID) -> Tell:
    def tell(percent: float, sentence: str) -> None:
        progress.update(task, completed=percent, sentence=sentence)

    return tell
