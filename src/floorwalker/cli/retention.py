"""`floorwalker retention`: what is due by the rules, and erasing it now."""

import json
from dataclasses import asdict

import click


@click.command("retention")
@click.option("--apply", "applies", is_flag=True, help="Erase what is due now, not only tonight.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, applies: bool, as_json: bool) -> None:
    """List every class of data with its rule and how many rows are due; erase nothing.

    With --apply, erase them: what the worker does every night.
    """
    from floorwalker.cli._database import database

    with database(migrate=False):
        from floorwalker.foundation import clock
        from floorwalker.foundation.accounts.actor import Actor
        from floorwalker.foundation.retention.actions.apply_rules import apply_rules
        from floorwalker.foundation.retention.queries import retention_page

        actor, at = Actor.program("floorwalker retention"), clock.now()
        erased = apply_rules(actor, at=at) if applies else {}
        rows = retention_page(actor, at=at).rows
    if as_json:
        found = {"classes": [asdict(row) for row in rows], "erased": erased}
        click.echo(json.dumps(found, default=str, ensure_ascii=False))
        return
    for row in rows:
        done = f", {erased[row.name]:,} erased" if applies else ""
        click.echo(f"{row.name:20} {row.days:5} days  {row.rows_due:9,} due{done}  {row.title}")
