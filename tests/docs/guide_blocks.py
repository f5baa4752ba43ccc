"""The code blocks of a guide, each with what a comment above it says is to be done with it.

    <!-- file calls.csv -->         the block is written into that file
    <!-- run -->                    the block runs in a shell; it must end well
    <!-- output -->                 what the block before must have printed; `…` stands for anything
    <!-- python -->                 the block runs in Python
    <!-- not run: the reason -->    the block is for reading

Blocks are fenced. One without such a comment is an error of the guide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(
    r"(?:^<!-- (?P<told>[^>]+) -->\n+)?^```[a-z]*\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
_INDENTED = re.compile(r"^\n {4}(?! *[-*\d|])\S", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One block: `deed` is file, run, output, python or not run; `what` the rest of the comment."""

    deed: str
    what: str
    code: str
    line: int


def blocks_of(page: str) -> Iterator[Block]:
    """Yield the blocks in order; the deed of one without a comment is empty."""
    for match in _BLOCK.finditer(page):
        told = (match["told"] or "").strip()
        deed, _, what = told.partition(": ") if told.startswith("not run") else told.partition(" ")
        yield Block(deed, what.strip(), match["code"], page[: match.start()].count("\n") + 1)


def indented_blocks(page: str) -> list[str]:
    """Return the lines at which a block begins that is not fenced, so that it would not be seen."""
    fenced = _BLOCK.sub(lambda match: "\n" * match[0].count("\n"), page)
    return [f"line {fenced[: m.start()].count(chr(10)) + 2}" for m in _INDENTED.finditer(fenced)]


def matches(wanted: str, printed: str) -> bool:
    """Tell whether what was printed is what the guide shows, however wide its columns are."""
    parts = (re.escape(" ".join(part.split())) for part in wanted.split("…"))
    return re.fullmatch(r"\s*.*?\s*".join(parts), " ".join(printed.split()), re.DOTALL) is not None
