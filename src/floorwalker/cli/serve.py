"""`floorwalker serve`: database, web server and workers under one parent that keeps them running.

The parent opens the listening socket itself and lends it to the web server, so a taken port is
known before anything starts, and visitors only wait while a web server that died is replaced.
"""

import errno
import http.client
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from floorwalker.cli._database import SETTINGS
from floorwalker.cli._first_run import tell_first_run
from floorwalker.cli._processes import Program, Service, Supervisor, signals_as_alarm
from floorwalker.config.env import env_text
from floorwalker.foundation.data_folder import data_folder
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.file_lock import LockHeldError, exclusive_lock

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
READY_LOOK_SECONDS = 0.05
ANSWER_SECONDS_MAX = 1.0
WAITING_VISITORS_MAX = 2048
HTTP_FAULT = 500

_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to


@click.command("serve")
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 takes any free port.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(min=0), help="Job workers."
)
def command(host: str, port: int, workers: int) -> None:
    """Run Floorwalker until stopped: database (unless DATABASE_URL is set), web and workers."""
    serve(data_folder(), host=host, port=port, workers=workers)


def serve(
    folder: Path,
    *,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    workers: int = 1,
    tell: Callable[[str], None] = click.echo,
    when_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then stop everything in order. Call it in the main thread.

    Args:
        folder: The data folder.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        workers: How many job workers to run.
        tell: Takes each line for the person at the terminal.
        when_ready: Called once with the site's address when it answers.

    Raises:
        SetupError: Another `serve` has the folder, the port is taken, or something cannot start.
    """
    with ExitStack() as stack:
        stack.enter_context(_only_serve(folder))
        listener = stack.enter_context(_listening(host, port=port))
        alarm = stack.enter_context(signals_as_alarm())
        url, database = stack.enter_context(_database(folder))
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "FLOORWALKER_HOME": str(folder),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS),
        }
        supervisor = Supervisor(alarm, tell=tell)
        stack.callback(supervisor.stop)
        if database is not None:
            supervisor.watch(database)
        gate, gate_key = os.pipe()  # the web server loads at once and answers when this is closed
        stack.callback(os.close, gate)
        with os.fdopen(gate_key, "wb"):
            supervisor.launch(_web(listener, gate=gate, environment=environment))
            if not _migrate(supervisor, environment=environment):
                return
        for number in range(1, workers + 1):
            supervisor.launch(_worker(number, environment=environment))
        address = _address(host, listener=listener)
        if supervisor.run(until=lambda: _answers(address), look_seconds=READY_LOOK_SECONDS):
            tell(f"Floorwalker is ready: http://{address}/")
            tell_first_run(url, address=f"http://{address}/", tell=tell)
            if when_ready is not None:
                when_ready(f"http://{address}/")
            supervisor.run(until=lambda: False)
        tell("Stopping.")


def _migrate(supervisor: Supervisor, *, environment: dict[str, str]) -> bool:
    """Bring the database to the newest schema; return `False` when asked to stop meanwhile."""
    migration = Program(
        "migration",
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"],
        environment,
    )
    migration.launch()
    if not supervisor.run(until=lambda: not migration.is_running()):
        migration.kill()
        return False
    if migration.exit_code != 0:
        raise SetupError(
            "The database could not be brought to the newest schema; the reason is above.",
            next_step="Nothing was served. Put the reason right and start again.",
        )
    return True


def _web(listener: socket.socket, *, gate: int, environment: dict[str, str]) -> Service:
    handles = [listener.fileno(), gate]
    options = ["--inherited-socket", str(listener.fileno()), "--gate", str(gate)]
    command = [sys.executable, "-m", "floorwalker", "web", *options]
    return Program("web", command, environment, inherited_files=handles)


def _worker(number: int, *, environment: dict[str, str]) -> Service:
    return Program(f"worker {number}", [sys.executable, "-m", "floorwalker", "work"], environment)


@contextmanager
def _only_serve(folder: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive_lock(folder / "serve.lock"))
        except LockHeldError as error:
            raise SetupError(
                f"Floorwalker already runs on this data folder (process {error.holder}).",
                where=str(folder),
                next_step="Use that one, stop it, or set FLOORWALKER_HOME to another folder.",
            ) from error
        yield


@contextmanager
def _database(folder: Path) -> Iterator[tuple[str, Service | None]]:
    """Give the database's address, and the service to watch when it is ours."""
    if url := env_text("DATABASE_URL"):
        yield url, None
        return
    from floorwalker.adapters.postgres_embedded import running_database

    with running_database(folder) as database:
        yield database.url, database


def _listening(host: str, *, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=WAITING_VISITORS_MAX)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise SetupError(
            "Another program listens there." if taken else f"Cannot listen: {error.strerror}.",
            where=f"{host}:{port}",
            next_step="Choose another address with --host or --port.",
        ) from error


def _address(host: str, *, listener: socket.socket) -> str:
    name = _ANY_ADDRESS.get(host, host)
    bracketed = f"[{name}]" if ":" in name else name
    return f"{bracketed}:{listener.getsockname()[1]}"


def _answers(address: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=ANSWER_SECONDS_MAX)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < HTTP_FAULT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
