"""Imports point inward; what import-linter cannot say is said here."""

import ast
import subprocess
import sys
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from tests.architecture.repository import (
    DUTIES,
    PACKAGE,
    REPOSITORY,
    imports_of,
    name_of,
    sources,
    tree_of,
)

OPEN_TO_OTHER_DUTIES = {"actions", "queries", "errors", "choices"}
SOCKETS = {"socket", "urllib", "http", "requests", "httpx", "smtplib", "imaplib"}
FRAMEWORKS = {"ortools", "highspy", "numba"}
FORECASTERS = {"statsforecast", "prophet", "mlforecast", "lightgbm", "pandas"}


def test_every_contract_of_import_linter_is_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [linter, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_a_duty_uses_another_only_through_its_open_rooms():
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in sources()
        if DUTIES in file.parents
        for line, name in imports_of(file)
        if name.startswith("floorwalker.duties.")
        if (parts := name.split("."))[2] != file.relative_to(DUTIES).parts[0]
        if len(parts) > 3 and parts[3] not in OPEN_TO_OTHER_DUTIES
    ]
    assert found == []


def test_duties_form_no_circle():
    uses = defaultdict(set)
    for file in sources():
        if DUTIES in file.parents:
            duty = file.relative_to(DUTIES).parts[0]
            named = {
                name.split(".")[2]
                for _line, name in imports_of(file)
                if name.startswith("floorwalker.duties.")
            }
            uses[duty] |= named - {duty}
    assert set(TopologicalSorter(uses).static_order()) >= {"history", "scheduling"}


def test_adapters_leave_the_models_of_duties_to_actions_and_queries():
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in sources()
        if PACKAGE / "adapters" in file.parents
        for line, name in imports_of(file)
        if name.startswith("floorwalker.duties.") and ".models" in name
    ]
    assert found == []


def test_a_view_or_an_operation_never_asks_the_database_itself():
    found = [
        f"{name_of(file)}:{node.lineno} {ast.unparse(node)}"
        for file in sources()
        if "views" in file.with_suffix("").parts or _is_room_of_operations(file)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "delete"}
    ]
    assert found == []


def _is_room_of_operations(file):
    """The `api` room of an app; `foundation/api` is an app with models of its own."""
    return "api" in file.relative_to(PACKAGE).with_suffix("").parts[2:]


@pytest.mark.parametrize(
    ("_case", "layers", "forbidden"),
    [
        ("only adapters and the command line open sockets", ("duties", "foundation"), SOCKETS),
        (
            "solvers and compilers stay in the engines",
            ("cli", "config", "adapters", "duties", "foundation"),
            FRAMEWORKS,
        ),
        (
            "forecasting libraries, which nobody needs, stay in an adapter",
            ("cli", "config", "duties", "foundation", "engines"),
            FORECASTERS,
        ),
    ],
)
def test_libraries_stay_where_they_belong(_case, layers, forbidden):
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in sources()
        if file.relative_to(PACKAGE).parts[0] in layers
        for line, name in imports_of(file)
        if name.split(".")[0] in forbidden
    ]
    assert found == []


def test_nobody_listens_to_signals_of_the_framework():
    found = [
        f"{name_of(file)}:{line} {name}"
        for file in sources()
        for line, name in imports_of(file)
        if name.startswith(("django.dispatch", "django.db.models.signals"))
    ]
    assert found == []
