"""The code in the guides runs, and prints what the guides show."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.foundation.api.choices import Scope
from tests.architecture.repository import REPOSITORY, name_of
from tests.builders.api import make_token
from tests.builders.cast import Cast, make_cast
from tests.builders.rosters import make_roster
from tests.builders.web_servers import web_server
from tests.docs.guide_blocks import blocks_of, indented_blocks, matches

FOLDERS = (REPOSITORY / "docs/start", REPOSITORY / "docs/guides")
GUIDES = sorted(page for folder in FOLDERS for page in folder.glob("*.md"))
DEEDS = {"file", "run", "output", "python", "not run"}
PASSWORD = "correct horse battery\n"


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_every_block_says_what_is_done_with_it_or_why_not(guide: Path):
    page = guide.read_text(encoding="utf-8")
    assert indented_blocks(page) == []
    untold = [block.line for block in blocks_of(page) if block.deed not in DEEDS]
    without_reason = [b.line for b in blocks_of(page) if b.deed == "not run" and not b.what]
    assert (untold, without_reason) == ([], [])


def _with(*deeds):
    return [
        guide
        for guide in GUIDES
        if any(block.deed in deeds for block in blocks_of(guide.read_text(encoding="utf-8")))
    ]


@pytest.mark.processes
@pytest.mark.parametrize("guide", _with("run"), ids=name_of)
def test_the_commands_of_a_guide_run_and_print_what_it_shows(guide: Path, home, tmp_path: Path):
    _front_door(tmp_path)
    printed = ""
    for block in blocks_of(guide.read_text(encoding="utf-8")):
        if block.deed == "file":
            (tmp_path / block.what).write_text(block.code, encoding="utf-8")
        elif block.deed == "run":
            printed = _run(block.code, tmp_path)
        elif block.deed == "output":
            assert matches(block.code, printed), f"line {block.line}: printed\n{printed}"


@pytest.mark.processes
@pytest.mark.xdist_group("web servers")
@pytest.mark.parametrize("guide", _with("python"), ids=name_of)
def test_the_programs_of_a_guide_run_and_print_what_it_shows(
    guide: Path, transactional_db, tmp_path: Path
):
    cast: Cast = make_cast()
    make_roster(cast.site, state=RosterState.PUBLISHED)
    token = make_token(cast, "mia", scopes=[Scope.PLANS_READ]).secret
    printed = ""
    with web_server() as server:
        told = {
            "FLOORWALKER_ADDRESS": f"http://127.0.0.1:{server.port}",
            "FLOORWALKER_TOKEN": token,
        }
        for block in blocks_of(guide.read_text(encoding="utf-8")):
            if block.deed == "python":
                command = [sys.executable, "-W", "error", "-c", block.code]
                printed = _output(command, tmp_path, told)
            elif block.deed == "output":
                assert matches(block.code, printed), f"line {block.line}: printed\n{printed}"


def test_what_is_shown_may_leave_parts_out_but_nothing_may_differ():
    assert matches("a … d\n", "a b\nc   d")
    assert not matches("a … d", "a b c")
    assert not matches("a b", "a b c")


def _front_door(folder: Path) -> None:
    """Put a `./run` into the folder that goes to the floorwalker command, as ours does."""
    door = folder / "run"
    door.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m floorwalker "$@"\n', encoding="utf-8")
    door.chmod(0o755)
    (folder / "password.txt").write_text(PASSWORD, encoding="utf-8")


def _run(code: str, folder: Path) -> str:
    return _output(["sh", "-euc", code], folder, {})


def _output(command: list[str], folder: Path, told: dict[str, str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "COLUMNS": "200", **told}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
