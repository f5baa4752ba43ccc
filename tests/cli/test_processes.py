"""The supervisor, with small programs in the place of the real ones."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from floorwalker.cli._processes import Program, Supervisor, signals_as_alarm

pytestmark = pytest.mark.processes

SECONDS_MAX = 20.0
SLEEP = "import signal; signal.pause()"


class Stage:
    """A supervisor and what it said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def run(self, supervisor: Supervisor, *, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS_MAX
        assert supervisor.run(
            until=lambda: until() or time.monotonic() > deadline, look_seconds=0.01
        )
        assert until(), "it did not happen in time"


class Obedient:
    """A service without a process, that stops as soon as it is asked."""

    process_id = None

    def __init__(self, name: str, *, asked: list[str]) -> None:
        self.name = name
        self._asked = asked
        self._running = False

    def launch(self) -> None:
        self._running = True

    def is_running(self) -> bool:
        return self._running

    def ask_to_stop(self) -> None:
        self._asked.append(self.name)
        self._running = False

    def kill(self) -> None:
        raise AssertionError("it was not given time to stop")


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def supervisor(stage: Stage) -> Iterator[Supervisor]:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also where the tests run under nohup
    with signals_as_alarm() as alarm:
        supervisor = Supervisor(alarm, tell=stage.said.append)
        yield supervisor
        supervisor.stop()
    signal.signal(signal.SIGHUP, before)


def _program(code: str, name: str = "sleeper") -> Program:
    return Program(name, [sys.executable, "-S", "-c", code], dict(os.environ))


def test_a_killed_service_is_started_again_and_told(stage, supervisor):
    sleeper = _program(SLEEP)
    supervisor.launch(sleeper)
    first = sleeper.process_id
    os.kill(first, signal.SIGKILL)
    stage.run(supervisor, until=lambda: sleeper.process_id != first and sleeper.is_running())
    assert stage.said == [f"sleeper (process {first}) ended; it starts again in 0.1 s."]


def test_a_service_that_keeps_dying_is_started_after_longer_and_longer_pauses(stage, supervisor):
    supervisor.launch(_program("raise SystemExit(1)"))
    stage.run(supervisor, until=lambda: len(stage.said) == 4)
    assert [line.split(" in ")[1] for line in stage.said] == [
        "0.1 s.",
        "0.2 s.",
        "0.4 s.",
        "0.8 s.",
    ]


def test_services_are_asked_to_stop_the_last_first(supervisor):
    asked: list[str] = []
    for name in ("first", "second", "third"):
        supervisor.launch(Obedient(name, asked=asked))
    supervisor.stop()
    assert asked == ["third", "second", "first"]


def test_a_service_that_does_not_listen_is_ended(stage, supervisor, monkeypatch, tmp_path):
    monkeypatch.setattr("floorwalker.cli._processes.STOP_SECONDS_MAX", 0.05)
    ready = tmp_path / "ready"
    deaf = _program(
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open({str(ready)!r}, 'w').close()\n"
        "while True: signal.pause()"
    )
    supervisor.launch(deaf)
    stage.run(supervisor, until=ready.exists)
    supervisor.stop()
    assert stage.said[0] == "sleeper does not stop; it is ended."
    assert not deaf.is_running()


def test_a_watched_service_is_started_again_but_not_stopped(stage, supervisor):
    sleeper = _program(SLEEP)
    sleeper.launch()
    supervisor.watch(sleeper)
    first = sleeper.process_id
    os.kill(first, signal.SIGKILL)
    stage.run(supervisor, until=lambda: sleeper.process_id != first and sleeper.is_running())
    supervisor.stop()
    assert sleeper.is_running()
    sleeper.kill()
    assert sleeper._process.wait(timeout=SECONDS_MAX) == -signal.SIGKILL


def test_a_service_that_cannot_be_started_again_is_told_and_tried_later(stage, supervisor):
    sleeper = _program(SLEEP)
    supervisor.launch(sleeper)
    sleeper.command = ["/no/such/program"]
    os.kill(sleeper.process_id, signal.SIGKILL)
    stage.run(supervisor, until=lambda: len(stage.said) >= 3)
    assert stage.said[1].startswith("sleeper did not start: ")
    assert stage.said[2].endswith("it starts again in 0.2 s.")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_stop_ends_the_watch(supervisor, number):
    os.kill(os.getpid(), number)
    assert supervisor.run(until=lambda: False) is False


def test_an_ignored_hangup_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
    try:
        with signals_as_alarm() as alarm:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not alarm.stop_requested
    finally:
        signal.signal(signal.SIGHUP, before)


def test_signal_handlers_are_put_back():
    before = [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)]
    with signals_as_alarm():
        pass
    after = [signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)]
    assert after == before
