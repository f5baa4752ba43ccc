"""The types of event that exist. Each app declares its own in `AppConfig.ready`.

    declare_event_types(EventType(name="job.failed", title=_("A job failed"),
                                  example={"site_id": 1, "job_id": 205, …}))

The example shows every field of `data`; an event with other fields is refused (`emit`), so what
receivers read about a type stays true. Ids and facts only: no names, no words of people.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

TEST = "webhooks.test"
"""Sent by hand to try an endpoint; nobody chooses it."""

_types: dict[str, "EventType"] = {}


@dataclass(frozen=True, kw_only=True)
class EventType:
    """A name such as `roster.published`, words for people, and an example of its `data`."""

    name: str
    title: str | Promise
    example: Mapping[str, object]


def declare_event_types(*declared: EventType) -> None:
    """Add types to those that endpoints may choose."""
    _types.update({found.name: found for found in declared})


def event_types() -> tuple[EventType, ...]:
    """Return the types that endpoints may choose, by name."""
    return tuple(found for name, found in sorted(_types.items()) if name != TEST)


def event_type_named(name: str) -> EventType:
    """Return a declared type.

    Raises:
        LookupError: nobody declared it.
    """
    found = _types.get(name)
    if found is None:
        raise LookupError(f"no such type of event: {name!r}")
    return found


def title_of(name: str) -> str:
    """Return the words for a type; one that no longer exists keeps its bare name."""
    found = _types.get(name)
    return str(found.title) if found else name
