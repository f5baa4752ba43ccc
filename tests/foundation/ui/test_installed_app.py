"""What a browser is told to install the site."""

import json
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from floorwalker.foundation.ui import installed_app
from floorwalker.foundation.ui.installed_app import manifest, shell

PNG = b"\x89PNG\r\n\x1a\n"


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, from the header that every PNG begins with."""
    assert png.startswith(PNG)
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Floorwalker, the supervisor’s workbench"),
        ("fr", "Floorwalker, l’espace de travail de la supervision"),
    ],
)
def test_the_app_is_named_in_each_language_and_is_one_app(db, language, name):
    answer = Client().get(reverse("app_manifest", args=[language]))
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["short_name"]) == (name, "Floorwalker")
    assert (told["id"], told["scope"], told["start_url"]) == ("/", "/", "/")


def test_there_is_no_app_in_a_language_that_we_do_not_speak(db):
    assert Client().get(reverse("app_manifest", args=["de"])).status_code == 404


def test_every_icon_has_the_size_it_says():
    icons = {icon["src"]: icon["sizes"] for icon in manifest("en")["icons"]}
    found = {}
    for address in icons:
        width, height = size_of(Path(finders.find(address.removeprefix("/static/"))).read_bytes())
        found[address] = f"{width}x{height}"
    assert found == icons
    assert {"192x192", "512x512"} <= set(found.values())


def test_the_worker_serves_the_whole_site_and_is_asked_for_anew(db):
    answer = Client().get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    facts = json.loads(answer.content.decode().splitlines()[0][len("const SITE = ") : -1])
    assert facts["version"] == shell().version
    assert {"/static/ui/base.css", "/static/ui/offline.js"} <= set(facts["files"])


def test_what_is_kept_has_another_version_when_a_file_changes(monkeypatch, tmp_path):
    style = tmp_path / "a.css"

    def version_of(text: str) -> str:
        style.write_text(text)
        shell.cache_clear()
        return shell().version

    monkeypatch.setattr(installed_app, "_static_files", lambda: [("a.css", style)])
    red, blue, red_again = (version_of(text) for text in ("red", "blue", "red"))
    shell.cache_clear()
    assert red != blue
    assert red == red_again


def test_the_offline_page_knows_nobody(signed_in):
    text = signed_in("ben").get("/offline/").content.decode()
    assert 'name="account"' not in text
    assert "Floorwalker cannot be reached." in text
    assert "Floorwalker est injoignable." in text
