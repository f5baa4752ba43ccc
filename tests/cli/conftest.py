"""The command line in this process."""

import json
from pathlib import Path

import pytest
from tests.builders.command_line import Run

from floorwalker.cli import main


@pytest.fixture
def floorwalker(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `floorwalker` with these words."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["floorwalker", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def on_problem(floorwalker: Run, tmp_path: Path) -> Run:
    """Run a verb on a problem, given as JSON text or as what becomes it."""

    def run(verb: str, problem: object, *words: object) -> tuple[int, str, str]:
        file = tmp_path / "problem.json"
        text = problem if isinstance(problem, str) else json.dumps(problem)
        file.write_text(text, encoding="utf-8")
        return floorwalker(verb, file, *words)

    return run
