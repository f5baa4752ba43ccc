"""What the address of a page asks of a table, and addresses that ask for something else.

A table's own words are `sort` (a column's key, with `-` for the largest first), `words`, `page`,
`columns`, `file` and the keys of its choices. Several tables on one page keep apart by a prefix.
What makes no sense is passed over: a stale link still opens the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from floorwalker.foundation.ui.tables._columns import Choice, Column

WORDS_LETTERS_MAX = 100
FILE_KINDS = ("csv", "xlsx")


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see."""

    sort: str
    words: str
    choices: Mapping[str, str]
    page: str
    columns: tuple[str, ...]
    file: str

    @property
    def is_filtered(self) -> bool:
        """Tell whether some rows may be held back."""
        return bool(self.words or self.choices)


@dataclass(frozen=True)
class Address:
    """The address of the page, as one of its tables reads and rewrites it."""

    path: str
    query: QueryDict
    prefix: str

    @classmethod
    def of(cls, request: HttpRequest, *, prefix: str, path: str = "") -> "Address":
        """Return the address that was asked for; `path` is the page's own, where it is another."""
        return cls(path or request.path, request.GET, prefix)

    def name(self, key: str) -> str:
        """Return the word of the address that is this table's `key`."""
        return f"{self.prefix}-{key}" if self.prefix else key

    def asked(
        self, columns: Sequence[Column], choices: Sequence[Choice], *, usual_sort: str
    ) -> Asked:
        """Read what is asked for; whatever is not understood is as if it were not there."""
        return Asked(
            sort=self._sort(columns) or usual_sort,
            words=self._get("words")[:WORDS_LETTERS_MAX].strip(),
            choices={c.key: value for c in choices if (value := self._choice(c))},
            page=self._get("page") or "1",
            columns=self._columns(columns),
            file=self._get("file") if self._get("file") in FILE_KINDS else "",
        )

    def with_(self, **changes: str) -> str:
        """Return the address with some of this table's words changed; "" takes a word out.

        The first page is shown again, unless a page is named; a file is never asked for twice.
        """
        query = self.query.copy()
        for key, value in {"page": "", "file": "", **changes}.items():
            query[self.name(key)] = value
        for name, values in list(query.lists()):
            query.setlist(name, [value for value in values if value])
        words = query.urlencode()
        return f"{self.path}?{words}" if words else self.path

    def others(self, *own: str) -> tuple[tuple[str, str], ...]:
        """Return the words of the address that a form with fields `own` must carry along."""
        left = {self.name(key) for key in (*own, "page", "file")}
        return tuple(
            (name, value)
            for name, values in self.query.lists()
            if name not in left
            for value in values
            if value
        )

    def own(self, *keys: str) -> tuple[tuple[str, str], ...]:
        """Return what the address says of some of this table's words."""
        names = [self.name(key) for key in keys]
        return tuple((name, value) for name in names for value in self.query.getlist(name) if value)

    def _get(self, key: str) -> str:
        # PostgreSQL refuses text with NUL in it.
        return str(self.query.get(self.name(key), "")).replace("\0", "")

    def _choice(self, choice: Choice) -> str:
        chosen = self._get(choice.key)
        if chosen and chosen in {value for value, _words in choice.pairs()}:
            return chosen
        return "" if chosen == choice.all_value else choice.usual

    def _sort(self, columns: Sequence[Column]) -> str:
        sort = self._get("sort")
        known = {column.key for column in columns if column.may_sort}
        return sort if sort.removeprefix("-") in known else ""

    def _columns(self, columns: Sequence[Column]) -> tuple[str, ...]:
        chosen = self.query.getlist(self.name("columns"))
        found = {column.key for column in columns if column.key in chosen}
        if not found:
            found = {column.key for column in columns if not column.is_hidden_at_first}
        return tuple(c.key for i, c in enumerate(columns) if i == 0 or c.key in found)
