"""Where a table's rows come from: a sequence that is there already, or a query.

A query hands out rows only as far as the page shows them; a file takes them in batches.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

from django.db.models import CharField, F, Q, QuerySet, TextField
from django.db.models.expressions import Col, OrderBy

from floorwalker.foundation.plain_letters import Plain, plain
from floorwalker.foundation.ui.tables._address import Asked
from floorwalker.foundation.ui.tables._cells import words_of

BATCH_ROWS = 1000


class FoundRows(Protocol):
    """The rows that were asked for, in order."""

    def count(self) -> int:
        """Return how many there are, as far as they are counted."""
        ...

    @property
    def has_more(self) -> bool:
        """Tell whether there are more than were counted."""
        ...

    def __getitem__(self, part: slice) -> Sequence[Any]: ...

    def batches(self, *, rows_max: int) -> Iterator[Sequence[Any]]:
        """Return the first of them, some at a time."""
        ...


class Rows(Protocol):
    """Rows that can be looked through."""

    def find(self, asked: Asked, *, words_in: Sequence[str]) -> FoundRows:
        """Return those that the reader wants; their words are looked for in these attributes."""
        ...


@dataclass(frozen=True)
class RowsInMemory:
    """Rows of a list that stays small, such as the queues of a site."""

    rows: Sequence[Any]

    def find(self, asked: Asked, *, words_in: Sequence[str]) -> "_FoundInMemory":
        """Return the rows wanted."""
        rows = [row for row in self.rows if _is_wanted(row, asked, words_in)]
        key = asked.sort.removeprefix("-")
        if key:
            known = [row for row in rows if getattr(row, key) is not None]
            known.sort(key=lambda row: _order_of(getattr(row, key)), reverse=asked.sort[0] == "-")
            rows = known + [row for row in rows if getattr(row, key) is None]
        return _FoundInMemory(rows)


@dataclass(frozen=True)
class RowsInDatabase:
    """Rows of a list that grows: `row` makes one from a record.

    `fields` names the record's field where it is not called as the row's attribute is. Where there
    may be millions, `count_max` ends the counting, and the pages with it.
    """

    records: QuerySet[Any]
    row: Callable[[Any], Any]
    fields: Mapping[str, str] = field(default_factory=dict)
    count_max: int | None = None

    def find(self, asked: Asked, *, words_in: Sequence[str]) -> "_FoundInDatabase":
        """Return the rows wanted; they are read when they are needed."""
        records = self.records
        for key, value in asked.choices.items():
            records = records.filter(**{self._field(key): value})
        names = {f"plain_{number}": key for number, key in enumerate(words_in)}
        if asked.words:
            records = records.alias(**{n: Plain(F(self._field(k))) for n, k in names.items()})
        for word in plain(asked.words).split():
            anywhere = Q()
            for name in names:
                anywhere |= Q(**{f"{name}__contains": word})
            records = records.filter(anywhere)
        if asked.sort:
            records = records.order_by(self._order(asked.sort), "-pk")
        return _FoundInDatabase(records, self.row, self.count_max)

    def _field(self, key: str) -> str:
        return self.fields.get(key, key)

    def _order(self, sort: str) -> OrderBy:
        name = self._field(sort.removeprefix("-"))
        found = F(name).resolve_expression(self.records.query.clone())
        is_text = isinstance(found.output_field, CharField | TextField)
        expression = Plain(F(name)) if is_text else F(name)
        # An index is not read backwards for NULLS LAST, even where nothing is null.
        nulls_last = None if _is_never_null(self.records, found) else True
        if sort.startswith("-"):
            return expression.desc(nulls_last=nulls_last)
        return expression.asc(nulls_last=nulls_last)


@dataclass(frozen=True)
class _FoundInMemory:
    rows: Sequence[Any]
    has_more: ClassVar[bool] = False

    def count(self) -> int:
        return len(self.rows)

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self.rows[part]

    def batches(self, *, rows_max: int) -> Iterator[Sequence[Any]]:
        yield self.rows[:rows_max]


@dataclass(frozen=True)
class _FoundInDatabase:
    records: QuerySet[Any]
    row: Callable[[Any], Any]
    count_max: int | None

    def count(self) -> int:
        return self._counted if self.count_max is None else min(self._counted, self.count_max)

    @property
    def has_more(self) -> bool:
        return self._counted > self.count()

    @cached_property
    def _counted(self) -> int:
        if self.count_max is None:
            return self.records.count()
        return self.records.order_by()[: self.count_max + 1].count()

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return [self.row(record) for record in self.records[part]]

    def batches(self, *, rows_max: int) -> Iterator[Sequence[Any]]:
        batch: list[Any] = []
        for record in self.records[:rows_max].iterator(chunk_size=BATCH_ROWS):
            batch.append(self.row(record))
            if len(batch) == BATCH_ROWS:
                yield batch
                batch = []
        yield batch


def _is_wanted(row: object, asked: Asked, words_in: Sequence[str]) -> bool:
    if any(str(getattr(row, key)) != value for key, value in asked.choices.items()):
        return False
    text = plain(" ".join(words_of(getattr(row, key)) for key in words_in))
    return all(word in text for word in plain(asked.words).split())


def _order_of(value: Any) -> Any:
    return plain(words_of(value)) if isinstance(value, str | tuple) else value


def _is_never_null(records: QuerySet[Any], found: Any) -> bool:
    """Tell whether this is a field of the records themselves, and always has a value."""
    is_own = isinstance(found, Col) and found.alias == records.model._meta.db_table
    return is_own and not found.target.null
