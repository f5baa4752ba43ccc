"""Finding things by name, for the command palette and its page: each app registers a searcher.

    register_searcher(Searcher("queues", _("Queues"), permission="see_plans", find=find_queues))

`find(actor, words=…)` gets plain words (no accents, no capitals) and yields what this actor may
open; it must look at no more than a bounded number of things. Pages come from the navigation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.plain_letters import plain
from floorwalker.foundation.ui.navigation import links_for

WORDS_LETTERS_MAX = 100
FOUND_PER_GROUP_MAX = 6


@dataclass(frozen=True)
class Found:
    """One thing with the address of its page; `detail` tells things of the same name apart."""

    label: str
    url: str
    icon: str
    detail: str = ""


@dataclass(frozen=True)
class FoundGroup:
    """What one searcher found."""

    label: str
    items: tuple[Found, ...]


class Find(Protocol):
    """The work of a searcher."""

    def __call__(self, actor: Actor, *, words: tuple[str, ...]) -> Iterable[Found]:
        """Return what this actor may open and what has all the words."""
        ...


@dataclass(frozen=True)
class Searcher:
    """Things of one sort; nobody without the permission is asked for."""

    name: str
    label: str | Promise
    permission: str
    find: Find


_searchers: dict[str, Searcher] = {}


def register_searcher(searcher: Searcher) -> None:
    """Let the palette find these things in this process."""
    _searchers[searcher.name] = searcher


def find(actor: Actor, text: str) -> tuple[FoundGroup, ...]:
    """Return the pages and things whose names hold all words of the text, for this actor.

    Without words these are all pages.
    """
    words = tuple(plain(text.replace("\0", "")[:WORDS_LETTERS_MAX]).split())
    groups = [FoundGroup(_("Pages"), tuple(_pages(actor, words)))]
    if words:
        groups += [_found_by(searcher, actor, words) for searcher in _asked(actor)]
    return tuple(group for group in groups if group.items)


def has_all(words: tuple[str, ...], *texts: str) -> bool:
    """Tell whether each word begins a word of these texts, accents and capitals aside."""
    plain_text = plain(" ".join(texts))
    return all(re.search(beginning(word), plain_text) for word in words)


def beginning(word: str) -> str:
    """Return the pattern of what begins with this word, for Python and for PostgreSQL alike."""
    return rf"(?<!\w){re.escape(word)}"


def _pages(actor: Actor, words: tuple[str, ...]) -> Iterable[Found]:
    for group in links_for(actor, path=""):
        for link in group.links:
            if has_all(words, str(link.label)):
                yield Found(str(link.label), link.url, link.icon, group.label)


def _asked(actor: Actor) -> list[Searcher]:
    return [s for _name, s in sorted(_searchers.items()) if actor.may(s.permission)]


def _found_by(searcher: Searcher, actor: Actor, words: tuple[str, ...]) -> FoundGroup:
    first = islice(searcher.find(actor, words=words), FOUND_PER_GROUP_MAX)
    return FoundGroup(str(searcher.label), tuple(first))
