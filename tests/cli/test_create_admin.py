import io
import os
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.whole_databases import empty_database

from floorwalker.cli import EXIT_BAD_INPUT, EXIT_SETUP, create_admin, main
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Organisation, Site

PASSWORD = "correct horse battery"

with_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def password_file(tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\nanother line\n")
    return file


def run(*arguments, typed=None):
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(create_admin.command, words, input=typed, catch_exceptions=False)


def everything():
    return (User.objects.count(), Site.objects.count(), AuditRecord.objects.count())


@with_database
def test_the_account_signs_in_and_may_administer_and_manage_everywhere(password_file):
    said = run("Ada@Example.ca", "--name", "Ada Stone", "--password-file", password_file).stdout
    assert said.startswith("Ada@Example.ca may sign in now.")
    ada = User.objects.get()
    assert (ada.email, ada.name) == ("ada@example.ca", "Ada Stone")
    held = RoleAssignment.objects.values_list("role", "site", "team").order_by("role")
    assert list(held) == [("admin", None, None), ("manager", None, None)]
    answer = Client().post("/sign-in/", {"username": "ada@example.ca", "password": PASSWORD})
    assert answer.status_code == 302
    assert AuditRecord.objects.get(action="create_user").actor_name == "floorwalker create-admin"


@with_database
def test_the_first_site_comes_along_with_its_clock(password_file):
    run("ada@example.ca", "--site-zone", "America/Moncton", "--password-file", password_file)
    assert Site.objects.get().zone == "America/Moncton"


@with_database
def test_a_site_that_is_there_keeps_its_clock(password_file):
    organisation = Organisation.objects.create(name="Maple Services")
    Site.objects.create(organisation=organisation, name="Regina", zone="America/Regina")
    said = run("ada@example.ca", "--password-file", password_file).stdout
    assert "Site: Regina, on the clock of America/Regina." in said
    assert Site.objects.count() == 1


@with_database
def test_a_name_that_is_not_given_is_the_address_up_to_the_at(password_file):
    run("ada@example.ca", "--password-file", password_file)
    assert User.objects.get().name == "ada"


@with_database
def test_a_known_address_is_refused_and_changes_nothing(password_file, monkeypatch, capsys):
    run("ada@example.ca", "--password-file", password_file)
    before = everything()
    words = ["create-admin", "ADA@example.ca", "--password-file", str(password_file)]
    monkeypatch.setattr(sys, "argv", ["floorwalker", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == EXIT_BAD_INPUT
    assert "there is an account for ADA@example.ca already." in capsys.readouterr().err
    assert everything() == before


@with_database
@pytest.mark.parametrize(
    ("email", "zone", "password", "reason"),
    [
        ("ada", "America/Toronto", PASSWORD, "valid email address"),
        ("ada@example.ca", "Mars/Olympus", PASSWORD, "there is no zone"),
        ("ada@example.ca", "America/Toronto", "short 1", "at least 8 characters"),
        ("ada@example.ca", "America/Toronto", "password123", "too common"),
        ("ada@example.ca", "America/Toronto", "", "at least 8 characters"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_stored(email, zone, password, reason):
    with pytest.raises(BadInputError, match=reason):
        run(email, "--site-zone", zone, "--password-file", "-", typed=f"{password}\n")
    assert everything() == (0, 0, 0)


@with_database
def test_the_password_is_asked_twice_on_a_terminal(monkeypatch):
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(create_admin, "sys", terminal)
    answer = run("ada@example.ca", typed=f"{PASSWORD}\na slip\n{PASSWORD}\n{PASSWORD}\n")
    assert "do not match" in answer.output
    assert PASSWORD not in answer.output
    assert User.objects.get().check_password(PASSWORD)


def test_without_a_terminal_the_password_needs_a_file(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    answer = run("ada@example.ca")
    assert answer.exit_code == 2
    assert "--password-file" in answer.output


@pytest.mark.django_db
def test_the_sign_in_page_of_an_empty_database_tells_how_to_begin():
    assert "floorwalker create-admin" in Client().get("/sign-in/").content.decode()


def test_the_sign_in_page_says_nothing_of_it_once_there_is_an_account(cast):
    assert "create-admin" not in Client().get("/sign-in/").content.decode()


@pytest.fixture
def bare_database() -> Iterator[str]:
    yield from empty_database()


@pytest.mark.processes
def test_a_database_without_tables_is_refused_with_the_next_step(bare_database, password_file):
    words = ["create-admin", "ada@example.ca", "--password-file", str(password_file)]
    done = subprocess.run(
        [sys.executable, "-m", "floorwalker", *words],
        env=os.environ | {"DATABASE_URL": bare_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == EXIT_SETUP
    assert "Start `floorwalker serve` on it once" in done.stderr
