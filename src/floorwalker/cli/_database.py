"""The database for the length of one command, with Django ready to use it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from floorwalker.config.env import env_text
from floorwalker.foundation.data_folder import data_folder

SETTINGS = "floorwalker.config.settings"


@contextmanager
def database(*, migrate: bool = True) -> Iterator[str]:
    """Find or start the database, set Django up, and give the address.

    The one that `DATABASE_URL` (or `DATABASE_URL_FILE`) names is used; without a name the server of
    a running `floorwalker serve` on the same data folder; otherwise one is started and stopped with
    the command. One that we start is brought to the newest schema first, unless `migrate` is false.

    Raises:
        SetupError: There is no database and none can be started.
    """
    if url := env_text("DATABASE_URL"):
        yield from _ready(url, migrate=False)
        return
    from floorwalker.adapters.postgres_embedded import borrowed_database

    with borrowed_database(data_folder()) as borrowed:
        os.environ["DATABASE_URL"] = borrowed.url
        try:
            yield from _ready(borrowed.url, migrate=migrate and borrowed.started_here)
        finally:
            del os.environ["DATABASE_URL"]


def set_up_django() -> None:
    """Make Django ready, its messages and formats too; it knows the database named by then."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def _ready(url: str, *, migrate: bool) -> Iterator[str]:
    from django.core.management import call_command
    from django.db import connections

    set_up_django()
    try:
        if migrate:
            call_command("migrate", interactive=False, verbosity=0)
        yield url
    finally:
        connections.close_all()  # or the server would end them with an error
