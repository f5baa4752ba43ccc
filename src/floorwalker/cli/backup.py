"""`floorwalker backup`: the whole database in one file."""

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
def command(file: Path, *, force: bool) -> None:
    """Write everything that the database holds into FILE; Floorwalker may run meanwhile.

    FILE holds personal data and password hashes, so only you may read it. The secrets in the
    data folder are not in it.
    """
    from floorwalker.adapters.database_backup import back_up
    from floorwalker.cli._database import database

    with database(migrate=False) as url:
        back_up(url, file=file, overwrite=force)
    click.echo(f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB).")
