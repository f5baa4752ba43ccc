"""`floorwalker verify-audit`: hash the audit log again and say whether anything was changed."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from floorwalker.foundation.audit.verify import Verdict


@click.command("verify-audit")
@click.option(
    "--anchors",
    "files",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="Verify against this copy of the anchors instead of those of the data folder.",
)
@click.option(
    "--anchor", is_flag=True, help="Afterwards, if nothing is wrong, write an anchor now."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(files: tuple[Path, ...], *, anchor: bool, as_json: bool) -> int:
    """Hash every record of the audit log again and name the first of each chain that is wrong.

    Exit code 4 means that something was changed, removed, inserted or moved.
    """
    from floorwalker.cli import EXIT_RULES_BROKEN
    from floorwalker.cli._database import database

    with database(migrate=False):
        from floorwalker.foundation import clock
        from floorwalker.foundation.audit.anchors import read_anchors, write_anchor
        from floorwalker.foundation.audit.verify import verify_audit

        began = time.perf_counter()
        verdict = verify_audit(read_anchors(files or None))
        seconds = time.perf_counter() - began
        if anchor and not verdict.faults:
            write_anchor(at=clock.now())
    click.echo(json.dumps(asdict(verdict)) if as_json else _words(verdict, seconds))
    return EXIT_RULES_BROKEN if verdict.faults else 0


def _words(verdict: "Verdict", seconds: float) -> str:
    read = (
        f"{verdict.rows:,} records in {verdict.chains} chains, {verdict.anchors} anchors,"
        f" {verdict.rows / max(seconds, 1e-9):,.0f} records a second."
    )
    if not verdict.faults:
        warning = "" if verdict.anchors else "\nNo anchor yet: a cut end would not show."
        return f"Nothing was changed: {read}{warning}"
    return "\n".join([f"Something was changed: {read}", *map(str, verdict.faults)])
