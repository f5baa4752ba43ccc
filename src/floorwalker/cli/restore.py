"""`floorwalker restore`: a backup in the place of the database's contents."""

from pathlib import Path

import click

from floorwalker.foundation.data_folder import data_folder
from floorwalker.foundation.errors import SetupError
from floorwalker.foundation.file_lock import LockHeldError, exclusive_lock


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Lose what the database holds now.")
def command(file: Path, *, replace: bool) -> None:
    """Put the contents of FILE, a backup, into the database: all of it or, on any fault, nothing.

    Stop Floorwalker first. The next start brings an older backup to the newest schema.
    """
    from floorwalker.adapters.database_backup import restore
    from floorwalker.cli._database import database

    try:
        with exclusive_lock(data_folder() / "serve.lock"), database(migrate=False) as url:
            restore(url, file=file, known_migrations=_known_migrations(), replace=replace)
    except LockHeldError as error:
        raise SetupError(
            f"Floorwalker runs on this data folder (process {error.holder}).",
            where=str(data_folder()),
            next_step="Stop it, then restore.",
        ) from error
    click.echo(f"Restored {file}.")


def _known_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return {*loader.disk_migrations, *replaced}
