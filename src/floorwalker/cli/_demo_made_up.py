"""Fill the database with the made-up centre: two weeks planned, the current one published.

What came today comes last: weeks are planned from days that are over.
"""

import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from floorwalker.adapters.demo_centre import QUEUES, SUPERVISORS, TEAMS, DemoFiles, write_centre
from floorwalker.cli._demo_steps import PROGRAM, Steps
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.create_user import create_user
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.data_folder import data_folder
from floorwalker.foundation.demand.actions.define_queue import Promise, define_queue
from floorwalker.foundation.people.models import Organisation, Person, Site, Team
from floorwalker.foundation.people.public_holidays import public_holidays

ORGANISATION, SITE = "Maple Trust (demo)", "Toronto"
PATIENCE_SECONDS = 360
SEED = 1867
WEEKS_LOOKED_BACK = 60
BEGAN_NOTE = "demo-began-on"


def fill(steps: Steps, *, password: str) -> None:
    """Make, import and plan the centre; the accounts come last and mark it as complete."""
    at = clock.now()
    site = _site()
    local = at.astimezone(site.tzinfo).replace(tzinfo=None)
    today = _began_on(local.date())
    now = local if today == local.date() else datetime.combine(today, time.min)
    monday = monday_of(today)
    with tempfile.TemporaryDirectory() as folder:
        files = _write(steps, site, Path(folder), now=now)
        steps.import_path(site, files.agents)
        steps.import_lost_time(site, files.lost_time)
        _define_queues(site)
        steps.import_path(site, files.intervals)
        steps.import_path(site, files.calls)
        steps.make_twin(site, at=at)
        steps.publish(steps.plan(site, week_starts_on=monday, at=at))
        if today > monday:
            steps.import_path(site, files.calls_since)
        steps.plan(site, week_starts_on=monday + timedelta(weeks=1), at=at)
        steps.learn_waits(site, at=at)
        if files.calls_today:
            steps.import_path(site, files.calls_today)
        steps.follow_the_day()
    _create_accounts(site, password=password)


def _began_on(today: date) -> date:
    """Return today, or the day of the interrupted demo that goes on: its files end there."""
    note = data_folder() / BEGAN_NOTE
    if noted := note.read_text() if note.exists() else "":
        return date.fromisoformat(noted)
    note.write_text(today.isoformat())
    return today


def _site() -> Site:
    """Return the demo's site; a demo that was interrupted goes on with the one it made."""
    with transaction.atomic():
        organisation, is_new = Organisation.objects.get_or_create(name=ORGANISATION)
        site, _ = Site.objects.get_or_create(organisation=organisation, name=SITE)
        if is_new:
            record(PROGRAM, "create_first_site", subject=site, after={"zone": site.zone})
    return site


def _write(steps: Steps, site: Site, folder: Path, *, now: datetime) -> DemoFiles:
    years = {(now - timedelta(weeks=WEEKS_LOOKED_BACK)).year, now.year}
    with steps.step("Inventing a year") as tell:
        return write_centre(
            folder,
            this_monday=monday_of(now.date()),
            now=now,
            closed_days=public_holidays(site.country, site.province, years=years),
            seed=SEED,
            progress=lambda done, total: tell(100 * done / total, ""),
        )


def _define_queues(site: Site) -> None:
    for queue in QUEUES:
        define_queue(
            PROGRAM,
            site=site,
            name=queue.name,
            required_skills=queue.required_skills,
            promise=Promise(queue.service_level, queue.within_seconds, PATIENCE_SECONDS),
            at=clock.now(),
        )


def _create_accounts(site: Site, *, password: str) -> None:
    """Create one account of each role, and a supervisor for each team."""
    teams = {team.name: team for team in Team.objects.filter(site=site)}
    with transaction.atomic():
        for number, (name, team_name) in enumerate(zip(SUPERVISORS, TEAMS, strict=True), start=1):
            grant = Grant(Role.SUPERVISOR, site.pk, teams[team_name].pk)
            _account(f"supervisor{number}", name, grant, password=password)
        _account("manager", "Mia Laurent", Grant(Role.MANAGER, site.pk), password=password)
        _account("analyst", "Ann Kim", Grant(Role.ANALYST, site.pk), password=password)
        _account("auditor", "Otto Berg", Grant(Role.AUDITOR), password=password)
        _account("admin", "Ada Stone", Grant(Role.ADMIN), password=password)
        for number, team_name in enumerate((TEAMS[0], TEAMS[2]), start=1):
            team = teams[team_name]
            person = Person.objects.filter(team=team).order_by("pk")[0]
            grant = Grant(Role.AGENT, site.pk, team.pk)
            _account(f"agent{number}", person.name, grant, password=password, person=person)


def _account(
    name_part: str, name: str, grant: Grant, *, password: str, person: Person | None = None
) -> None:
    create_user(
        PROGRAM,
        email=f"{name_part}@demo.example",
        name=name,
        password=password,
        grants=[grant],
        person=person,
    )
