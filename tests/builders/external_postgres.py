"""A PostgreSQL of somebody else: over TCP, with a password, not started by Floorwalker.

Debian's own server when the machine has one, else the embedded programs run as such a server.
"""

import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from floorwalker.adapters.postgres_embedded._account import Account, account_for, own
from floorwalker.adapters.postgres_embedded._programs import server_programs
from tests.builders.processes import eventually
from tests.embedded_database import scratch_folder

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}


@contextmanager
def external_postgres() -> Iterator[str]:
    """Run a server with one empty database, and yield its address; remove both afterwards."""
    folder = scratch_folder("floorwalker-external-")
    folder.chmod(0o755)
    try:
        account = account_for(folder / "data")
        programs = _programs(folder, account)
        with _server(folder / "data", programs=programs, account=account) as (port, password):
            yield _new_database(port, password)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _server(data: Path, *, programs: Path, account: Account | None) -> Iterator[tuple[int, str]]:
    password, port = secrets.token_urlsafe(), _free_port()
    word = data.with_name("password")
    word.write_text(password)
    data.mkdir(mode=0o700)
    for path in (word, data):
        own(path, account=account)
    who = {"user": account.user_id, "group": account.group_id} if account else {}
    initdb = [programs / "initdb", "-D", data, "-U", "root", "--auth=scram-sha-256", "--no-sync"]
    initdb += [f"--pwfile={word}", "--encoding=UTF8", "--locale=C"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/", **who)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with data.with_name("log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options],
            cwd="/",
            stderr=log,
            **who,
        )
        try:
            eventually(lambda: _answers(port, password))
            yield port, password
        finally:
            server.terminate()  # waits for nobody's transaction: the processes are gone by now
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _programs(folder: Path, account: Account | None) -> Path:
    installed = sorted(DEBIAN.glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    (folder / "ours").mkdir()
    return server_programs(folder / "ours", account=account, durable=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        return int(chosen.getsockname()[1])


def _answers(port: int, password: str) -> bool:
    try:
        psycopg.connect(_url(port, "root", password, "postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def _new_database(port: int, password: str) -> str:
    own_password = secrets.token_urlsafe()
    with psycopg.connect(_url(port, "root", password, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE floorwalker LOGIN PASSWORD '{own_password}'")
        connection.execute("CREATE DATABASE centre OWNER floorwalker")
    return _url(port, "floorwalker", own_password, "centre")


def _url(port: int, user: str, password: str, database: str) -> str:
    return f"postgresql://{user}:{password}@127.0.0.1:{port}/{database}"
