"""One PostgreSQL server on one data folder: launch, ask whether it is ready, stop.

After a `kill -9` the new server refuses to start until the old one's last process has gone; `start`
tries again until then. The caller holds the folder's lock, so no second server is ever started.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from floorwalker.foundation.child_process import ends_with_parent
from floorwalker.foundation.data_folder import OWNER_ONLY, secret
from floorwalker.foundation.errors import SetupError

from ._account import account_for, own, spawn
from ._cluster import DATABASE_NAME, ROLE, ensure_cluster
from ._programs import server_programs

PORT = 5432
SOCKET_PATH_BYTES_MAX = 107
LOG_BYTES_MAX = 5_000_000
READY_SECONDS_MAX = 300.0
"""Recovery after a power cut may take minutes; the server is left to it."""
LEFT_OVER_SECONDS_MAX = 30.0
STOP_SECONDS_MAX = 10.0
POLL_SECONDS = 0.01

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "192MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # a solid-state disk
    "max_wal_size": "2GB",
    "jit": "off",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # no rows, and
    "log_min_error_statement": "panic",  # no statements: they hold what people entered
}
_FAST_BUT_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_LEFT_OVERS = ("postmaster.pid", "shared memory block")


class EmbeddedPostgres:
    """The server on a data folder. `durable=False` is for tests: fast, lost at a power cut."""

    name = "database"

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder
        self._durable = durable
        self._cluster = folder / "database"
        self._sockets = folder / "run"
        self._log = folder / "database.log"
        _refuse_long_path(self._sockets)
        self._password = secret("database-password", folder=folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._log_starts_at = 0

    @property
    def url(self) -> str:
        """The address for `DATABASE_URL`; it holds the password."""
        return f"postgresql://{ROLE}:{self._password}@/{DATABASE_NAME}?host={quote(str(self._sockets))}"

    @property
    def process_id(self) -> int | None:
        """The server's process, when we started one."""
        return self._process.pid if self._process else None

    def launch(self) -> None:
        """Start the server's process and return at once; the first time, make the database."""
        account = account_for(self._cluster)
        if account is not None:  # it must reach its own folders, and see nothing else
            os.chown(self._folder, os.geteuid(), account.group_id)
            self._folder.chmod(0o710)
        self._sockets.mkdir(mode=OWNER_ONLY, exist_ok=True)
        own(self._sockets, account=account)
        programs = server_programs(self._folder, account=account, durable=self._durable)
        with self._open_log() as log:
            ensure_cluster(
                self._cluster,
                programs=programs,
                account=account,
                password=self._password,
                log=log,
                durable=self._durable,
            )
            _forget_reused_process_id(self._cluster / "postmaster.pid")
            self._process = spawn(
                [str(programs / "postgres"), "-D", str(self._cluster), *self._arguments()],
                account=account,
                log=log,
                before=ends_with_parent(by=signal.SIGINT),  # its "fast shutdown"
            )

    def start(self) -> str:
        """Start the server, wait until it answers, return its address.

        Raises:
            SetupError: It ended, or was not ready in time; the message has its last words.
        """
        left_overs_until = time.monotonic() + LEFT_OVER_SECONDS_MAX
        ready_until = time.monotonic() + READY_SECONDS_MAX
        self.launch()
        while not self.is_ready():
            now = time.monotonic()
            if now >= ready_until:
                raise self._failure("PostgreSQL is not ready yet.")
            if not self.is_running():
                if now >= left_overs_until or not self._met_left_overs():
                    raise self._failure("PostgreSQL did not start.")
                time.sleep(10 * POLL_SECONDS)
                self.launch()
            time.sleep(POLL_SECONDS)
        return self.url

    def is_running(self) -> bool:
        """Tell whether the process that we started is alive."""
        return self._process is not None and self._process.poll() is None

    def is_ready(self) -> bool:
        """Tell whether our process takes connections (its own status file says so)."""
        if self._process is None or not self.is_running():
            return False
        lines = _lines(self._cluster / "postmaster.pid")
        ours = len(lines) > 7 and lines[0] == str(self._process.pid)
        return ours and lines[7].strip() == "ready"

    def answers(self) -> bool:
        """Tell whether a server, ours or another process's, takes connections on the socket."""
        if not self._socket.exists():
            return False
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def ask_to_stop(self) -> None:
        """Ask for a fast shutdown: open transactions are rolled back, nothing committed is lost."""
        self._send(signal.SIGINT)

    def kill(self) -> None:
        """End at once; the next start recovers. Not by SIGKILL: its children must end too."""
        self._send(signal.SIGQUIT)

    def stop(self) -> None:
        """Stop the server and wait until it is down."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(timeout=STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    @property
    def _socket(self) -> Path:
        return self._sockets / f".s.PGSQL.{PORT}"

    def _arguments(self) -> list[str]:
        quoted = str(self._sockets).replace('"', '""')
        settings = _SETTINGS | {"unix_socket_directories": f'"{quoted}"'}
        if not self._durable:
            settings |= _FAST_BUT_FORGETFUL
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    @contextmanager
    def _open_log(self) -> Iterator[int]:
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES_MAX:
            self._log.rename(self._log.with_suffix(".log.1"))
        handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._log_starts_at = os.fstat(handle).st_size
        try:
            yield handle
        finally:
            os.close(handle)

    def _last_words(self) -> str:
        with self._log.open("rb") as stream:
            stream.seek(self._log_starts_at)
            return stream.read(20_000).decode("utf-8", errors="replace")

    def _met_left_overs(self) -> bool:
        return any(sign in self._last_words() for sign in _LEFT_OVERS)

    def _failure(self, what: str) -> SetupError:
        words = [line for line in self._last_words().splitlines() if "FATAL" in line]
        reason = f" It said: {words[-1].partition('FATAL:')[2].strip()}." if words else ""
        return SetupError(
            what + reason, where=str(self._cluster), next_step=f"Its log is {self._log}."
        )

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self.is_running():
            self._process.send_signal(number)


def _refuse_long_path(sockets: Path) -> None:
    longest = len(os.fsencode(sockets / f".s.PGSQL.{PORT}"))
    if longest > SOCKET_PATH_BYTES_MAX:
        raise SetupError(
            f"The path of the data folder is too long for a socket by "
            f"{longest - SOCKET_PATH_BYTES_MAX} bytes.",
            where=str(sockets.parent),
            next_step="Set FLOORWALKER_HOME to a folder with a shorter path.",
        )


def _forget_reused_process_id(status_file: Path) -> None:
    """Remove a status file whose process id now belongs to some other program.

    In a container the same ids come back after every start, and PostgreSQL takes any living process
    of its own account for its former self. A process named `postgres` is never argued with.
    """
    lines = _lines(status_file)
    if not lines:
        return
    name = _lines(Path("/proc", lines[0].strip(), "comm"))
    if name and name[0] != "postgres":
        status_file.unlink(missing_ok=True)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
