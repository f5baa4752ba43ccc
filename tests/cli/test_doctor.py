"""`floorwalker doctor` on set-ups that are really broken, one way each."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.builders import processes
from tests.builders.processes import eventually, floorwalker_process
from tests.builders.web_servers import web_server
from tests.embedded_database import scratch_folder
from tests.whole_databases import contents, empty_database

from floorwalker.adapters.database_backup import back_up
from floorwalker.cli import EXIT_SETUP, _doctor_database, _doctor_machine, doctor
from floorwalker.foundation import checkup, clock
from floorwalker.foundation.data_folder import MARK, data_folder, secret
from floorwalker.foundation.jobs.models import Job

KEY = "k3y-" * 15 + "abcdefgh"


def ask(*words, **environment):
    """Run the doctor; return its exit code and its findings by check."""
    done = subprocess.run(
        [sys.executable, "-m", "floorwalker", "doctor", "--json", *words],
        env=os.environ | {"FLOORWALKER_SECRET_KEY": KEY} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    return done.returncode, {finding["check"]: finding for finding in told["findings"]}


def grade(findings, check):
    return findings[check]["grade"]


@contextmanager
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        yield closed.getsockname()[1]


@pytest.fixture
def new_database():
    yield from empty_database()


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_of_a_good_set_up_everything_is_well(tmp_path):
    url = processes.test_database_url()
    back_up(url, file=tmp_path / "today.backup")
    data_folder()
    with web_server() as web, floorwalker_process("work"), listening() as mail:
        eventually(lambda: _workers(url))
        code, findings = ask(
            *("--web", f"http://127.0.0.1:{web.port}", "--backups", str(tmp_path)),
            DATABASE_URL=url,
            FLOORWALKER_MAIL_URL=f"smtp://127.0.0.1:{mail}",
        )
    assert {check: f for check, f in findings.items() if f["grade"] != "ok"} == {}
    assert code == 0
    assert set(findings) >= {
        *("python", "packages", "data folder", "disk", "time zones", "backups", "database"),
        *("database version", "extensions", "transactions", "clocks", "schema", "workers"),
        *("jobs", "secret key", "https", "proxy", "django", "mail", "web"),
    }


def _workers(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]


@pytest.mark.processes
def test_on_a_new_machine_it_says_what_the_first_start_will_do_and_makes_nothing(home, closed_port):
    home.rmdir()
    code, findings = ask(
        "--web",
        f"http://127.0.0.1:{closed_port}",
        FLOORWALKER_SECRET_KEY="",
        FLOORWALKER_HOME=str(home),
    )
    assert code == EXIT_SETUP
    assert not home.exists()
    home.mkdir()
    assert {check for check, f in findings.items() if f["grade"] == "warning"} == {
        *("data folder", "backups", "database", "settings"),
    }
    assert grade(findings, "web") == "wrong"


@pytest.mark.processes
def test_a_database_that_does_not_answer_is_wrong_and_the_rest_is_still_looked_at(closed_port):
    url = f"postgresql://ben:hidden@127.0.0.1:{closed_port}/centre"
    code, findings = ask(DATABASE_URL=url)
    assert code == EXIT_SETUP
    assert findings["database"]["grade"] == "wrong"
    assert "refused" in findings["database"]["what"]
    assert "hidden" not in json.dumps(findings)
    assert "schema" not in findings
    assert grade(findings, "django") == "ok"


@pytest.mark.processes
def test_a_database_without_our_schema_is_behind_and_left_as_it_is(new_database):
    code, findings = ask(DATABASE_URL=new_database)
    assert code == EXIT_SETUP
    assert findings["schema"]["grade"] == "wrong"
    assert findings["schema"]["what"].startswith("it is behind by ")
    assert grade(findings, "extensions") == "warning"
    assert "workers" not in findings
    assert contents(new_database) == {}


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_without_workers_and_with_a_job_that_waits(cast):
    with psycopg.connect(processes.test_database_url()) as connection:
        connection.execute("DELETE FROM procrastinate_workers")  # other tests kill theirs
    Job.objects.create(kind="dig", created_at=clock.now() - timedelta(hours=2))
    _code, findings = ask(DATABASE_URL=processes.test_database_url())
    assert findings["workers"]["what"] == "none is alive."
    assert findings["jobs"]["grade"] == "warning"
    assert findings["jobs"]["what"] == "one has waited for 120 minutes."


@pytest.mark.processes
@pytest.mark.parametrize(
    ("name", "value"), [("FLOORWALKER_HTTPS", "perhaps"), ("FLOORWALKER_MAIL_URL", "mail.example")]
)
def test_a_setting_that_cannot_be_read_is_named(name, value):
    _code, findings = ask(**{name: value})
    found = findings["settings"]
    assert (found["grade"], found["where"]) == ("wrong", name)
    assert found["next_step"]
    assert "https" not in findings


@pytest.mark.processes
def test_a_site_for_others_without_https(closed_port):
    code, findings = ask(
        FLOORWALKER_HOSTS="a.example",
        FLOORWALKER_ORIGINS="https://b.example",
        FORWARDED_ALLOW_IPS="*",
        FLOORWALKER_DEBUG="yes",
        FLOORWALKER_SECRET_KEY="short",
        FLOORWALKER_MAIL_URL=f"smtp://127.0.0.1:{closed_port}",
    )
    found = {check: (f["grade"], f["where"]) for check, f in findings.items()}
    assert code == EXIT_SETUP
    assert found["https"] == ("wrong", "FLOORWALKER_HTTPS")
    assert found["origins"] == ("wrong", "FLOORWALKER_ORIGINS")
    assert found["proxy"] == ("warning", "FORWARDED_ALLOW_IPS")
    assert found["debug"] == ("wrong", "")
    assert found["mail"] == ("wrong", f"127.0.0.1:{closed_port}")
    assert findings["django"]["what"].startswith("security.W009: ")


@pytest.mark.processes
def test_https_for_nobody_and_forms_from_an_open_origin():
    _code, findings = ask(FLOORWALKER_HTTPS="yes", FLOORWALKER_ORIGINS="http://localhost")
    assert findings["https"]["where"] == "FLOORWALKER_HOSTS"
    assert findings["origins"]["what"] == "http://localhost is not https."
    assert grade(findings, "mail") == "warning"


@pytest.mark.processes
def test_a_web_server_whose_schema_is_behind_is_not_ready(new_database):
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with floorwalker_process("web", "--port", str(port), DATABASE_URL=new_database):
        eventually(lambda: _takes_connections(port))
        _code, findings = ask("--web", address, DATABASE_URL=new_database)
    assert findings["web"]["what"] == "it answers 503: the schema is not up to date"


def _takes_connections(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.processes
def test_the_text_says_what_where_and_what_to_do(closed_port):
    done = subprocess.run(
        [sys.executable, "-m", "floorwalker", "doctor", "--web", "elsewhere"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"FLOORWALKER_SECRET_KEY": KEY},
    )
    assert "WRONG    web: this is no address. [elsewhere]" in done.stdout
    assert "         → Write http://127.0.0.1:8000." in done.stdout
    assert done.returncode == EXIT_SETUP


# The machine, in this process


@pytest.fixture
def folder(monkeypatch):
    folder = scratch_folder("floorwalker-home-")
    monkeypatch.setenv("FLOORWALKER_HOME", str(folder))
    data_folder()
    secret("django-secret-key")
    yield folder
    shutil.rmtree(folder)


def looked(*findings):
    return [(f.check, f.grade.value, f.where) for f in findings]


def test_a_data_folder_that_others_may_enter(folder):
    folder.chmod(0o755)
    (found,) = _doctor_machine.data_folder_check()
    assert found.grade == "wrong"
    assert found.next_step == f"Close it: chmod 710 {folder}"


def test_a_secret_that_others_may_read(folder):
    (folder / "secrets" / "django-secret-key").chmod(0o644)
    _folder, found = _doctor_machine.data_folder_check()
    assert looked(found) == [("secrets", "wrong", str(folder / "secrets" / "django-secret-key"))]


def test_a_folder_of_something_else(folder):
    (folder / MARK).unlink()
    (found,) = _doctor_machine.data_folder_check()
    assert looked(found) == [("data folder", "wrong", str(folder))]
    assert not (folder / MARK).exists()


def test_a_demos_folder_is_not_for_real_use(folder):
    secret("demo-password")
    _folder, found = _doctor_machine.data_folder_check()
    assert looked(found) == [("data folder", "warning", str(folder))]


@pytest.mark.parametrize(
    ("limit", "grade_"), [("DISK_BYTES_WRONG", "wrong"), ("DISK_BYTES_LOW", "warning")]
)
def test_a_full_disk(folder, monkeypatch, limit, grade_):
    monkeypatch.setattr(_doctor_machine, limit, 1 << 70)
    (found,) = _doctor_machine.disk_check()
    assert found.grade == grade_


def test_packages_of_another_version():
    lock = "django==4.2 \\\n    --hash=sha256:0\nno-such-package==1.0 \\\nother==1 ; x == 'y' \\\n"
    django, missing = _doctor_machine._differing(lock)
    assert django.startswith("django 5.2")
    assert django.endswith(" instead of 4.2")
    assert missing == "no-such-package is missing"


def test_time_zones_that_tell_the_wrong_time(monkeypatch):
    monkeypatch.setattr(_doctor_machine, "_SUMMER_OFFSET", timedelta(hours=-5))
    (found,) = _doctor_machine.time_zones_check()
    assert looked(found) == [("time zones", "wrong", "")]


@pytest.mark.parametrize("name", ["", "--backups"])
def test_backups_that_are_missing_old_or_something_else(tmp_path, monkeypatch, name):
    named = tmp_path if name else None
    if not name:
        monkeypatch.setenv("FLOORWALKER_BACKUPS", str(tmp_path))

    def found():
        (finding,) = _doctor_machine.backups_check(named)()
        return finding

    assert found().what == "there is none."
    (tmp_path / "notes.txt").write_text("not a backup")
    assert found().what == "there is none."
    old = tmp_path / "old.backup"
    old.write_bytes(b"PGDMP and so on")
    assert found().grade == "ok"
    two_days_ago = time.time() - 48 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    assert (found().grade, found().what) == ("wrong", "the newest is 48 hours old.")
    (tmp_path / "new.backup").write_bytes(b"PGDMP and so on")
    assert found().grade == "ok"


# The database, in this process


@pytest.fixture
def connection(new_database):
    with psycopg.connect(new_database) as connection:
        yield connection


def test_a_transaction_that_is_left_open(new_database, monkeypatch):
    monkeypatch.setattr(_doctor_database, "LONG_TRANSACTION", timedelta(0))
    with psycopg.connect(new_database, application_name="forgotten") as left:
        (process_id,) = left.execute("SELECT pg_backend_pid()").fetchone()
        with psycopg.connect(new_database, autocommit=True) as looking:
            found = [
                f for f in _doctor_database._long_transactions(looking) if "forgotten" in f.what
            ]
    assert [f.grade for f in found] == ["warning"]
    assert f"pg_terminate_backend({process_id})" in found[0].next_step


@pytest.mark.parametrize(("seconds", "grade_"), [(0, "ok"), (5, "warning"), (-90, "wrong")])
def test_clocks_that_differ(connection, seconds, grade_):
    connection.execute(
        f"""
        CREATE SCHEMA skewed;
        CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
          $$ SELECT pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$;
        SET search_path = skewed, pg_catalog;
        """
    )
    (found,) = _doctor_database._clock(connection)
    assert (found.check, found.grade) == ("clocks", grade_)


def test_a_server_that_is_too_old(connection, monkeypatch):
    monkeypatch.setattr(_doctor_database, "VERSION_MIN", 99)
    assert next(iter(_doctor_database._server(connection))).grade == "wrong"


def test_a_database_that_we_do_not_own():
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname="postgres")) as theirs:
        found = {f.check: f for f in _doctor_database._server(theirs)}
    assert found["database owner"].grade == "warning"


def test_a_database_that_cannot_hold_french():
    name = f"ascii_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
            " TEMPLATE template0"
        )
        try:
            with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], dbname=name)) as ascii_:
                found = {f.check: f for f in _doctor_database._server(ascii_)}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert found["database encoding"].what == "SQL_ASCII, not UTF8."


def test_a_server_without_the_extensions_we_need(connection, monkeypatch):
    monkeypatch.setattr(_doctor_database, "EXTENSIONS", ("no_such_extension",))
    (found,) = _doctor_database._extensions(connection)
    assert (found.grade, found.what) == ("wrong", "the server has no no_such_extension.")


def test_apps_add_checks_and_one_that_fails_hides_no_other(monkeypatch):
    monkeypatch.setattr(checkup, "_checks", [])

    def chain_check():
        yield checkup.good("chain", "whole.")

    def broken_check():
        yield checkup.good("broken", "half way.")
        raise ZeroDivisionError("division by zero")

    for check in (broken_check, chain_check, chain_check):
        checkup.add_check(check)
    found = list(doctor._each(*checkup.checks_of_apps()))
    assert [(f.check, f.grade.value) for f in found] == [
        *(("broken", "ok"), ("broken", "wrong"), ("chain", "ok")),
    ]
    assert "ZeroDivisionError" in found[1].what
