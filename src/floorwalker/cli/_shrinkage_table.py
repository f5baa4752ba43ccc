"""The answer of `floorwalker shrinkage` as tables."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console

from floorwalker.cli._text_table import text_table

if TYPE_CHECKING:
    from rich.table import Table

METHODS = ("learned", "constant", "mean_8_weeks")


def print_answer(answer: Mapping[str, Any]) -> None:
    """Print what is expected, by day and by lead, and the back-test."""
    console = Console(highlight=False)
    console.print(answer["note"])
    if answer["expected"] is None:
        return
    title = f"{answer['lead_days']} days ahead, from {answer['days']} paid days"
    console.print(_shares(answer["expected"], first="day", title=title))
    title = f"On {answer['by_lead'][0]['day']}, by days ahead"
    console.print(_shares(answer["by_lead"], first="lead_days", title=title))
    if answer["backtest"] is None:
        console.print("Back-test: cannot tell, the past is too short.")
    else:
        console.print(_backtest(answer["backtest"]))


def _shares(rows: Iterable[Mapping[str, Any]], *, first: str, title: str) -> "Table":
    rows = list(rows)
    heads = (first.replace("_", " "), "shrinkage", *rows[0]["by_cause"], "p05", "p95")
    table = text_table(*heads, words=("day",), title=title)
    for row in rows:
        shares = (row["ratio"], *row["by_cause"].values(), row["p05"], row["p95"])
        table.add_row(str(row[first]), *(f"{share:.1%}" for share in shares))
    return table


def _backtest(compared: Mapping[str, Any]) -> "Table":
    title = (
        f"Back-test on {compared['days']} days; in the band: {compared['covered_ratio']:.0%} "
        "(90% is right)"
    )
    table = text_table("method", "error", "bias", words=("method",), title=title)
    for name in METHODS:
        error = compared[name]
        words = name.replace("_", " ")
        table.add_row(words, f"{error['error_ratio']:.2%}", f"{error['bias_ratio']:+.2%}")
    return table
