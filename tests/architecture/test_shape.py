"""Small files, small functions, names that say something, the same rooms in every duty."""

import ast

import pytest
from tests.architecture.repository import DUTIES, PACKAGE, files_of_ours, name_of, sources, tree_of

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50
SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools"}

LONG_FILES: dict[str, str] = {}
_ONE_COMPILED_LOOP = "one compiled loop: split, its state would travel through every call"
LONG_FUNCTIONS = {
    "src/floorwalker/engines/roster/_kernels.py:best_week": _ONE_COMPILED_LOOP,
    "src/floorwalker/engines/simulate/_events.py:serve": _ONE_COMPILED_LOOP,
}
"""`path` or `path:function` → the reason that a reader would accept."""

ROOMS = {
    "actions",
    "api",
    "apps",
    "choices",
    "errors",
    "forms",
    "migrations",
    "models",
    "ports",
    "queries",
    "records",
    "retention",
    "rules",
    "searchers",
    "static",
    "tables",
    "tasks",
    "templates",
    "templatetags",
    "urls",
    "views",
}
"""ARCHITECTURE.md says what lives in each (tests/architecture/test_docs.py)."""

ROOMS_OF_ONES_OWN = {
    "history": {
        "fields": "what a column can be, which the reader of files and the pages both ask",
        "import_page": "the page of one import, which queries.py has no room for",
        "latest_contacts": "a site's contacts as the expected-wait engine wants them",
        "mapping_form": "a form made from the columns of one file, unlike those of forms.py",
        "preview": "what a file would tell, before anything is stored",
        "quality_words": "the codes of a quality report in words for people",
        "queue_history": "a queue's past as the forecast engine wants it",
        "recorded_contacts": "single contacts as the simulation engine wants them",
        "told_day": "how far files tell of a day in progress",
    },
    "scheduling": {
        "pauses": "where pauses go when a shift is moved or resized",
        "rule_sentences": "broken rules in words for people",
        "shift_change": "what moving a shift and undoing it share",
        "stages": "planning is a pipeline: each reads facts, calls an engine, returns a draft",
        "week": "a site's week on its own clock, which every stage counts in",
        "week_methods": "what made each lead week of a forecast: stages write it, queries read it",
    },
}
"""A room that only one duty has holds an idea of that duty, with its reason here."""


@pytest.fixture(scope="module")
def duties():
    return [folder for folder in DUTIES.iterdir() if (folder / "apps.py").exists()]


def test_no_file_is_longer_than_a_reader_bears():
    lengths = {
        name_of(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in files_of_ours()
        if PACKAGE in file.parents
        if file.suffix in {".py", ".js", ".css", ".html"}
        if not {"vendor", "migrations"} & set(file.parts)
    }
    found = {name: length for name, length in lengths.items() if length > FILE_LINES_MAX}
    assert set(found) <= set(LONG_FILES), found


def test_no_function_is_longer_than_a_screen():
    found = {
        f"{name_of(file)}:{node.name}": length
        for file in sources()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := _lines_of(node)) > FUNCTION_LINES_MAX
    }
    assert set(found) <= set(LONG_FUNCTIONS), found


def test_every_name_of_a_module_says_something():
    found = [
        name_of(file) for file in sources() if SAY_NOTHING & set(file.with_suffix("").parts[-2:])
    ]
    assert found == []


def test_every_module_says_what_it_is_for():
    found = [
        name_of(file)
        for file in sources()
        if file.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree_of(file))
    ]
    assert found == []


def test_every_duty_has_the_same_rooms_and_names_the_ones_of_its_own(duties):
    found = {
        duty.name: own
        for duty in duties
        if (own := {entry.stem for entry in duty.iterdir() if entry.name[0] != "_"} - ROOMS)
    }
    assert duties
    assert found == {duty: set(rooms) for duty, rooms in ROOMS_OF_ONES_OWN.items()}


def _lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without the docstring: what a formula needs said is not what makes a function long."""
    first, last = function.lineno, function.end_lineno or function.lineno
    if ast.get_docstring(function):
        docstring = function.body[0]
        last -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return last - first + 1
