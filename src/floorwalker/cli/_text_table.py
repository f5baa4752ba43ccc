"""Tables on the terminal, as all verbs draw them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def text_table(*columns: str, words: tuple[str, ...] = (), title: str | None = None) -> "Table":
    """Return a table with these columns; those that hold words begin at the left."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for name in columns:
        table.add_column(name, justify="left" if name in words else "right", no_wrap=True)
    return table
