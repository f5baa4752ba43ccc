"""The files of this repository, for tests that read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "src" / "floorwalker"
DUTIES = PACKAGE / "duties"


@cache
def files_of_ours() -> tuple[Path, ...]:
    """Every file that git tracks or would track, as it lies on the disk."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    files = (REPOSITORY / name for name in listing.split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the product, migrations left out: they are generated."""
    return tuple(
        file
        for file in files_of_ours()
        if file.suffix == ".py" and PACKAGE in file.parents and file.parent.name != "migrations"
    )


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the product."""
    return tuple(
        file for file in files_of_ours() if file.suffix == ".html" and PACKAGE in file.parents
    )


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def name_of(file: Path) -> str:
    """The file as people write it: from the top of the repository."""
    return file.relative_to(REPOSITORY).as_posix()


def imports_of(file: Path) -> Iterator[tuple[int, str]]:
    """Every (line, dotted name) that the file imports; `from a import b` gives `a.b`."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
