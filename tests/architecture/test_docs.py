"""What is written stays true: settings, verbs, rooms, folders and links."""

import ast
import re

import pytest
from tests.architecture.repository import (
    PACKAGE,
    REPOSITORY,
    files_of_ours,
    name_of,
    sources,
    tree_of,
)
from tests.architecture.test_shape import ROOMS

from floorwalker import cli

READERS_OF_THE_ENVIRONMENT = {
    "env_text",
    "env_flag",
    "env_list",
    "env_choice",
    "env_number",
    "env_numbers",
    "env_networks",
    "get",
    "getenv",
    "setdefault",
}
SET_BY_US = {"OPENBLAS_NUM_THREADS"}
"""Variables that we set for libraries; nobody is asked to."""

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")
LAYERS = ("adapters", "duties", "foundation", "engines")


def _page(name):
    return (REPOSITORY / name).read_text(encoding="utf-8")


def _variables_read():
    """Names of variables that the product reads, however it reads them."""
    for file in sources():
        for node in ast.walk(tree_of(file)):
            match node:
                case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]):
                    called = getattr(func, "attr", getattr(func, "id", ""))
                    of_environment = called.startswith("env_") or "environ" in ast.unparse(func)
                    if called in READERS_OF_THE_ENVIRONMENT and of_environment:
                        yield name
                case ast.Subscript(value=value, slice=ast.Constant(value=str(name))):
                    if ast.unparse(value) == "os.environ":
                        yield name


def test_every_setting_that_is_read_is_explained_and_no_other():
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", _page("docs/reference/settings.md"), re.M))
    for_tests = {"FLOORWALKER_AUDIT", "FLOORWALKER_DATA", "FLOORWALKER_TEST_RUN"}
    assert explained - for_tests == set(_variables_read()) - SET_BY_US


def test_every_verb_of_the_command_line_is_explained_and_no_other():
    explained = set(re.findall(r"^## `([a-z-]+)`", _page("docs/reference/cli.md"), re.M))
    verbs = cli.floorwalker_command.list_commands(None)
    assert explained == set(verbs)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 130])
def test_every_exit_code_is_explained_as_the_code_explains_it(code):
    told = re.search(rf"^    {code} +(.+)$", cli.__doc__, re.M)
    assert told
    assert f"| {code} | {told[1]} |" in _page("docs/reference/cli.md")


def test_every_verb_says_what_it_does():
    verbs = cli.floorwalker_command.list_commands(None)
    silent = [v for v in verbs if not cli.floorwalker_command.get_command(None, v).help]
    assert silent == []


def test_the_architecture_page_names_every_room_of_a_duty():
    page = _page("ARCHITECTURE.md")
    assert [room for room in sorted(ROOMS) if not re.search(rf"`{room}(\.py|/)?", page)] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_the_architecture_page_names_every_folder_of_a_layer_and_no_other(layer):
    folders = {
        f"{layer}/{folder.parent.name}" for folder in (PACKAGE / layer).glob("*/__init__.py")
    }
    named = set(re.findall(rf"^\| `({layer}/[a-z_]+)` \|", _page("ARCHITECTURE.md"), re.M))
    assert named == folders


@pytest.mark.parametrize(
    "page", [file for file in files_of_ours() if file.suffix == ".md"], ids=name_of
)
def test_every_link_between_pages_leads_somewhere(page):
    targets = [match["target"] for match in LINK.finditer(page.read_text(encoding="utf-8"))]
    inside = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in inside if not (page.parent / target).exists()] == []


def test_every_test_that_the_threat_model_names_exists():
    named = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", _page("docs/operations/threat-model.md"))
    assert named
    assert [
        f"{file}::{test}" for file, test in named if f"\ndef {test}(" not in _page(f"tests/{file}")
    ] == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [file.name[:4] for file in (REPOSITORY / "docs/decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))
    assert all(number.isdigit() for number in numbers)
