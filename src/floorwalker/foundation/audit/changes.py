"""What a record says was before and after, fact by fact: only what differs, each side readable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Change:
    """One fact before and after; "" where there was none."""

    name: str
    before: str
    after: str


def changes_of(before: object, after: object) -> tuple[Change, ...]:
    """Return the facts that differ; facts within facts are named with both names."""
    old, new = dict(_facts(before)), dict(_facts(after))
    return tuple(
        Change(name, _words(old.get(name)), _words(new.get(name)))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    )


def _facts(value: object, within: str = "") -> Iterator[tuple[str, object]]:
    if not isinstance(value, Mapping):
        return
    for key, fact in value.items():
        name = f"{within} · {key}" if within else str(key)
        if isinstance(fact, Mapping):
            yield from _facts(fact, name)
        else:
            yield name, fact


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return number_format(f"{value:.10g}") if isinstance(value, float) else str(value)
        case list():
            return ", ".join(_words(item) for item in value)
        case Mapping():
            return ", ".join(f"{name}: {_words(item)}" for name, item in value.items())
        case _:
            return str(value)
