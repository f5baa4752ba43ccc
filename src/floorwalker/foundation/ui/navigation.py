"""The navigation at the left: each app registers its entries once, in its `AppConfig.ready`.

    register(Entry(label=_("Forecast"), url_name="forecast", icon="chart-line",
                   group=Group.PLAN, permission="see_plans", order=20))

Registering an address twice is a mistake and refused. Whoever lacks the permission does not see
the entry; the view behind it still checks (a hidden link protects nothing).
"""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """The headings of the navigation, in the order shown."""

    NOW = "now", _("Now")
    PLAN = "plan", _("Plan")
    SERVE = "serve", _("Serve")
    IMPROVE = "improve", _("Improve")
    DECIDE = "decide", _("Decide")
    REPORT = "report", _("Report")
    RUN = "run", _("Keep running")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One link. `permission=None` shows it to everyone who is signed in."""

    label: str | Promise
    url_name: str
    icon: str
    group: Group
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page; `current` is "page", "true" (inside) or ""."""

    label: str | Promise
    url: str
    icon: str
    current: str


@dataclass(frozen=True)
class LinkGroup:
    """A heading and its links."""

    label: str
    links: tuple[Link, ...]


class MayAct(Protocol):
    """The part of an actor that navigation asks."""

    def may(self, permission: str) -> bool:
        """Tell whether this person may do it anywhere."""
        ...


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Add entries to the navigation of this process.

    Raises:
        ValueError: an entry with the same address is there already.
    """
    for entry in entries:
        if entry.url_name in _entries and _entries[entry.url_name] != entry:
            raise ValueError(f"Navigation already has an entry for {entry.url_name!r}.")
        _entries[entry.url_name] = entry


def links_for(actor: MayAct, *, path: str) -> tuple[LinkGroup, ...]:
    """Return what this actor sees on the page at `path`; empty groups are left out."""
    visible = [
        (entry, reverse(entry.url_name))
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if entry.permission is None or actor.may(entry.permission)
    ]
    inside = _innermost([url for _entry, url in visible], path=path)
    groups = []
    for group in Group:
        links = tuple(
            Link(entry.label, url, entry.icon, _current(url, path=path, inside=inside))
            for entry, url in visible
            if entry.group is group
        )
        if links:
            groups.append(LinkGroup(str(group.label), links))
    return tuple(groups)


def _innermost(urls: list[str], *, path: str) -> str:
    """Return the longest address that the page lies under, or "" (the root holds only itself)."""
    return max((url for url in urls if url != "/" and path.startswith(url)), key=len, default="")


def _current(url: str, *, path: str, inside: str) -> str:
    if url == path:
        return "page"
    return "true" if url == inside else ""
