"""The answer of `floorwalker staff` as tables."""

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

SHARES = (
    "service_level",
    "abandonment",
    "occupancy",
    "extra_ratio",
    "days_below_target",
    "days_below_floor",
)
BLENDED = ("deferred_hours", "blended", "reserve", "apart", "deferred_hours_fit")
TEXTS = ("queue", "start", "staffed for")
SHORT_NAMES = {
    "agents_exact": "exact",
    "scheduled": "plan",
    "aht_seconds": "AHT s",
    "deferred_hours": "deferred h",
    "deferred_hours_fit": "fits h",
    "service_level": "in time",
    "asa_seconds": "ASA s",
    "abandonment": "give up",
    "occupancy": "busy",
    "agent_hours": "hours",
    "extra_ratio": "extra",
    "days_below_target": "days below target",
    "days_below_floor": "below floor",
}


def print_answer(answer: dict[str, Any]) -> None:
    """Print rows, prices and assumptions."""
    console = Console()
    console.print(_table([_without(row, BLENDED) for row in answer["rows"]]))
    if "blended" in answer["rows"][0]:
        kept = ("queue", "start", *BLENDED)
        console.print(
            _table([{k: v for k, v in row.items() if k in kept} for row in answer["rows"]])
        )
    if answer.get("prices"):
        console.print(_table([_price(price) for price in answer["prices"]]))
    for name, value in answer["assumptions"].items():
        if value is not None:
            console.print(f"{name.replace('_', ' ')}: {value}", highlight=False)


def _without(row: dict[str, object], names: tuple[str, ...]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}


def _price(price: dict[str, Any]) -> dict[str, object]:
    level = price["risk_level"]
    named = {"queue": price["queue"]} if "queue" in price else {}
    staffed_for = {"staffed for": "forecast" if level is None else f"{100 * level:.4g}% of days"}
    left_out = ("queue", "risk_level", "day_factor")
    return named | staffed_for | _without(price, left_out)


def _table(rows: list[dict[str, object]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=0)
    for name in rows[0]:
        table.add_column(
            SHORT_NAMES.get(name, name),
            justify="left" if name in TEXTS else "right",
            no_wrap=True,
        )
    for row in rows:
        table.add_row(*(_cell(name, value) for name, value in row.items()))
    return table


def _cell(name: str, value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    if name in SHARES:
        return f"{value:.1%}"
    if name == "agents_exact":
        return f"{value:.2f}"
    return f"{value:.1f}"
