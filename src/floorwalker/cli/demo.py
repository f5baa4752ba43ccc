"""`floorwalker demo`: a believable centre, planned before your eyes, then served."""

import json
import os
from pathlib import Path

import click

from floorwalker.cli.serve import DEFAULT_HOST, DEFAULT_PORT, serve
from floorwalker.foundation.data_folder import data_folder, secret, usual_folder

PASSWORD_SECRET = "demo-password"  # noqa: S105  # the name of the file it is kept in
PASSWORD_CHARACTERS = 12
LOGINS_NOTE = "demo-logins.json"


@click.command("demo")
@click.option(
    "--data",
    "folder_of_files",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Use the files of this folder (history, agents) instead of the made-up centre.",
)
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, help="0 takes any free port.")
@click.option("--serve/--no-serve", "with_server", default=True, help="Serve it afterwards.")
def command(folder_of_files: Path | None, host: str, port: int, *, with_server: bool) -> None:
    """Set up a centre of 60 people and 4 queues with a year of history, plan it, and serve it.

    The made-up centre is invented by our own simulator (docs/guides/demo.md). It lives in a data
    folder of its own; delete that folder to start afresh.
    """
    _use_a_folder_of_its_own(folder_of_files)
    password = secret(PASSWORD_SECRET)[:PASSWORD_CHARACTERS]
    logins = _logins_noted() or _prepare(folder_of_files, password=password)
    if with_server:
        serve(
            data_folder(),
            host=host,
            port=port,
            when_ready=lambda address: _tell(address, logins, password=password),
        )
    else:
        _tell("", logins, password=password)


def _use_a_folder_of_its_own(folder_of_files: Path | None) -> None:
    name = "floorwalker-demo"
    if folder_of_files is not None:
        name = f"{name}-{folder_of_files.resolve().name}"
    os.environ.setdefault("FLOORWALKER_HOME", str(usual_folder(name)))


def _logins_noted() -> list[tuple[str, str]]:
    """Return who may sign in, and as what, when an earlier run has filled the database."""
    note = data_folder() / LOGINS_NOTE
    return [(email, role) for email, role in json.loads(note.read_text())] if note.exists() else []


def _prepare(folder_of_files: Path | None, *, password: str) -> list[tuple[str, str]]:
    """Fill the database, note that it is filled, and return who may sign in, and as what."""
    from floorwalker.cli._database import database

    with database():
        from floorwalker.cli import _demo_files, _demo_made_up, _demo_steps

        steps = _demo_steps.Steps()
        if not _demo_steps.is_filled():
            if folder_of_files is None:
                _demo_made_up.fill(steps, password=password)
            else:
                _demo_files.fill(steps, folder_of_files, password=password)
        logins = _demo_steps.logins()
    (data_folder() / LOGINS_NOTE).write_text(json.dumps(logins))
    return logins


def _tell(address: str, logins: list[tuple[str, str]], *, password: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("Sign in as", "Role", title="Demo logins", title_justify="left")
    for email, role in logins:
        table.add_row(email, role)
    console = Console()
    console.print(table)
    console.print(f"Password for all of them: [bold]{password}[/bold]", highlight=False)
    if address:
        console.print(f"Open [bold]{address}[/bold]; Ctrl-C stops.", highlight=False)
