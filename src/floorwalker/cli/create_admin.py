"""`floorwalker create-admin`: the first account, which may do everything."""

import sys
from pathlib import Path

import click

from floorwalker.cli import ZONE_DEFAULT


@click.command("create-admin")
@click.argument("email")
@click.option("--name", help="The person's name.  [default: the address up to the @]")
@click.option(
    "--site-zone",
    default=ZONE_DEFAULT,
    show_default=True,
    metavar="ZONE",
    help="Clock of the first site, which is made when there is none.",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="Read the password from the first line of this file (-: standard input).",
)
def command(email: str, name: str | None, site_zone: str, password_file: Path | None) -> None:
    """Create an administrator and manager who signs in with EMAIL.

    The password is asked for, twice, or read with --password-file; it is never an argument, which
    others could see in the list of processes.
    """
    password = _password(password_file)
    from floorwalker.cli._database import database

    with database():
        from django.db import transaction

        from floorwalker.duties.history.actions import create_first_site
        from floorwalker.foundation import clock
        from floorwalker.foundation.accounts.actions.create_user import create_user
        from floorwalker.foundation.accounts.actor import Actor, Grant
        from floorwalker.foundation.accounts.permissions import Role

        _require_tables()
        actor = Actor.program("floorwalker create-admin")
        with transaction.atomic():
            create_user(
                actor,
                email=email,
                name=name or email.partition("@")[0],
                password=password,
                grants=[Grant(Role.ADMIN), Grant(Role.MANAGER)],
            )
            site = create_first_site(actor, zone_name=site_zone, at=clock.now())
    click.echo(f"{email} may sign in now. Site: {site.name}, on the clock of {site.zone}.")


def _password(file: Path | None) -> str:
    if file is not None:
        with click.open_file(str(file), encoding="utf-8", errors="replace") as stream:
            line: str = stream.readline()
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("No terminal to ask for the password: give --password-file.")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _require_tables() -> None:
    """Refuse a database of one's own that `serve` has not prepared yet.

    Raises:
        SetupError: it has no table of accounts.
    """
    from django.db import connection

    from floorwalker.foundation.accounts.models import User
    from floorwalker.foundation.errors import SetupError

    if User._meta.db_table not in connection.introspection.table_names():
        raise SetupError(
            "The database has no tables yet.",
            where="DATABASE_URL",
            next_step="Start `floorwalker serve` on it once, then run this again.",
        )
