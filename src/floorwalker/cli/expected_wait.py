"""`floorwalker expected-wait FILE`: how long those who join a queue at a moment will wait."""

import json
import math
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from floorwalker.cli import ZONE_DEFAULT
from floorwalker.cli._moment import Moment, ZoneName
from floorwalker.cli._text_table import text_table

if TYPE_CHECKING:
    from floorwalker.cli._expected_wait_run import QueueNow
    from floorwalker.engines.expected_wait import LiveStates

NOTES = (
    "The wait of somebody who joins at as_of, has to wait and stays. band_seconds: 1, 5 and 9 of "
    "10 waits are shorter. Learned from the days before as_of; score: on the last quarter of these "
    "days, learned on the rest. rrmse_ratio: root of the mean squared error / mean wait. A score "
    "of null: too little history to tell."
)
WORDS = {
    "calibrated": "model",
    "too_little_history": "QLA: few waits",
    "worse_than_qla": "QLA: better",
    "worse_than_constant": "QLA: cannot tell",
}


@click.command("expected-wait")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-of", type=Moment(), help="The moment, e.g. '2026-11-24 11:00'; default: the "
              "last contact's arrival.")  # fmt: skip
@click.option("--queue", help="Only this queue.")
@click.option(
    "--zone",
    type=ZoneName(),
    default=ZONE_DEFAULT,
    show_default=True,
    help="Zone of the file's clock.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    as_of: datetime | None,
    queue: str | None,
    zone: ZoneInfo,
    as_json: bool,  # noqa: FBT001 - click passes by name
) -> None:
    """Tell the expected wait per queue at a moment, from FILE, call-by-call CSV or TSV.

    The state of the centre at the moment is rebuilt from the contacts before it, and nothing later
    is looked at. No database is needed, and nothing is stored.
    """
    from floorwalker.cli._database import set_up_django
    from floorwalker.cli._expected_wait_run import run_expected_wait

    set_up_django()  # for the words about the file
    moment, queues = run_expected_wait(file, zone=zone, as_of=as_of, queue=queue)
    if as_json:
        answer = {"file": file.name, "as_of": moment.isoformat(), "notes": NOTES}
        click.echo(json.dumps(answer | {"queues": [_answer(now) for now in queues]}))
    else:
        _print_table(moment, queues)


def _answer(now: "QueueNow") -> dict[str, Any]:
    calibration = now.calibration
    said = _said(now)
    return {
        "queue": now.queue,
        "pool": now.pool,
        "expected_seconds": _number(now.wait.mean_seconds[0]),
        "band_seconds": [_number(value) for value in now.wait.quantile_seconds[0]],
        "announced_minutes": said and [said.from_minutes, said.to_minutes],
        "verdict": calibration.verdict,
        "beats_constant": calibration.beats_constant,
        "waits": calibration.waits,
        "days": calibration.days,
        "score": calibration.score and asdict(calibration.score),
        "state": _state(now.state),
    }


def _state(state: "LiveStates") -> dict[str, float | None]:
    return {field.name: _number(getattr(state, field.name)[0]) for field in fields(state)}


def _said(now: "QueueNow") -> Any:
    """Return what to announce, or None where the state tells nothing."""
    from floorwalker.engines.expected_wait import announcement

    low, _, high = now.wait.quantile_seconds[0].tolist()
    return announcement(low, high_seconds=high) if high == high else None


def _print_table(moment: datetime, queues: "tuple[QueueNow, ...]") -> None:
    from rich.console import Console

    console = Console()
    headings = ("queue", "ahead", "free", "wait, min", "band, s", "error", "constant", "told by")
    table = text_table(*headings, words=("queue", "told by"))
    for now in queues:
        score, said = now.calibration.score, _said(now)
        method = "model" if now.calibration.coefficients else "qla"
        low, _, high = now.wait.quantile_seconds[0]
        table.add_row(
            now.queue,
            f"{now.state.ahead[0]:.0f}",
            f"{now.state.present[0] - now.state.serving[0]:.0f}",
            f"{said.from_minutes}-{said.to_minutes}" if said else "–",
            f"{low:.0f}-{high:.0f}" if said else "–",
            f"{score.rrmse_of(method):.0%}" if score else "–",
            f"{score.rrmse_of('constant'):.0%}" if score else "–",
            WORDS[now.calibration.verdict],
        )
    console.print(f"At {moment:%Y-%m-%d %H:%M:%S}, for those who have to wait and stay:")
    console.print(table)
    console.print(
        "wait: what to announce. band: 8 of 10 waits. error: on the last days before, root mean "
        "square ÷ the mean wait, beside always saying the mean; – cannot tell. --json has more.",
        highlight=False,
    )


def _number(value: float) -> float | None:
    return round(float(value), 2) if math.isfinite(value) else None
