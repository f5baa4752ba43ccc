"""`floorwalker serve` as a user runs it: real processes, really killed."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.embedded_database import scratch_folder

from floorwalker.cli import EXIT_SETUP

pytestmark = pytest.mark.processes

SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 8.0


class Serving:
    """A running `floorwalker serve`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "floorwalker", "serve", "--port", "0"],
            env=_environment(home),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.address = self._line("ready").rpartition("http://")[2].strip().strip("/")

    def children(self) -> dict[str, int]:
        """Process ids by what they are: `postgres`, `web`, `work`."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and _parent(folder) == self.process.pid:
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                found[_kind(words)] = int(folder.name)
        return found

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(self.address, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=SECONDS_MAX)[0].splitlines()
        return self.process.returncode

    def _line(self, word: str) -> str:
        for line in self.process.stdout:
            self.said.append(line)
            if word in line:
                return line
        raise AssertionError(f"serve ended: {self.said}")


def _environment(home: Path) -> dict[str, str]:
    without = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return without | {"FLOORWALKER_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def _parent(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return None


def _kind(words: list[str]) -> str:
    return "postgres" if words[0].endswith("/postgres") else words[3] if len(words) > 3 else "?"


def _eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _gone(process_id: int) -> bool:
    try:
        state = Path("/proc", str(process_id), "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


def _run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "floorwalker", *words],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )


@contextmanager
def _serving(home: Path) -> Iterator[Serving]:
    serving = Serving(home)
    try:
        yield serving
    finally:
        if serving.process.poll() is None:
            serving.stop()
        serving.process.stdout.close()


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    home = scratch_folder("floorwalker-serve-")
    with _serving(home) as serving:
        yield serving
    shutil.rmtree(home)


@pytest.mark.parametrize("victim", ["postgres", "web", "work"])
def test_a_process_killed_by_kill_9_comes_back_and_the_site_answers(serving, victim):
    before = serving.children()
    assert {"postgres", "web", "work"} <= set(before)
    os.kill(before[victim], signal.SIGKILL)
    _eventually(lambda: serving.children().get(victim, before[victim]) != before[victim])
    _eventually(serving.answers)
    if victim != "postgres":
        assert serving.children()["postgres"] == before["postgres"]


def test_a_second_serve_on_the_folder_is_refused_with_the_firsts_process(serving):
    second = _run(serving.home, "serve", "--port", "0")
    assert second.returncode == EXIT_SETUP
    assert f"already runs on this data folder (process {serving.process.pid})" in second.stderr
    assert serving.answers()


def test_a_restore_is_refused_while_it_runs(serving, tmp_path):
    done = _run(serving.home, "backup", str(tmp_path / "centre.backup"))
    assert done.returncode == 0, done.stderr
    done = _run(serving.home, "restore", "--replace", str(tmp_path / "centre.backup"))
    assert done.returncode == EXIT_SETUP
    assert "Stop it, then restore." in done.stderr
    assert serving.answers()


def test_the_database_password_is_on_no_command_line(serving):
    password = (serving.home / "secrets" / "database-password").read_text()
    for process_id in [serving.process.pid, *serving.children().values()]:
        assert password not in Path("/proc", str(process_id), "cmdline").read_text()


def test_a_taken_port_is_refused_before_anything_starts(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = _run(home, "serve", "--port", port)
    assert done.returncode == EXIT_SETUP
    assert f"127.0.0.1:{port}: Another program listens there." in done.stderr
    assert not (home / "database").exists()


def test_kill_9_of_the_parent_ends_everything_and_the_next_start_is_clean(home):
    with _serving(home) as first:
        children = first.children()
        assert {"postgres", "web", "work"} <= set(children)
        first.process.kill()
        first.process.wait(timeout=SECONDS_MAX)
        _eventually(lambda: all(_gone(process_id) for process_id in children.values()))
    with _serving(home) as second:
        assert second.answers()
        children = second.children()
        started = time.monotonic()
        assert second.stop(signal.SIGINT) == 0
        assert time.monotonic() - started < STOP_SECONDS_MAX
        assert second.said[-1] == "Stopping."
        assert all(_gone(process_id) for process_id in children.values())
    assert not list((home / "run").iterdir())
