"""Migrations tell the same story as the models."""

import re
from io import StringIO

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from tests.architecture.repository import PACKAGE


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
