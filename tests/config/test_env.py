import pytest

from floorwalker.config.env import env_flag, env_list, env_text
from floorwalker.foundation.errors import SetupError

NAME = "FLOORWALKER_SAMPLE"


@pytest.fixture
def named_file(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    return file


def test_the_file_named_goes_before_the_variable(named_file, monkeypatch):
    monkeypatch.setenv(NAME, "from the variable")
    named_file.write_text("from the file\n")
    assert env_text(NAME) == "from the file"


def test_without_a_file_the_variable_counts_and_then_the_default(monkeypatch):
    assert env_text(NAME, "default") == "default"
    monkeypatch.setenv(NAME, "from the variable")
    assert env_text(NAME, "default") == "from the variable"


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_a_missing_or_empty_file_stops_the_program_by_name(named_file, text):
    if text is not None:
        named_file.write_text(text)
    with pytest.raises(SetupError, match=r"file|read") as stopped:
        env_text(NAME)
    assert stopped.value.where == f"{NAME}_FILE"


@pytest.mark.parametrize(("text", "expected"), [("Yes", True), ("1", True), ("off", False)])
def test_yes_and_no_are_understood(monkeypatch, text, expected):
    monkeypatch.setenv(NAME, text)
    assert env_flag(NAME) is expected


def test_neither_yes_nor_no_stops_the_program(monkeypatch):
    monkeypatch.setenv(NAME, "maybe")
    with pytest.raises(SetupError, match="neither yes nor no"):
        env_flag(NAME)


def test_a_list_is_cut_at_commas(monkeypatch):
    monkeypatch.setenv(NAME, "a, b,,c ")
    assert env_list(NAME) == ["a", "b", "c"]
