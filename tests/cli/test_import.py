import json
from importlib import import_module

import pytest
from click.testing import CliRunner

from floorwalker.duties.history.models import Contact, Import, IntervalStat
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site

command = import_module("floorwalker.cli.import").command

INTERVALS = "time,queue,offered\n2024-03-04 08:00,a,5\n2024-03-04 08:30,a,6\n"


def run(*arguments):
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text(INTERVALS)
    return path


def test_a_dry_run_reports_without_a_database(file):
    said = json.loads(run(file, "--dry-run", "--json", "--zone", "UTC").stdout)
    assert said["outcome"] == "dry run, nothing stored"
    assert said["detection"]["kind"] == "intervals"
    assert (said["report"]["rows_kept"], said["report"]["volume"]) == (2, 11)
    assert said["report"]["starts_at"] == "2024-03-04T08:00:00+00:00"


def test_a_dry_run_writes_rejected_rows_where_asked(file, tmp_path):
    file.write_text(INTERVALS + "2024-03-04 09:00,a,x\n")
    run(file, "--dry-run", "--rejects", tmp_path / "bad.csv")
    assert (tmp_path / "bad.csv").read_text().splitlines()[1].startswith("4,bad_number,")


def test_rejected_rows_that_cannot_be_written_are_a_wrong_command_line(file, tmp_path):
    for place in (tmp_path / "nowhere" / "bad.csv", tmp_path):
        said = run(file, "--dry-run", "--rejects", place)
        assert said.exit_code == 2
        assert "--rejects" in said.stderr


@pytest.mark.django_db(transaction=True)
def test_an_import_into_an_empty_database_makes_the_first_site(file):
    said = run(file, "--zone", "Europe/Paris").stdout
    assert "calls.csv: imported" in said
    assert Site.objects.get().zone == "Europe/Paris"
    assert IntervalStat.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_says_so_and_changes_nothing(file):
    run(file)
    said = run(file).stdout
    assert "already imported, nothing changed" in said
    assert Import.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_columns_and_queue_can_be_named(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("when,how long,who\n2024-03-04 08:00:00,60,Ada\n")
    arguments = ["--map", "when=time", "--map", "how long=handle_seconds", "--map", "who=agent"]
    said = json.loads(run(path, *arguments, "--queue", "Loans", "--json").stdout)
    assert said["result"]["rows_added"] == 1
    contact = Contact.objects.get()
    assert (contact.queue.name, contact.handle_seconds, contact.agent_name) == ("Loans", 60, "Ada")


@pytest.mark.django_db(transaction=True)
def test_a_bad_file_is_refused_and_makes_no_site(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("colour\nred\n")
    with pytest.raises(BadInputError, match="do not tell what the file is"):
        run(path)
    assert not Site.objects.exists()


def test_a_map_without_an_equals_sign_is_a_wrong_command_line(file):
    assert run(file, "--map", "time").exit_code == 2
