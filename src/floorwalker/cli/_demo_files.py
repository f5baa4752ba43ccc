"""Fill the database from a folder of real files, and plan the week after they end."""

import math
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from floorwalker.cli._demo_steps import PROGRAM, Steps
from floorwalker.duties.history.actions import create_first_site
from floorwalker.duties.history.queries import queue_spans
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.create_user import create_user
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError, FloorwalkerError
from floorwalker.foundation.people.models import Contract, Person, Site, Team

ZONE = "America/Toronto"
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
CURRENT_WITHIN_DAYS = 35
HANDLE_SECONDS_UNKNOWN = 300
HANDLE_HOURS_PER_PERSON = 20.0
"""Hours on contacts of a 37.5-hour week, after breaks, absence and idle time."""
STAND_INS_LEAST = 6


def fill(steps: Steps, folder: Path, *, password: str) -> None:
    """Import what can be imported, plan the first week after it, create an account to look at it.

    Raises:
        BadInputError: the folder holds no history.
    """
    at = clock.now()
    site = create_first_site(PROGRAM, zone_name=ZONE, at=at)
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES):
        try:
            steps.import_path(site, path)
        except FloorwalkerError as error:
            steps.skip(path, error)
    week_starts_on = _week_after_the_newest(site)
    if not Person.objects.filter(team__site=site).exists():
        _add_stand_ins(site)
    steps.publish(steps.plan(site, week_starts_on=week_starts_on, at=at))
    _create_accounts(site, password=password)


def _week_after_the_newest(site: Site) -> date:
    """Return the Monday after the newest history; queues that ended long before are closed."""
    spans = queue_spans(site)
    if not spans:
        raise BadInputError(
            "none of the files holds past contacts.",
            next_step="Put a CSV or TSV of intervals or calls into the folder.",
        )
    newest = max(span.last_day for span in spans)
    ended = [s.queue_id for s in spans if (newest - s.last_day).days > CURRENT_WITHIN_DAYS]
    with transaction.atomic():
        for queue in Queue.objects.filter(pk__in=ended):
            Queue.objects.filter(pk=queue.pk).update(is_active=False)
            record(PROGRAM, "close_queue", subject=queue, after={"is_active": False})
    return monday_of(newest) + timedelta(weeks=1)


def _add_stand_ins(site: Site) -> None:
    """Add enough made-up people to serve the newest history, when the folder names nobody."""
    people = max(STAND_INS_LEAST, math.ceil(_handle_hours_a_week(site) / HANDLE_HOURS_PER_PERSON))
    with transaction.atomic():
        team = Team.objects.create(site=site, name="Stand-ins")
        for number in range(1, people + 1):
            name = f"Stand-in {number:03d}"
            person = Person.objects.create(team=team, name=name, employee_number=name)
            Contract.objects.create(person=person, week_hours_min=30, week_hours_max=40)
        record(PROGRAM, "add_stand_ins", subject=team, after={"people": people})


def _create_accounts(site: Site, *, password: str) -> None:
    """Create an account to plan with, one to look with and one to run the house."""
    with transaction.atomic():
        for role in (Role.MANAGER, Role.ANALYST, Role.ADMIN):
            create_user(
                PROGRAM,
                email=f"{role}@demo.example",
                name=role.title(),
                password=password,
                grants=[Grant(role, None if role is Role.ADMIN else site.pk)],
            )


def _handle_hours_a_week(site: Site) -> float:
    active = set(Queue.objects.filter(site=site, is_active=True).values_list("pk", flat=True))
    return sum(
        span.offered * (span.aht_seconds or HANDLE_SECONDS_UNKNOWN) / 3600 / max(1, span.days) * 7
        for span in queue_spans(site)
        if span.queue_id in active
    )
