from ipaddress import ip_network

import pytest

from floorwalker.config.env import (
    env_flag,
    env_list,
    env_networks,
    env_number,
    env_numbers,
    env_text,
)
from floorwalker.config.openid import openid_provider
from floorwalker.foundation.accounts.records import ProviderSettings
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


def test_numbers_and_networks_are_read(monkeypatch):
    assert env_number(NAME, 30, least=4, most=99) == 30
    monkeypatch.setenv(NAME, "443, 8443")
    assert env_numbers(NAME, "", least=1, most=65_535) == [443, 8443]
    monkeypatch.setenv(NAME, "10.20.0.0/16,fd12::/16")
    assert env_networks(NAME) == [ip_network("10.20.0.0/16"), ip_network("fd12::/16")]


@pytest.mark.parametrize("text", ["3", "100", "-4", "4.5", "four", "٤"])
def test_a_number_out_of_its_limits_stops_the_program_by_name(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    with pytest.raises(SetupError, match="no whole number from 4 to 99") as stopped:
        env_number(NAME, 30, least=4, most=99)
    assert stopped.value.where == NAME


@pytest.mark.parametrize("text", ["10.20.0.1/16", "house", "10.0.0.0/33"])
def test_what_is_no_network_stops_the_program_by_name(monkeypatch, text):
    monkeypatch.setenv(NAME, text)
    with pytest.raises(SetupError) as stopped:
        env_networks(NAME)
    assert stopped.value.where == NAME


OIDC = {
    "FLOORWALKER_OIDC_ISSUER": "https://login.example.ca",
    "FLOORWALKER_OIDC_CLIENT_ID": "floorwalker",
    "FLOORWALKER_OIDC_CLIENT_SECRET": "a secret",
}


def provider_of(monkeypatch, **changed):
    for name, value in (OIDC | changed).items():
        monkeypatch.setenv(name, value)
    return openid_provider()


def test_a_provider_is_there_when_its_issuer_is_and_creates_nothing_by_default(monkeypatch):
    assert openid_provider() is None
    assert provider_of(monkeypatch) == ProviderSettings(
        "https://login.example.ca", "floorwalker", "a secret", "", False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FLOORWALKER_OIDC_ISSUER", "http://login.example.ca"),
        ("FLOORWALKER_OIDC_ISSUER", "login.example.ca"),
        ("FLOORWALKER_OIDC_ISSUER", "https://login.example.ca?x=1"),
        ("FLOORWALKER_OIDC_CLIENT_ID", ""),
        ("FLOORWALKER_OIDC_CLIENT_SECRET", ""),
    ],
)
def test_a_provider_that_cannot_be_safe_stops_the_start_by_name(monkeypatch, name, value):
    with pytest.raises(SetupError) as refused:
        provider_of(monkeypatch, **{name: value})
    assert refused.value.where == name
