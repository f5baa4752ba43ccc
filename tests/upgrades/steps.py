"""Steps of an upgrade, each a process of its own on the database that DATABASE_URL names.

python -m tests.upgrades.steps build STATE     an empty database gets the schema of that state
python -m tests.upgrades.steps newest          what an upgrade does
python -m tests.upgrades.steps open            prints the status of every page, as JSON
"""

import json
import sys

ROOMS = {
    "roster": ("roster_id", "scheduling.Roster"),
    "rehearsal": ("roster_id", "scheduling.Roster"),
    "forecast": ("version_id", "scheduling.ForecastVersion"),
    "requirement": ("requirement_id", "scheduling.Requirement"),
    "queue": ("queue_id", "demand.Queue"),
    "job": ("job_id", "jobs.Job"),
}
"""Pages about one thing, besides those without a number in their address."""


def build(state: str) -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from tests.upgrades.states import migrations_of

    MigrationExecutor(connection).migrate(list(migrations_of(state).items()))


def newest() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def open_pages() -> None:
    """Open every page as Mia, who manages the first site; then do a deed, which leaves a record."""
    from django.apps import apps
    from django.test import Client
    from django.urls import reverse
    from tests.architecture.test_access import PAGES, pages_of_the_site

    from floorwalker.foundation.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="mia@example.ca"))
    found = {
        name: client.get(reverse(name)).status_code
        for name, pattern in pages_of_the_site()
        if PAGES[name].method == "get" and PAGES[name].mia == 200
        if not pattern.pattern.converters
        if PAGES[name].data(None) == {}  # type: ignore[arg-type]  # it needs no cast
    }
    for name, (argument, model) in ROOMS.items():
        key = apps.get_model(model).objects.earliest("pk").pk
        found[name] = client.get(reverse(name, kwargs={argument: key})).status_code
    job = apps.get_model("jobs.Job").objects.earliest("pk")
    found["job_cancel"] = client.post(reverse("job_cancel", args=[job.pk])).status_code
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    import django

    django.setup()
    match sys.argv[1:]:
        case ["build", state]:
            build(state)
        case ["newest"]:
            newest()
        case _:
            open_pages()
