"""What a column can be: the fields of each kind of file, and which of them it cannot do without."""

from collections.abc import Collection, Mapping

from floorwalker.duties.history.records import FileKind

MOMENT_PARTS = ("time", "date", "clock")
AVAILABILITY = tuple(f"availability_{weekday}" for weekday in range(7))
PER_CONTACT = ("wait_seconds", "outcome", "handle_seconds", "talk_seconds", "agent", "answered_at")
FIELDS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.INTERVALS: (
        *MOMENT_PARTS, "queue", "offered", "answered", "abandoned", "short_abandoned",
        "aht_seconds", "handle_seconds", "talk_seconds", "hold_seconds", "acw_seconds",
        "asa_seconds", "wait_seconds",
    ),
    FileKind.CONTACTS: (
        *MOMENT_PARTS, "queue", "wait_seconds", "outcome", "handle_seconds", "talk_seconds",
        "hold_seconds", "acw_seconds", "agent", "reference", "channel", "answered_at", "ended_at",
    ),
    FileKind.AGENTS: (
        "name", "first_name", "last_name", "email", "team", "skills", "languages",
        "contract_hours_min", "contract_hours_max", "contract_hours", *AVAILABILITY,
    ),
}  # fmt: skip
NEEDED: Mapping[FileKind, tuple[tuple[str, ...], ...]] = {
    FileKind.INTERVALS: (("time", "date"), ("offered",)),
    FileKind.CONTACTS: (("time", "date"), PER_CONTACT),
    FileKind.AGENTS: (("name", "last_name", "email"),),
}
"""Of each group, at least one field needs a column."""


def groups_without_column(
    kind: FileKind, *, columns: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of `NEEDED` that none of these fields serves; empty when all is there."""
    return tuple(group for group in NEEDED[kind] if not set(group) & set(columns))
