"""A year of ten million contacts: how long the reads behind the pages take, through the sums.

Makes a PostgreSQL server of its own in a temporary folder, fills it by SQL with contacts of 20
queues over 365 days (made up: uniform between 07:00 and 21:00, lognormal-like handle times), rolls
them up with the product's own code, and times the queries that pages and planning use.

    python benchmarks/history_pages.py [--contacts 10000000]
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

QUEUES = 20
FIRST_DAY = date(2024, 1, 1)
DAYS = 365
REPEATS = 5
MILLISECONDS_MAX = 200

_CONTACTS = """
INSERT INTO history_contact (queue_id, of_import_id, key, arrived_at, wait_seconds, is_answered,
                             handle_seconds, agent_name, reference)
SELECT %(queue)s + n %% %(queues)s, %(import)s, md5(n::text)::uuid,
       timestamptz '2024-01-01 12:00+00' + (n %% 365) * interval '1 day'
           + random() * interval '14 hours',
       (random() * random() * 300)::int, n %% 12 > 0,
       CASE WHEN n %% 12 > 0 THEN (60 + 400 * random() * random())::int END,
       'Agent ' || n %% 800, ''
FROM generate_series(1, %(contacts)s) AS n
"""


def main() -> None:
    """Fill a scratch database and print one line per read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--contacts", type=int, default=10_000_000)
    contacts = parser.parse_args().contacts
    with tempfile.TemporaryDirectory(prefix="floorwalker-bench-", dir="/tmp") as folder:
        os.environ["FLOORWALKER_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "floorwalker.config.settings"
        from floorwalker.adapters.postgres_embedded import running_database
        from floorwalker.foundation.data_folder import data_folder

        with running_database(data_folder(), durable=False) as database:
            os.environ["DATABASE_URL"] = database.url
            measure(contacts)


def measure(contacts: int) -> None:
    """Fill, roll up, and time every read."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    try:
        site, import_, first_queue = _site()
        _timed("load contacts", lambda: _fill(import_.pk, first_queue, contacts))
        _roll_up(import_, first_queue)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"\n{contacts:,} contacts, {QUEUES} queues, {DAYS} days; median of {REPEATS}")
        for name, read in _reads(site, first_queue).items():
            milliseconds = _median_milliseconds(read)
            verdict = "" if milliseconds < MILLISECONDS_MAX else f"  OVER {MILLISECONDS_MAX} ms"
            print(f"{name:58} {milliseconds:8.1f} ms{verdict}")
    finally:
        connection.close()


def _site():
    from floorwalker.duties.history.models import Import
    from floorwalker.foundation import clock
    from floorwalker.foundation.demand.models import Queue
    from floorwalker.foundation.people.models import Organisation, Site

    organisation = Organisation.objects.create(name="Bench")
    site = Site.objects.create(organisation=organisation, name="Bench", zone="America/Toronto")
    queues = [Queue.objects.create(site=site, name=f"Queue {n}") for n in range(QUEUES)]
    import_ = Import.objects.create(
        site=site, file_name="made up", size_bytes=0, kind="contacts", state="done",
        detection={}, created_at=clock.now(), created_by_name="bench",
    )  # fmt: skip
    return site, import_, queues[0].pk


def _fill(import_id: int, first_queue: int, contacts: int) -> None:
    from django.db import connection

    from floorwalker.duties.history.models import Contact

    constraints = [c for c in Contact._meta.constraints if c.name == "contact_once"]
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Contact, constraint)
        for index in Contact._meta.indexes:
            editor.remove_index(Contact, index)
    with connection.cursor() as cursor:
        cursor.execute(
            _CONTACTS,
            {"queue": first_queue, "queues": QUEUES, "import": import_id, "contacts": contacts},
        )
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.add_constraint(Contact, constraint)
        for index in Contact._meta.indexes:
            editor.add_index(Contact, index)


def _roll_up(import_, first_queue: int) -> None:
    from django.db import transaction

    from floorwalker.duties.history import _roll_up

    days = [FIRST_DAY + timedelta(days=n) for n in range(DAYS + 1)]
    every = [(first_queue + n, day) for n in range(QUEUES) for day in days]

    def all_days() -> None:
        with transaction.atomic():
            _roll_up.days_from_contacts(every, import_=import_)

    def one_day() -> None:
        with transaction.atomic():
            _roll_up.days_from_contacts(every[100:101], import_=import_)

    _timed("roll up every day", all_days)
    one_day()
    _timed("roll up one day of one queue", one_day)


def _reads(site, first_queue: int) -> dict[str, Callable[[], object]]:
    from django.conf import settings
    from django.test import Client

    from floorwalker.duties.history import queries
    from floorwalker.duties.history.queue_history import queue_history
    from floorwalker.foundation.accounts.actions.create_user import create_user
    from floorwalker.foundation.accounts.actor import Actor, Grant
    from floorwalker.foundation.accounts.permissions import Role
    from floorwalker.foundation.demand.models import Queue

    settings.ALLOWED_HOSTS.append("testserver")
    actor = Actor.program("bench")
    user = create_user(
        actor, email="b@example.ca", name="B", password="a long one", grants=[Grant(Role.MANAGER)]
    )
    client = Client()
    client.force_login(user)
    queues = list(range(first_queue, first_queue + QUEUES))
    queue = Queue.objects.select_related("site").get(pk=first_queue)
    last_day = FIRST_DAY + timedelta(days=DAYS)
    year = {"first_day": FIRST_DAY, "last_day": last_day}
    quarter = {"first_day": last_day - timedelta(days=90), "last_day": last_day}
    day = {"first_day": date(2024, 5, 6), "last_day": date(2024, 5, 6)}
    return {
        "the history page, whole response": lambda: client.get("/history/"),
        "history page's query": lambda: queries.history_page(actor),
        "a year by day, 20 queues (7,300 rows)": lambda: queries.day_totals(queues, **year),
        "90 days by day, 20 queues": lambda: queries.day_totals(queues, **quarter),
        "one day by quarter-hour, 20 queues": lambda: queries.interval_totals(queues, **day),
        "a year's mean week, one queue": lambda: queries.week_profile(
            first_queue, zone_name=site.zone, **year
        ),
        "a year's history of one queue for the forecast": lambda: queue_history(queue),
    }


def _timed(name: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    print(f"{name:58} {time.perf_counter() - began:8.2f} s", flush=True)


def _median_milliseconds(read: Callable[[], object]) -> float:
    read()
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        read()
        seconds.append(time.perf_counter() - began)
    return 1000 * sorted(seconds)[REPEATS // 2]


if __name__ == "__main__":
    main()
