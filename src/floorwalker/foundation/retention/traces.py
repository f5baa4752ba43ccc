"""Where traces of a person stand, declared in an app's `retention` room.

    declare_traces(traces_in(Job, "requested_by_name", "error", title=_("Jobs")))

Most are texts in which a name or an address is replaced by the pseudonym; what needs more (an
account, tokens) declares functions of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.functional import Promise

from floorwalker.foundation.retention.leaver import Leaver


@dataclass(frozen=True)
class Traces:
    """One place: how many rows tell of somebody, how they are erased, and what stays."""

    title: str | Promise
    stays: str | Promise
    count: Callable[[Leaver], int]
    erase: Callable[[Leaver], int]


_traces: list[Traces] = []


def declare_traces(*traces: Traces) -> None:
    """Add places where a person can be told of."""
    _traces.extend(traces)


def all_traces() -> tuple[Traces, ...]:
    """Return every place."""
    return tuple(_traces)


def traces_in(
    model: type[models.Model], *columns: str, title: str | Promise, stays: str | Promise
) -> Traces:
    """Return traces in columns of text or JSON, where names and addresses become the pseudonym."""

    def told(leaver: Leaver) -> Any:
        return model._base_manager.alias(
            **{f"{name}_text": Cast(name, models.TextField()) for name in columns}
        ).filter(reduce(or_, (Q(**{f"{n}_text__iregex": pattern_of(leaver)}) for n in columns)))

    def count(leaver: Leaver) -> int:
        return int(told(leaver).count()) if leaver.texts else 0

    def erase(leaver: Leaver) -> int:
        return _replace(model, columns, leaver) if leaver.texts else 0

    return Traces(title, stays, count, erase)


def pattern_of(leaver: Leaver) -> str:
    """Return what matches the texts as whole words, in the dialect of PostgreSQL."""
    return "|".join(rf"(?<!\w){_literal(text)}(?!\w)" for text in leaver.texts)


def _replace(model: type[models.Model], columns: tuple[str, ...], leaver: Leaver) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    names = [
        (connection.ops.quote_name(str(field.column)), field)
        for field in model._meta.concrete_fields
        if field.name in columns
    ]
    changes = ", ".join(
        f"{name} = regexp_replace({name}::text, %s, %s, 'gi'){_type_of(field)}"
        for name, field in names
    )
    told = " OR ".join(f"{name}::text ~* %s" for name, _field in names)
    pattern = pattern_of(leaver)
    values = [*[pattern, leaver.pseudonym] * len(names), *[pattern] * len(names)]
    with connection.cursor() as cursor:
        # Only names of our own tables and columns are in the statement, all else is a value.
        cursor.execute(f"UPDATE {table} SET {changes} WHERE {told}", values)  # noqa: S608
        return int(cursor.rowcount)


def _type_of(field: Any) -> str:
    return "::jsonb" if isinstance(field, models.JSONField) else ""


def _literal(text: str) -> str:
    return "".join(char if char.isalnum() or char == " " else f"\\{char}" for char in text)
