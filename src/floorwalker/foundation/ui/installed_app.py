"""The site as an app that a browser installs, and as files that a browser keeps for offline."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

KEPT_KINDS = {".css", ".js", ".svg"}
ACCENT, PAGE = "#0d6457", "#f4f5f1"  # tokens.css, light
ICONS = (
    ("ui/app/icon-192.png", "192x192", "any"),
    ("ui/app/icon-512.png", "512x512", "any"),
    ("ui/app/icon-maskable-512.png", "512x512", "maskable"),
)
"""File, size, purpose; drawn from mark.svg (docs/dev/ui.md)."""


@dataclass(frozen=True)
class Shell:
    """The files that pages are drawn with; the version changes when any of them does."""

    version: str
    addresses: tuple[str, ...]


@cache
def shell() -> Shell:
    """Return the styles, scripts and symbols of this version.

    Their names never change: the hash of their content tells an old cache from a new one.
    """
    files = dict(sorted(_static_files()))
    digest = hashlib.sha256()
    for name, path in files.items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return Shell(digest.hexdigest()[:16], tuple(static(name) for name in files))


def _static_files() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            if Path(name).suffix in KEPT_KINDS:
                yield name, Path(storage.path(name))


def manifest(language: str) -> dict[str, Any]:
    """Return the web app manifest in one language; it is the same app in each."""
    with override(language):
        return {
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "lang": f"{language}-CA",
            "dir": "ltr",
            "name": _("Floorwalker, the supervisor’s workbench"),
            "short_name": "Floorwalker",
            "description": _("Forecasts, rosters and one’s own week of a contact centre."),
            "display": "standalone",
            "theme_color": ACCENT,
            "background_color": PAGE,
            "icons": [
                {"src": static(name), "sizes": size, "type": "image/png", "purpose": purpose}
                for name, size, purpose in ICONS
            ],
            "shortcuts": [{"name": _("Today"), "url": "/"}],
        }


def worker_facts() -> dict[str, Any]:
    """Return what the service worker has to know of the site."""
    return {
        "version": shell().version,
        "files": shell().addresses,
        "offline": reverse("offline"),
        "signOut": reverse("sign_out"),
    }
