"""A large centre in a scratch database: 1,000 people, a year of contacts, planned weeks.

Made up and filled by SQL and bulk inserts, so that ten million contacts take minutes, not hours.
The week's shifts follow a plain pattern instead of the solver's; sums, requirement and rehearsal
are the product's own.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

QUEUES = 8
TEAM_PEOPLE = 20
HISTORY_DAYS = 365
FIRST_STARTS = range(7 * 60, 13 * 60, 30)
SHIFT_MINUTES = 510
PAUSES = ((120, 15, "break"), (240, 30, "lunch"), (390, 15, "break"))
REPLICATIONS = 20
JOBS = 5_000

_CONTACTS = """
INSERT INTO history_contact (queue_id, of_import_id, key, arrived_at, wait_seconds, is_answered,
                             handle_seconds, agent_name, reference)
SELECT %(queue)s + n %% %(queues)s, %(import)s, md5(n::text)::uuid,
       %(first)s::timestamptz + (n %% 365) * interval '1 day' + random() * interval '14 hours',
       (random() * random() * 300)::int, n %% 12 > 0,
       CASE WHEN n %% 12 > 0 THEN (60 + 400 * random() * random())::int END,
       'Agent ' || n %% 1000, ''
FROM generate_series(1, %(contacts)s) AS n
"""


@dataclass(frozen=True)
class LargeCentre:
    """What the pages are asked for."""

    manager_cookie: str
    supervisor_cookie: str
    agent_cookie: str
    roster_id: int
    requirement_id: int
    forecast_id: int
    monday: date


@contextmanager
def scratch_database() -> Iterator[None]:
    """Run a PostgreSQL of its own in a temporary folder; Django is set up inside."""
    with tempfile.TemporaryDirectory(prefix="floorwalker-bench-", dir="/tmp") as folder:
        os.environ["FLOORWALKER_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "floorwalker.config.settings"
        from floorwalker.adapters.postgres_embedded import running_database
        from floorwalker.foundation.data_folder import data_folder

        with running_database(data_folder(), durable=False) as database:
            os.environ["DATABASE_URL"] = database.url
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            call_command("migrate", interactive=False, verbosity=0)
            try:
                yield
            finally:
                connections.close_all()


def fill(*, people: int, contacts: int, today: date) -> LargeCentre:
    """Fill the database; the week of `today` is published, the next one rehearsed."""
    from django.db import connection

    monday = today - timedelta(days=today.weekday())
    site = _site(people)
    queues = _queues(site)
    _history(site, queues, contacts=contacts, until=monday)
    from tests.builders.plans import make_forecast

    volume = people / 4.2 / QUEUES  # contacts a half-hour that so many people can serve
    forecasts = [
        make_forecast(queue, week_starts_on=monday, mean=volume, days=28) for queue in queues
    ]
    published = _roster(site, monday, state="published")
    _roster(site, monday + timedelta(weeks=1), state="draft")
    manager, supervisor, agent = _accounts(site)
    _jobs(site)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return LargeCentre(
        manager_cookie=_cookie(manager),
        supervisor_cookie=_cookie(supervisor),
        agent_cookie=_cookie(agent),
        roster_id=published.pk,
        requirement_id=published.requirement_id,
        forecast_id=forecasts[0].pk,
        monday=monday,
    )


def _site(people: int):
    from floorwalker.foundation.people.models import (
        Contract,
        Organisation,
        Person,
        PersonSkill,
        Site,
        Skill,
        Team,
    )

    organisation = Organisation.objects.create(name="Bench")
    site = Site.objects.create(organisation=organisation, name="Toronto", zone="America/Toronto")
    teams = [
        Team.objects.create(site=site, name=f"Team {n + 1:02d}")
        for n in range(max(1, people // TEAM_PEOPLE))
    ]
    staff = Person.objects.bulk_create(
        Person(
            team=teams[n % len(teams)],
            name=f"Agent {n:04d}",
            employee_number=f"{n}",
            email=f"agent{n}@bench.example",
        )
        for n in range(people)
    )
    Contract.objects.bulk_create(Contract(person=person) for person in staff)
    skills = [Skill.objects.create(site=site, name=f"Skill {n}") for n in range(QUEUES)]
    PersonSkill.objects.bulk_create(
        PersonSkill(person=person, skill=skills[(n + k) % QUEUES], level=3)
        for n, person in enumerate(staff)
        for k in range(3)
    )
    return site


def _queues(site):
    from floorwalker.foundation.demand.models import Queue, ServiceTarget
    from floorwalker.foundation.people.models import Skill

    queues = []
    for n, skill in enumerate(Skill.objects.filter(site=site).order_by("pk")):
        queue = Queue.objects.create(site=site, name=f"Queue {n}")
        queue.required_skills.add(skill)
        ServiceTarget.objects.create(queue=queue, patience_seconds=120)
        queues.append(queue)
    return queues


def _history(site, queues, *, contacts: int, until: date) -> None:
    from django.db import connection, transaction

    from floorwalker.duties.history import _roll_up
    from floorwalker.duties.history.models import Contact, Import
    from floorwalker.foundation import clock

    import_ = Import.objects.create(
        site=site, file_name="made up", size_bytes=0, kind="contacts", state="done",
        detection={}, created_at=clock.now(), created_by_name="bench",
    )  # fmt: skip
    first_day = until - timedelta(days=HISTORY_DAYS)
    once = [c for c in Contact._meta.constraints if c.name == "contact_once"]
    kept = [*Contact._meta.indexes, *once]
    with connection.schema_editor() as editor:
        for index in kept:
            _remover(editor, index)(Contact, index)
    with connection.cursor() as cursor:
        cursor.execute(
            _CONTACTS,
            {
                "queue": queues[0].pk,
                "queues": QUEUES,
                "import": import_.pk,
                "contacts": contacts,
                "first": datetime.combine(first_day, time(7), tzinfo=site.tzinfo),
            },
        )
    with connection.schema_editor() as editor:
        for index in kept:
            _adder(editor, index)(Contact, index)
    days = [first_day + timedelta(days=n) for n in range(HISTORY_DAYS + 1)]
    with transaction.atomic():
        _roll_up.days_from_contacts(
            [(queue.pk, day) for queue in queues for day in days], import_=import_
        )


def _remover(editor, index):
    from django.db.models import Index

    return editor.remove_index if isinstance(index, Index) else editor.remove_constraint


def _adder(editor, index):
    from django.db.models import Index

    return editor.add_index if isinstance(index, Index) else editor.add_constraint


def _roster(site, monday: date, *, state: str):
    from tests.builders.plans import make_requirement

    from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
    from floorwalker.duties.scheduling.actions.store_rehearsal import store_rehearsal
    from floorwalker.duties.scheduling.models import Roster, Shift, ShiftActivity
    from floorwalker.duties.scheduling.stages.rehearsing import rehearse_roster
    from floorwalker.foundation import clock
    from floorwalker.foundation.accounts.actor import Actor
    from floorwalker.foundation.people.models import Person

    program = Actor.program("bench")
    add_usual_templates(program, site=site, at=clock.now())
    roster = Roster.objects.create(
        site=site,
        week_starts_on=monday,
        requirement=make_requirement(site, week_starts_on=monday),
        state=state,
        gap_ratio=0.03,
        created_at=clock.now(),
        created_by_name="bench",
    )
    template = site.shift_templates.get(name="Full day")
    shifts = Shift.objects.bulk_create(
        Shift(
            roster=roster,
            person=person,
            template=template,
            starts_at=start,
            ends_at=start + timedelta(minutes=SHIFT_MINUTES),
        )
        for n, person in enumerate(Person.objects.filter(team__site=site).order_by("pk"))
        for start in _starts(site, monday, number=n)
    )
    ShiftActivity.objects.bulk_create(
        ShiftActivity(
            shift=shift,
            activity=activity,
            is_paid=activity == "break",
            starts_at=shift.starts_at + timedelta(minutes=after),
            ends_at=shift.starts_at + timedelta(minutes=after + minutes),
        )
        for shift in shifts
        for after, minutes, activity in PAUSES
    )
    store_rehearsal(
        program,
        roster_id=roster.pk,
        revision=roster.revision,
        outcome=rehearse_roster(roster, seed=1, replications=REPLICATIONS, progress=lambda _: None),
        seed=1,
        replications=REPLICATIONS,
        at=clock.now(),
    )
    return roster


def _starts(site, monday: date, *, number: int) -> Iterator[datetime]:
    minutes = FIRST_STARTS[number % len(FIRST_STARTS)]
    for day in range(7):
        if (day + number) % 7 < 5:
            midnight = datetime.combine(monday + timedelta(days=day), time(), tzinfo=site.tzinfo)
            yield midnight + timedelta(minutes=minutes)


def _accounts(site):
    from django.contrib.auth.hashers import make_password

    from floorwalker.foundation.accounts.models import RoleAssignment, User
    from floorwalker.foundation.people.models import Person

    password = make_password(None)
    staff = list(Person.objects.filter(team__site=site).order_by("pk"))
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, person=person, password=password)
        for person in staff
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=user,
            role="supervisor" if n % TEAM_PEOPLE == 0 else "agent",
            site=site,
            team_id=person.team_id,
        )
        for n, (user, person) in enumerate(zip(users, staff, strict=True))
    )
    manager = User.objects.create(email="m@bench.example", name="Mia", password=password)
    RoleAssignment.objects.create(user=manager, role="manager", site=site)
    return manager, users[0], users[1]


def _jobs(site) -> None:
    """Leave behind finished jobs, as years of use would."""
    from floorwalker.foundation import clock
    from floorwalker.foundation.jobs.models import Job

    now = clock.now()
    Job.objects.bulk_create(
        Job(
            kind="rehearse_roster",
            site=site,
            state="succeeded",
            created_at=now - timedelta(minutes=10 * n),
        )
        for n in range(JOBS)
    )


def _cookie(user) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"
