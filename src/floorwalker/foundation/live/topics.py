"""Topics: what can be listened to, and by whom.

A topic is words and numbers between slashes: `site/3/jobs/17`. Whoever listens to `site/3/jobs`
hears of everything below it. Each app declares its topics in `AppConfig.ready`:

    declare_topic("site/<id>/jobs", permission="see_jobs")

A declaration covers everything below it; what nobody declared, nobody may listen to.
"""

import re
from collections.abc import Iterator

from floorwalker.foundation.accounts.actor import Actor

TOPIC_CHARACTERS_MAX = 120

_TOPIC = re.compile(r"[a-z]+(/([a-z]+|[0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2}))+", re.ASCII)
_permissions: dict[tuple[str, ...], str] = {}


def declare_topic(pattern: str, *, permission: str) -> None:
    """Let those who hold the permission listen; `site/<id>/…` asks for it at that site."""
    _permissions[tuple(pattern.split("/"))] = permission


def is_topic(text: str) -> bool:
    """Tell whether this could be a topic at all."""
    return len(text) <= TOPIC_CHARACTERS_MAX and _TOPIC.fullmatch(text) is not None


def may_listen(actor: Actor, topic: str) -> bool:
    """Tell whether this actor may listen to a topic; `person/<id>` is that person's alone."""
    if not is_topic(topic):
        return False
    words = topic.split("/")
    if words[0] == "person":
        return actor.person_id is not None and words[1] == str(actor.person_id)
    for length in range(len(words), 1, -1):
        permission = _permissions.get(tuple(_pattern(words[:length])))
        if permission is not None:
            site_id = int(words[1]) if words[0] == "site" else None
            return actor.may(permission, site_id=site_id)
    return False


def with_those_above(topic: str) -> Iterator[str]:
    """Yield the topic and every one above it: `a/1/b`, `a/1`, `a`."""
    while topic:
        yield topic
        topic = topic.rpartition("/")[0]


def _pattern(words: list[str]) -> Iterator[str]:
    for word in words:
        yield word if word.isalpha() else "<id>"
