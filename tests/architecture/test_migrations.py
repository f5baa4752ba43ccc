"""Migrations tell the same story as the models."""

import re
from io import StringIO

from django.core.management import call_command
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from tests.architecture.repository import PACKAGE
from tests.upgrades.states import migrations_of

LARGE = {
    *("contact", "intervalstat", "daystat", "forecastinterval", "requirementinterval"),
    *("shift", "shiftactivity", "schedulechange", "auditrecord", "liveevent"),
}
"""Models with millions of rows in a large centre."""

SLOW = (operations.AlterField, operations.AddIndex, operations.AddConstraint)
"""Each reads or writes a whole table while nobody else may use it."""

EXCUSED: dict[str, str] = {}
"""`app.migration model` → why it is quick all the same, or cannot be avoided."""


def test_no_model_has_changed_without_a_migration(db):
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert told.getvalue() == "No changes detected\n"


def test_the_migrations_of_an_app_form_one_line():
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}


def test_every_migration_has_a_name_that_a_person_gave():
    found = [
        file.name
        for file in PACKAGE.glob("*/*/migrations/0*.py")
        if re.search(r"_auto_|_and_more$|_alter_.*_alter_", file.stem)
    ]
    assert found == []


def test_an_upgrade_does_not_lock_large_tables_for_long():
    """docs/dev/add-a-migration.md says what to do instead; step 1 was the first schema there is."""
    loader, old = MigrationLoader(None), migrations_of("step-1")
    before = {("api", "0001_api_tokens"), ("live", "0001_initial")}
    for app, name in old.items():
        before |= set(loader.graph.forwards_plan((app, name)))
    found = {
        f"{app}.{name} {operation.model_name_lower}"
        for (app, name), migration in loader.disk_migrations.items()
        if (app, name) not in before
        for operation in migration.operations
        if isinstance(operation, SLOW) and operation.model_name_lower in LARGE
        if operation.model_name_lower not in _made_by(migration)
        if type(operation) in SLOW  # those that work beside others are classes of their own
    }
    assert found == set(EXCUSED)


def _made_by(migration):
    made = [o for o in migration.operations if isinstance(o, operations.CreateModel)]
    return {operation.name_lower for operation in made}
