"""The supervisor: starts services in order, restarts each that dies, stops them in reverse.

It sleeps until something happens: a child ends, somebody asks to stop, or a restart is due.
A service that keeps dying is restarted after longer and longer pauses; one that ran well for a
while starts afresh with the shortest.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from floorwalker.foundation.child_process import ends_with_parent
from floorwalker.foundation.errors import FloorwalkerError

PAUSE_SECONDS_MIN = 0.1
PAUSE_SECONDS_MAX = 10.0
WELL_AFTER_SECONDS = 30.0
STOP_SECONDS_MAX = 4.0
LOOK_SECONDS_MAX = 60.0  # signals wake us for everything that happens earlier

_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Service(Protocol):
    """Something that runs in a process of its own."""

    @property
    def name(self) -> str:
        """Give the word for it in messages."""

    @property
    def process_id(self) -> int | None:
        """Give its process, once launched."""

    def launch(self) -> None:
        """Start it and return at once."""

    def is_running(self) -> bool:
        """Tell whether its process is alive."""

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does and end."""

    def kill(self) -> None:
        """End it now."""


@dataclass
class Program:
    """A service that is one command; its own process group, killed when we are."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    inherited_files: Sequence[int] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def process_id(self) -> int | None:
        """Give its process, once launched."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """Give its exit code, once it has ended."""
        return self._process.poll() if self._process else None

    def launch(self) -> None:
        """Start it and return at once."""
        self._process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            pass_fds=self.inherited_files,
            start_new_session=True,  # Ctrl-C on the terminal is for us; we stop it in its turn
            preexec_fn=ends_with_parent(by=signal.SIGKILL),  # noqa: PLW1509 - we have no threads
        )

    def is_running(self) -> bool:
        """Tell whether its process is alive."""
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self._process is not None and self.is_running():
            self._process.terminate()

    def kill(self) -> None:
        """Send SIGKILL to it and its own children."""
        if self._process is not None and self.is_running():
            os.killpg(self._process.pid, signal.SIGKILL)


class Alarm:
    """What wakes the supervisor: a child's end or a request to stop."""

    def __init__(self, bell: socket.socket) -> None:
        self._bell = bell
        self.stop_requested = False

    def wait(self, seconds: float) -> None:
        """Sleep until a signal arrives, at most this long."""
        select.select([self._bell], [], [], max(0.0, seconds))
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)

    def on_stop(self, number: int, frame: FrameType | None) -> None:
        """Note that somebody asked us to stop."""
        del number, frame
        self.stop_requested = True


@contextmanager
def signals_as_alarm() -> Iterator[Alarm]:
    """Turn SIGTERM, SIGINT, SIGHUP and SIGCHLD into an alarm while the block runs (main thread).

    One that is ignored stays ignored: `nohup floorwalker serve` survives the end of its terminal.
    """
    bell, clapper = socket.socketpair()
    with bell, clapper:
        bell.setblocking(False)
        clapper.setblocking(False)
        alarm = Alarm(bell)
        heeded = [n for n in _STOPPING if signal.getsignal(n) is not signal.SIG_IGN]
        before = {number: signal.signal(number, alarm.on_stop) for number in heeded}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _only_wake)
        waker_before = signal.set_wakeup_fd(clapper.fileno(), warn_on_full_buffer=False)
        try:
            yield alarm
        finally:
            signal.set_wakeup_fd(waker_before)
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass
class _Watched:
    service: Service
    ours_to_stop: bool
    launched_at: float
    pause_seconds: float = PAUSE_SECONDS_MIN
    due_at: float | None = None
    """When it is to be started again; `None` while it runs."""


class Supervisor:
    """Keeps services running until somebody asks to stop."""

    def __init__(self, alarm: Alarm, *, tell: Callable[[str], None]) -> None:
        self._alarm = alarm
        self._tell = tell
        self._watched: list[_Watched] = []

    def launch(self, service: Service) -> None:
        """Start the service, keep it running, and stop it in `stop`."""
        service.launch()
        self._watched.append(_Watched(service, ours_to_stop=True, launched_at=time.monotonic()))

    def watch(self, service: Service) -> None:
        """Keep running a service that somebody else has started and will stop."""
        self._watched.append(_Watched(service, ours_to_stop=False, launched_at=time.monotonic()))

    def run(self, *, until: Callable[[], bool], look_seconds: float = LOOK_SECONDS_MAX) -> bool:
        """Watch until the condition holds; return `False` when a stop was requested first."""
        while not self._alarm.stop_requested:
            now = time.monotonic()
            for watched in self._watched:
                self._tend(watched, now=now)
            if until():
                return True
            self._alarm.wait(min(look_seconds, self._seconds_to_next_restart(now)))
        return False

    def stop(self) -> None:
        """Ask our services to stop, the last first; one that does not listen is killed."""
        ours = [watched.service for watched in reversed(self._watched) if watched.ours_to_stop]
        for service in ours:
            service.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while running := [service for service in ours if service.is_running()]:
            if time.monotonic() >= deadline:
                self._tell(f"{running[0].name} does not stop; it is ended.")
                running[0].kill()
            self._alarm.wait(0.1)
        self._watched.clear()

    def _tend(self, watched: _Watched, *, now: float) -> None:
        if watched.due_at is None and not watched.service.is_running():
            if now - watched.launched_at >= WELL_AFTER_SECONDS:
                watched.pause_seconds = PAUSE_SECONDS_MIN
            self._tell(
                f"{watched.service.name} (process {watched.service.process_id}) ended; "
                f"it starts again in {watched.pause_seconds:g} s."
            )
            watched.due_at = now + watched.pause_seconds
            watched.pause_seconds = min(2 * watched.pause_seconds, PAUSE_SECONDS_MAX)
        elif watched.due_at is not None and now >= watched.due_at:
            watched.due_at, watched.launched_at = None, now
            try:
                watched.service.launch()
            except (FloorwalkerError, OSError) as error:
                self._tell(f"{watched.service.name} did not start: {error}")

    def _seconds_to_next_restart(self, now: float) -> float:
        due = (watched.due_at - now for watched in self._watched if watched.due_at is not None)
        return min(due, default=LOOK_SECONDS_MAX)


def _only_wake(number: int, frame: FrameType | None) -> None:
    del number, frame
