"""`floorwalker calibrate FILE`: what recorded contacts tell about a centre's callers and work."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from floorwalker.cli import ZONE_DEFAULT
from floorwalker.cli._contacts_file import contacts_of
from floorwalker.cli._text_table import text_table

SHOWN_LEVELS = (10, 25, 50, 75)
NOTES = (
    "A type of `floorwalker simulate` takes aht_seconds, handle_cv and patience_quantiles_seconds. "
    "patience_mean_seconds = total wait / those who gave up. seen_until = the share of the "
    "quantiles that the records show; the hazard of the longest waits goes on above it. null: too "
    "few to tell."
)


@dataclass
class _Seen:
    """What was recorded of one queue."""

    wait: list[int] = field(default_factory=list)
    gave_up: list[bool] = field(default_factory=list)
    handle: list[int] = field(default_factory=list)


@click.command("calibrate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--zone", default=ZONE_DEFAULT, show_default=True, help="Zone of the file's clock.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(file: Path, zone: str, as_json: bool) -> None:  # noqa: FBT001 - click passes by name
    """Estimate patience and handle time per queue from FILE, call-by-call CSV or TSV.

    No database is needed, and nothing is stored.
    """
    from floorwalker.cli._database import set_up_django

    set_up_django()  # for the words about the file
    queues: defaultdict[str, _Seen] = defaultdict(_Seen)
    for row in contacts_of(file, zone_name=zone, needed_for="patience shows"):
        seen = queues[row.queue]
        if row.wait_seconds is not None:
            seen.wait.append(row.wait_seconds)
            seen.gave_up.append(row.outcome.value == "abandoned")
        if row.handle_seconds is not None:
            seen.handle.append(row.handle_seconds)
    answers = [_answer(name, seen) for name, seen in sorted(queues.items())]
    if as_json:
        click.echo(json.dumps({"file": file.name, "notes": NOTES, "queues": answers}))
    else:
        _print_table(answers)


def _answer(name: str, seen: _Seen) -> dict[str, Any]:
    from floorwalker.engines.simulate import handle_time_of, patience_of

    patience = patience_of(seen.wait, seen.gave_up)
    handle = handle_time_of(seen.handle)
    table = None
    if patience.table is not None:
        table = [round(s, 1) if s < float("inf") else None for s in patience.table.tolist()]
    return {
        "queue": name,
        "contacts": len(seen.wait),
        "gave_up": sum(seen.gave_up),
        "aht_seconds": handle and round(handle.mean_seconds, 2),
        "handle_cv": handle and round(handle.cv, 4),
        "patience_mean_seconds": patience.mean_seconds and round(patience.mean_seconds, 2),
        "patience_quantiles_seconds": table,
        "seen_until": round(patience.seen_until, 4),
    }


def _print_table(answers: list[dict[str, Any]]) -> None:
    from rich.console import Console

    console = Console()
    headings = ("queue", "contacts", "gave up", "AHT s", "cv", "patience s", "10-25-50-75 % by")
    table = text_table(*headings, words=("queue",))
    for answer in answers:
        quantiles = answer["patience_quantiles_seconds"] or [None] * 101
        seen = [q if level / 100 <= answer["seen_until"] else None
                for level, q in enumerate(quantiles)]  # fmt: skip
        table.add_row(
            answer["queue"],
            f"{answer['contacts']:,}",
            f"{answer['gave_up']:,}",
            _number(answer["aht_seconds"]),
            "–" if answer["handle_cv"] is None else f"{answer['handle_cv']:.2f}",
            _number(answer["patience_mean_seconds"]),
            " ".join(_number(seen[level]) for level in SHOWN_LEVELS),
        )
    console.print(table)
    console.print(
        "patience s: mean if exponential; – means too few to tell, or never seen. --json gives "
        "what `floorwalker simulate` takes.",
        highlight=False,
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
