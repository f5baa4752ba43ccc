"""Every change of state is one function in one file, and leaves an audit record."""

import ast

import pytest
from tests.architecture.repository import PACKAGE, imports_of, name_of, sources, tree_of

ACTIONS = [
    file for file in sources() if file.parent.name == "actions" and not file.stem.startswith("_")
]


@pytest.fixture(params=ACTIONS, ids=name_of)
def action(request):
    return request.param


def test_an_action_is_the_one_public_function_of_its_file(action):
    functions = [
        node.name
        for node in tree_of(action).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert functions == [action.stem]


def test_an_action_is_told_who_acts(action):
    first = next(
        node.args.args[0].arg
        for node in tree_of(action).body
        if isinstance(node, ast.FunctionDef) and node.name == action.stem
    )
    assert first == "actor"


def test_an_action_leaves_an_audit_record_itself_or_through_what_it_calls(action):
    assert _records(action, seen=set())


def _records(file, *, seen):
    """Whether the file calls `record`, another action, or a module of its own duty that does."""
    seen.add(file)
    if any(getattr(node.func, "id", "") == "record" for node in _calls(file)):
        return True
    app = ".".join(("floorwalker", *_app_of(file)))
    for _line, name in imports_of(file):
        if ".actions." in name and "._" not in name and not name.startswith(app):
            return True  # another app's action has a test of its own here
        nearby = PACKAGE.parent.joinpath(*name.split(".")[:-1]).with_suffix(".py")
        unseen = name.startswith(app) and nearby.exists() and nearby not in seen
        if unseen and _records(nearby, seen=seen):
            return True
    return False


def _calls(file):
    return [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]


def _app_of(file):
    """The layer and the app that the file belongs to."""
    return file.relative_to(PACKAGE).parts[:2]
