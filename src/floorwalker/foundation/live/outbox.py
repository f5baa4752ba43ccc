"""Read the outbox: every event once, however transactions overlap.

Ids are given when a row is written and seen when it commits, so "all above the last id" would lose
a row with a lower id that commits later. A position is therefore a snapshot of PostgreSQL: exactly
the set of transactions that were visible. What is visible now and was not then is what is new.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

KEEP_SECONDS = 3600
"""How long events are kept, and so how long a browser may be away without starting afresh."""

EVENTS_MAX = 1_000
"""More than this at once, and asking for everything again is cheaper."""

TOKEN_CHARACTERS_MAX = 4_000

_TOKEN = re.compile(r"([0-9]{1,12})\.([0-9]{1,19}:[0-9]{1,19}:[0-9,]*)", re.ASCII)

_HERE = "SELECT extract(epoch FROM statement_timestamp())::bigint, pg_current_snapshot()::text"

# A row of a restored backup can bear a transaction that is still to come here: not visible.
_BETWEEN = """
SELECT topic, body FROM live_liveevent
WHERE transaction >= pg_snapshot_xmin(%(after)s::pg_snapshot)::text::bigint
  AND NOT pg_visible_in_snapshot(transaction::text::xid8, %(after)s::pg_snapshot)
  AND pg_visible_in_snapshot(transaction::text::xid8, %(until)s::pg_snapshot)
  AND (%(topics)s::text[] IS NULL OR topic = ANY(%(topics)s) OR topic LIKE ANY(%(below)s))
ORDER BY id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Position:
    """How far someone has heard: a snapshot, and when it was taken by the database's clock."""

    taken_at: int
    snapshot: str

    @property
    def token(self) -> str:
        """The position as text, which browsers bring back."""
        return f"{self.taken_at}.{self.snapshot}"

    @classmethod
    def from_token(cls, token: str) -> "Position | None":
        """Read a token; `None` when it is none of ours."""
        found = _TOKEN.fullmatch(token) if len(token) <= TOKEN_CHARACTERS_MAX else None
        return cls(int(found[1]), found[2]) if found else None

    def can_resume_at(self, here: "Position") -> bool:
        """Tell whether the outbox still holds everything since this position.

        A position with transactions that are yet to come is one of a database before a restore.
        """
        of_this_database = self._next_transaction <= here._next_transaction
        return of_this_database and here.taken_at - self.taken_at < KEEP_SECONDS

    @property
    def _next_transaction(self) -> int:
        return int(self.snapshot.split(":")[1])


@dataclass(frozen=True)
class Event:
    """Something changed."""

    topic: str
    body: dict[str, Any]


async def position_now(connection: AsyncConnection[Any]) -> Position:
    """Return the position of whoever has heard everything until now."""
    row = await (await connection.execute(_HERE)).fetchone()
    assert row is not None  # noqa: S101  # a SELECT without FROM has one row
    return Position(*row)


async def events_between(
    connection: AsyncConnection[Any],
    *,
    after: Position,
    until: Position,
    topics: Iterable[str] | None = None,
) -> list[Event] | None:
    """Return what is visible at `until` and was not at `after`; `None` when it is too much.

    `topics` limits it to these and those below them.
    """
    wanted = None if topics is None else list(topics)
    parameters = {
        "after": after.snapshot,
        "until": until.snapshot,
        "topics": wanted,
        "below": [f"{topic}/%" for topic in wanted or ()],
        "limit": EVENTS_MAX + 1,
    }
    rows = await (await connection.execute(_BETWEEN, parameters)).fetchall()
    return [Event(*row) for row in rows] if len(rows) <= EVENTS_MAX else None
