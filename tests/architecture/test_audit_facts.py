"""Every fact that an audit record is given is declared as plain or personal.

This test reads the dictionaries written out beside `before` and `after`. What it cannot read
(`asdict(…)`, `**facts`) is caught when any test records it: an undeclared fact warns, and warnings
are errors there (foundation/audit/facts.py).
"""

import ast

from tests.architecture.repository import name_of, sources, tree_of

from floorwalker.foundation.audit.facts import declared_facts, declared_types

SIDES = {"before", "after"}


def _facts_written_out():
    """Yield (file, name) of every key in a dictionary that becomes `before` or `after`."""
    for file in sources():
        if any(getattr(call.func, "id", "") == "record" for call in _calls(file)):
            for dictionary in _dictionaries(file):
                for key in dictionary.keys:
                    if isinstance(key, ast.Constant):
                        yield name_of(file), key.value


def _calls(file):
    return [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]


def _dictionaries(file):
    for call in _calls(file):
        if getattr(call.func, "id", "") == "record":
            given = [word.value for word in call.keywords if word.arg in SIDES]
            yield from (value for value in given if isinstance(value, ast.Dict))
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Assign):
            names = {getattr(target, "id", "") for target in ast.walk(node.targets[0])}
            if names & SIDES:
                yield from (part for part in ast.walk(node.value) if isinstance(part, ast.Dict))


def test_every_fact_that_is_written_out_is_declared():
    declared = {name for known in declared_types() for name in declared_facts(known)}
    found = [(file, name) for file, name in _facts_written_out() if name not in declared]
    assert found == []


def test_the_reading_finds_the_facts_of_known_actions():
    found = dict.fromkeys(name for _file, name in _facts_written_out())
    assert {"email", "is_active", "state", "shrinkage_ratio", "days", "erased"} <= set(found)
