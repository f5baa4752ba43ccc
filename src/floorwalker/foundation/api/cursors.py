"""Lists a page at a time: `{"items": […], "next_cursor": "…"}`.

A cursor is the key of the last row seen, wrapped so that nobody builds on it. Rows that come or go
meanwhile neither repeat nor hide others, because a key says where to go on, not how many to skip.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation.errors import BadInputError

ITEMS_MAX = 500
ITEMS_USUAL = 50
ID_MAX = 2**63 - 1

Row = TypeVar("Row")
Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """Some items of a list; without a `next_cursor` they are the last."""

    items: list[Item]
    next_cursor: str | None


class Where(Schema):
    """Which page of a list is asked for."""

    cursor: str = Field("", max_length=200, description="`next_cursor` of the page before")
    limit: int = Field(ITEMS_USUAL, ge=1, le=ITEMS_MAX)

    @property
    def key(self) -> str | None:
        """The key of the last row seen, or `None` for the first page."""
        if not self.cursor:
            return None
        try:
            return base64.urlsafe_b64decode(self.cursor.encode()).decode()
        except (binascii.Error, UnicodeError):
            raise _no_cursor() from None

    @property
    def id(self) -> int | None:
        """The key as a number."""
        if self.key is None:
            return None
        if not self.key.isascii() or not self.key.isdigit() or int(self.key) > ID_MAX:
            raise _no_cursor()
        return int(self.key)


PageWanted = Annotated[Where, Query()]


@dataclass(frozen=True)
class PageOfRows(Generic[Row]):
    """Rows of a list, and where the next ones begin."""

    items: Sequence[Row]
    next_cursor: str | None


def page_of(rows: Sequence[Row], *, key: Callable[[Row], str | int], limit: int) -> PageOfRows[Row]:
    """Return the first `limit` rows; more than that in `rows` tell that there is a next page."""
    items = rows[:limit]
    if len(rows) <= limit:
        return PageOfRows(items, None)
    last = str(key(items[-1]))
    return PageOfRows(items, base64.urlsafe_b64encode(last.encode()).decode())


def page_after(
    rows: Sequence[Row], wanted: Where, *, key: Callable[[Row], str | int]
) -> PageOfRows[Row]:
    """Return a page of a list that is short enough to be read whole, in the order of its keys."""
    ordered = sorted(rows, key=key)
    if wanted.key is not None:
        seen = wanted.id if ordered and isinstance(key(ordered[0]), int) else wanted.key
        ordered = [row for row in ordered if key(row) > seen]  # type: ignore[operator]  # both int, or both str
    return page_of(ordered, key=key, limit=wanted.limit)


def _no_cursor() -> BadInputError:
    return BadInputError(
        _("this is no cursor of ours."),
        where="cursor",
        next_step=_("Send the next_cursor of the page before, or none."),
    )
