"""The embedded server: its files, its manners, and what it survives."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from floorwalker.adapters.postgres_embedded import (
    EmbeddedPostgres,
    borrowed_database,
    running_database,
)
from floorwalker.foundation.data_folder import data_folder
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.file_lock import LockHeldError

pytestmark = pytest.mark.processes

AS_ROOT = os.geteuid() == 0
SECONDS_MAX = 20.0

RUN_AND_WAIT = """
import sys
from pathlib import Path
from floorwalker.adapters.postgres_embedded import borrowed_database, running_database
from floorwalker.foundation.data_folder import data_folder
how = {"run": running_database, "borrow": borrowed_database}[sys.argv[1]]
with how(data_folder(), durable=False) as database:
    print(database.url, getattr(database, "process_id", ""), flush=True)
    sys.stdin.read()
"""


def _eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def _other_process(how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN_AND_WAIT, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _one(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def _gone(process_id: int) -> bool:
    """Ended, or ended and only waiting for its parent to notice."""
    try:
        state = Path("/proc", str(process_id), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def _modes(folder: Path) -> dict[Path, int]:
    return {p: stat.S_IMODE(p.lstat().st_mode) for p in (folder, *folder.parents)}


def _python_for_everybody() -> str:
    """Our own Python may be below /root, where the ordinary account cannot go."""
    system = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    if not system.exists():
        pytest.skip("there is no Python that every account may run")
    return str(system)


def test_it_speaks_utf_8_asks_for_the_password_and_listens_on_its_socket_only(home):
    with running_database(data_folder(), durable=False) as database:
        assert _one(database.url, "SHOW server_encoding") == "UTF8"
        assert _one(database.url, "SELECT upper('été')") == "ÉTÉ"
        assert _one(database.url, "SHOW listen_addresses") == ""
        assert _one(database.url, "SHOW password_encryption") == "scram-sha-256"
        superuser = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        assert _one(database.url, superuser) is False
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(database.url.replace("@", "-not@"))
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(database.url.replace("//floorwalker", "//postgres"))


def test_nothing_in_the_folder_is_readable_by_others_and_nothing_outside_changes(home):
    outside = _modes(home.parent)
    with running_database(data_folder(), durable=False):
        everything = [home, *home.rglob("*")]
        assert len(everything) > 1_000
        open_to_others = [
            p
            for p in everything
            if p.lstat().st_mode & stat.S_IRWXO and not stat.S_ISSOCK(p.lstat().st_mode)
        ]
        assert open_to_others == []
        sockets = [p for p in everything if stat.S_ISSOCK(p.lstat().st_mode)]
        assert sockets
        assert {stat.S_IMODE(p.parent.stat().st_mode) for p in sockets} == {0o700}
    assert _modes(home.parent) == outside


@pytest.mark.skipif(not AS_ROOT, reason="the account changes only as root")
def test_as_root_an_unprivileged_account_runs_it_and_can_change_no_program(home):
    with running_database(data_folder(), durable=False) as database:
        owner = Path("/proc", str(database.process_id)).stat().st_uid
        assert pwd.getpwuid(owner).pw_name in {"floorwalker", "postgres", "nobody"}
        programs = list((home / "programs").rglob("*"))
        assert {p.stat().st_uid for p in programs} == {0}
        assert not [p for p in programs if p.stat().st_mode & stat.S_IWGRP]
        groups = Path("/proc", str(database.process_id), "status").read_text()
        assert "Groups:\t \n" in groups


@pytest.mark.skipif(not AS_ROOT, reason="the account changes only as root")
def test_a_folder_that_its_account_cannot_reach_is_named(monkeypatch):
    closed = Path(tempfile.mkdtemp(prefix="floorwalker-closed-", dir="/tmp"))
    try:
        monkeypatch.setenv("FLOORWALKER_HOME", str(closed / "home"))
        with (
            pytest.raises(SetupError, match="may not pass through") as caught,
            running_database(data_folder()),
        ):
            pass
        assert caught.value.where == str(closed)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(closed)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
def test_an_ordinary_account_runs_it_as_itself(home):
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    done = subprocess.run(
        [_python_for_everybody(), "-c", RUN_AND_WAIT, "run"],
        **identity,
        env={"PYTHONPATH": os.pathsep.join(sys.path), "FLOORWALKER_HOME": str(home)},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No module named" in done.stderr:
        pytest.skip("that account cannot read this checkout")
    assert done.stdout.startswith("postgresql://"), done.stderr
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not (home / "programs").exists()
    assert {p.lstat().st_uid for p in home.rglob("*")} == {nobody.pw_uid}


def test_committed_rows_survive_kill_9_of_the_server(home):
    with running_database(data_folder()) as database:
        with psycopg.connect(database.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        busy = psycopg.connect(database.url, autocommit=True)  # a backend that must end first
        os.kill(database.process_id, signal.SIGKILL)
        _eventually(lambda: not database.is_running())
        database.start()
        busy.close()
        assert _one(database.url, "SELECT count(*) FROM kept") == 1000


def test_it_ends_with_a_parent_that_was_killed_and_starts_clean_afterwards(home):
    with _other_process("run") as parent:
        url, process_id = parent.stdout.readline().split()
        parent.kill()
    _eventually(lambda: _gone(int(process_id)))
    with running_database(data_folder(), durable=False) as database:
        assert database.url == url
        assert _one(url, "SELECT 1") == 1


def test_two_owners_of_one_folder_are_refused(home, monkeypatch):
    sharing = "floorwalker.adapters.postgres_embedded._sharing"
    monkeypatch.setattr(f"{sharing}.PREDECESSOR_SECONDS_MAX", 0.0)
    with _other_process("run") as first:
        first.stdout.readline()
        with (
            pytest.raises(LockHeldError, match=str(first.pid)),
            running_database(data_folder(), durable=False),
        ):
            pass
        first.communicate()
    assert first.returncode == 0


def test_a_borrower_uses_the_running_server_and_starts_one_only_if_there_is_none(home):
    with (
        running_database(data_folder(), durable=False) as owner,
        borrowed_database(data_folder(), durable=False) as borrowed,
    ):
        assert (borrowed.url, borrowed.started_here) == (owner.url, False)
    with borrowed_database(data_folder(), durable=False) as borrowed:
        assert borrowed.started_here
        assert _one(borrowed.url, "SELECT 1") == 1


def test_a_borrower_that_started_the_server_waits_for_the_others(home):
    with _other_process("borrow") as starter:
        url = starter.stdout.readline().strip()
        with borrowed_database(data_folder(), durable=False) as borrowed:
            assert not borrowed.started_here
            starter.stdin.close()  # it is done, and would stop the server
            with pytest.raises(subprocess.TimeoutExpired):
                starter.wait(timeout=0.2)
            assert _one(url, "SELECT 1") == 1
    assert starter.returncode == 0


def test_an_unfinished_first_start_is_begun_again(home):
    data_folder()
    (home / "database.unfinished").mkdir()
    (home / "database.unfinished" / "PG_VERSION").write_text("18\n")
    with running_database(data_folder(), durable=False) as database:
        assert _one(database.url, "SELECT 1") == 1
    assert not (home / "database.unfinished").exists()


def test_a_reused_process_id_does_not_keep_it_down(home):
    with running_database(data_folder(), durable=False):
        status = (home / "database" / "postmaster.pid").read_text().splitlines()
    as_if_killed = [str(os.getpid()), *status[1:]]  # in a container we may get its old number
    (home / "database" / "postmaster.pid").write_text("\n".join(as_if_killed) + "\n")
    with running_database(data_folder(), durable=False) as database:
        assert _one(database.url, "SELECT 1") == 1


def test_another_versions_database_is_refused(home):
    with running_database(data_folder(), durable=False):
        pass
    (home / "database" / "PG_VERSION").write_text("15\n")
    with pytest.raises(SetupError, match="made by PostgreSQL 15"):
        EmbeddedPostgres(home).start()


def test_a_damaged_database_tells_the_reason_at_once(home):
    with running_database(data_folder(), durable=False):
        pass
    (home / "database" / "global" / "pg_control").unlink()
    with pytest.raises(SetupError, match=r"did not start.*pg_control|database\.log"):
        EmbeddedPostgres(home).start()


def test_a_path_too_long_for_a_socket_is_refused_before_anything_starts(home):
    with pytest.raises(SetupError, match="too long for a socket by"):
        EmbeddedPostgres(home / ("x" * 100))
