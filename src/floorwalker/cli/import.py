"""`floorwalker import FILE`: bring in past contacts, interval statistics, or agents."""  # noqa: N999 - the verb is `import`

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from floorwalker.cli import ZONE_DEFAULT

if TYPE_CHECKING:
    from floorwalker.duties.history.records import Choices, Progress

FLAGS_SHOWN = 12


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--queue", help="Put every row into this queue, whatever the file says.")
@click.option("--zone", help="Zone of times without an offset.  [default: the site's]")
@click.option(
    "--map", "mapped", multiple=True, metavar="COLUMN=FIELD", help="Name a column; may be repeated."
)
@click.option("--kind", type=click.Choice(["intervals", "contacts", "agents"]))
@click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy"]))
@click.option("--rejects", type=click.Path(path_type=Path), help="Write rejected rows here.")
@click.option("--dry-run", is_flag=True, help="Only report; needs no database, stores nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    queue: str | None,
    zone: str | None,
    mapped: tuple[str, ...],
    kind: str | None,
    date_order: str | None,
    rejects: Path | None,
    dry_run: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001
) -> None:
    """Import FILE: interval CSV, call-by-call CSV or TSV, or agents as CSV or XLSX.

    What the file is and how it is written is detected; the options overrule that. A row that
    cannot be used is reported by line and reason. The same file again changes nothing.
    """
    from floorwalker.duties.history.records import Choices, FileKind

    if rejects is not None and (rejects.is_dir() or not os.access(rejects.parent, os.W_OK)):
        raise click.BadParameter(f"{rejects} cannot be written.", param_hint="--rejects")
    choices = Choices(
        zone_name=zone or ZONE_DEFAULT,
        kind=FileKind(kind) if kind else None,
        columns=_columns(mapped),
        date_order=date_order,
        queue_name=queue,
    )
    if dry_run:
        outcome = _look(file, choices, rejects=rejects)
    else:
        outcome = _store(file, choices, zone_is_given=zone is not None, rejects=rejects)
    click.echo(json.dumps(outcome, indent=2) if as_json else _text(outcome))


def _columns(mapped: tuple[str, ...]) -> dict[str, str]:
    columns = {}
    for pair in mapped:
        column, equals, field = pair.rpartition("=")
        if not equals:
            raise click.BadParameter(f"{pair!r}: write COLUMN=FIELD", param_hint="--map")
        columns[field] = column
    return columns


def _look(file: Path, choices: "Choices", *, rejects: Path | None) -> dict[str, Any]:
    """Read the file without a database."""
    from contextlib import ExitStack

    from floorwalker.adapters.intake import detect, read
    from floorwalker.cli._database import set_up_django
    from floorwalker.duties.history.records import jsonable

    set_up_django()  # for the words about the file
    detection = detect(file, choices=choices)
    with ExitStack() as stack:
        progress = stack.enter_context(_bar(file))
        stream = stack.enter_context(rejects.open("w", newline="")) if rejects else None
        reading = read(file, detection=detection, progress=progress, rejects=stream)
        for _ in reading.chunks():
            pass
    return {
        "file": file.name,
        "outcome": "dry run, nothing stored",
        "detection": jsonable(detection),
        "report": reading.report().as_json(),
        "result": {},
    }


def _store(
    file: Path, choices: "Choices", *, zone_is_given: bool, rejects: Path | None
) -> dict[str, Any]:
    from dataclasses import replace

    from floorwalker.adapters.intake import detect
    from floorwalker.cli._database import database

    with database():
        from floorwalker.duties.history.actions import create_first_site, import_file
        from floorwalker.duties.history.queries import rejected_rows_csv
        from floorwalker.foundation import clock
        from floorwalker.foundation.accounts.actor import Actor

        detect(file, choices=choices)  # one that cannot be used makes no site
        actor = Actor.program("floorwalker import")
        site = create_first_site(actor, zone_name=choices.zone_name, at=clock.now())
        if not zone_is_given:
            choices = replace(choices, zone_name=site.zone)
        with _bar(file) as progress:
            stored = import_file(
                actor, file, site=site, choices=choices, at=clock.now(), progress=progress
            )
        if rejects and stored.report.get("rejected"):
            rejects.write_bytes(rejected_rows_csv(actor, import_id=stored.import_id))
    said = "imported" if stored.is_new else "already imported, nothing changed"
    return {
        "file": file.name,
        "outcome": said,
        "import_id": stored.import_id,
        "detection": stored.detection,
        "report": stored.report,
        "result": stored.result,
    }


@contextmanager
def _bar(file: Path) -> "Iterator[Progress | None]":
    """Show progress on a terminal, and nothing where the output is a file or a pipe."""
    if not sys.stderr.isatty() or not file.is_file():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=file.stat().st_size)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _text(outcome: dict[str, Any]) -> str:
    report = outcome["report"]
    lines = [f"{outcome['file']}: {outcome['outcome']}"]
    lines += _reading_lines(outcome["detection"])
    lines.append(f"  {report['rows_kept']:,} of {report['rows_read']:,} rows kept")
    for word in ("rejected", "set_aside"):
        for reason, rows in report[word].items():
            lines.append(f"  {rows:,} rows {word.replace('_', ' ')}: {reason}")
    if report["starts_at"]:
        lines.append(f"  from {report['starts_at']} to {report['ends_at']}")
    for flag in report["flags"][:FLAGS_SHOWN]:
        share = flag["share_of_volume"]
        touched = "" if share is None else f", {share:.2%} of the volume"
        lines.append(f"  {flag['code']}: {flag['rows']:,} rows or intervals{touched}")
    lines += [f"  {name}: {value}" for name, value in outcome["result"].items()]
    return "\n".join(lines)


def _reading_lines(detection: dict[str, Any]) -> list[str]:
    """Say how the file was read, for the eye that checks it."""
    columns = ", ".join(f"{field} = {column}" for field, column in detection["columns"].items())
    delimiter = repr(detection["delimiter"]).strip("'")
    written = f"{detection['encoding']}, cells apart by {delimiter}"
    lines = [f"  {detection['kind']} ({written})", f"  columns: {columns}"]
    if detection["kind"] != "agents":
        zone = f"{detection['zone_name']} ({detection['zone_source']})"
        lines.append(f"  dates: {detection['date_order']}, clock of {zone}")
    if detection["interval_minutes"]:
        lines.append(f"  intervals of {detection['interval_minutes']} minutes")
    return [*lines, *(f"  {note}" for note in detection["notes"])]
