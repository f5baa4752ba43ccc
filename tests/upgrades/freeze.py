"""Freeze today's schema and a full database: `python -m tests.upgrades.freeze NAME`.

Done once when a step lands or a version is released (docs/dev/add-a-migration.md).
"""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

MADE_AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
NOT_DUMPED = ("django_migrations", "django_content_type", "auth_permission", "procrastinate_*")
NOT_SQL = re.compile(r"^(\\|SET |--|SELECT pg_catalog.set_config|$)")


def main(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")
    from tests.embedded_database import scratch_folder

    from floorwalker.adapters.postgres_embedded import running_database

    folder = scratch_folder("floorwalker-freeze-")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        database = stack.enter_context(running_database(folder, durable=False))
        os.environ["DATABASE_URL"] = database.url
        os.environ["FLOORWALKER_HOME"] = str(folder)
        _fill()
        target = Path(__file__).parent / name
        target.with_suffix(".json").write_text(json.dumps(_migrations(), indent=1) + "\n")
        target.with_suffix(".sql").write_text(_dump(database.url))


def _fill() -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.test import Client
    from tests.builders.cast import make_cast
    from tests.builders.rosters import make_rehearsal, make_roster

    call_command("migrate", verbosity=0, interactive=False)
    cast = make_cast()
    make_rehearsal(make_roster(cast.site))
    Client().force_login(cast.users["mia"])
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("floorwalker.") and not model.objects.exists():
            model.objects.create(**_values(model))


def _values(model: Any) -> dict[str, Any]:
    """Return a value for each column that the database does not fill by itself."""
    from django.db.models import NOT_PROVIDED

    return {
        field.name: _value(field)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.db_default is NOT_PROVIDED
    }


def _value(field: Any) -> Any:
    from django.contrib.postgres.fields import ArrayField

    if field.is_relation:
        return field.related_model.objects.first()
    if field.choices:
        return field.choices[0][0]
    if field.has_default():
        return field.get_default()
    if isinstance(field, ArrayField):
        return [_value(field.base_field)]
    is_end = re.search("end|until|expire|last", field.name) is not None
    by_kind: dict[str, Any] = {
        "DateTimeField": MADE_AT + timedelta(days=is_end),
        "DateField": MADE_AT.date() + timedelta(days=is_end),
        "TimeField": time(17 if is_end else 9),
        "UUIDField": UUID(int=7),
        "BinaryField": b"frozen",
        "JSONField": {"frozen": True},
        "BooleanField": True,
        "CharField": "frozen"[: getattr(field, "max_length", None) or 6],
        "TextField": "frozen",
    }
    return by_kind.get(field.get_internal_type(), 1)


def _migrations() -> dict[str, str]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    return dict(sorted(MigrationLoader(connection).graph.leaf_nodes()))


def _dump(url: str) -> str:
    from floorwalker.adapters.postgres_embedded import client_program

    command = [client_program("pg_dump"), "--data-only", "--inserts", "--rows-per-insert=500"]
    command += [f"--exclude-table={table}" for table in NOT_DUMPED]
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in text.splitlines() if not NOT_SQL.match(line)) + "\n"


if __name__ == "__main__":
    main(sys.argv[1])
