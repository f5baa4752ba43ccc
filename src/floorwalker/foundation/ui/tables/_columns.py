"""What a table is made of: columns and filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Words = str | Promise
Pairs = Sequence[tuple[str, Words]]
ALL = "all"
"""What the address says for all rows, where a filter is usually set."""


class Kind(StrEnum):
    """What a column holds: how it is written, aligned and put into a file."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    """A share of 1."""
    MOMENT = "moment"
    """An aware datetime, written on the site's clock."""
    DAY = "day"
    DURATION = "duration"
    """Seconds."""
    BADGE = "badge"

    @property
    def is_number(self) -> bool:
        """Tell whether its cells are aligned as numbers."""
        return self in {Kind.NUMBER, Kind.PERCENT, Kind.DURATION}


@dataclass(frozen=True)
class Column:
    """One column. `key` is the rows' attribute, and the column's name in the address.

    `link` makes the cell a link where it returns an address; `tone` gives a badge its kind;
    `template` draws the cell of the page (the row is there as `row`), while a file still gets the
    attribute. A column without a value, such as one of buttons, is neither sorted nor exported.
    """

    key: str
    label: Words
    kind: Kind = Kind.TEXT
    decimals: int = field(default=0, kw_only=True)
    link: Callable[[Any], str | None] | None = field(default=None, kw_only=True)
    tone: Callable[[Any], str] | None = field(default=None, kw_only=True)
    template: str = field(default="", kw_only=True)
    has_value: bool = field(default=True, kw_only=True)
    is_sortable: bool = field(default=True, kw_only=True)
    is_hidden_at_first: bool = field(default=False, kw_only=True)
    is_label_hidden: bool = field(default=False, kw_only=True)
    is_wrapped: bool = field(default=False, kw_only=True)
    """Long text may break over lines; all else stays on one."""

    def value_of(self, row: object) -> Any:
        """Return what this column shows of a row."""
        return getattr(row, self.key) if self.has_value else None

    @property
    def is_number(self) -> bool:
        """Tell whether its cells are numbers, one below the other."""
        return self.kind.is_number and not self.template

    @property
    def may_sort(self) -> bool:
        """Tell whether rows can be ordered by it."""
        return self.has_value and self.is_sortable


@dataclass(frozen=True)
class Choice:
    """A filter: only rows whose attribute is the chosen value. Choices may depend on the moment.

    `usual` is the value as long as nobody chose one; all rows are then asked for by name.
    """

    key: str
    label: Words
    choices: Pairs | Callable[[], Pairs]
    usual: str = field(default="", kw_only=True)

    @property
    def all_value(self) -> str:
        """The word of the address that holds no row back."""
        return ALL if self.usual else ""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return values and their words, in the reader's language."""
        pairs = self.choices() if callable(self.choices) else self.choices
        return tuple((str(value), str(words)) for value, words in pairs)
