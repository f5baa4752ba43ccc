"""Days that a planner marks by hand, as the engine takes them: one entry for each date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SpecialKind(StrEnum):
    """What is to be done about a special day.

    `exclude`: nothing is learned from it once it is past. `adjust`: it brings more or fewer
    contacts than such a day usually does. `closed`: no contact is expected, and an empty past day
    is no evidence of a quiet queue.
    """

    EXCLUDE = "exclude"
    ADJUST = "adjust"
    CLOSED = "closed"


@dataclass(frozen=True)
class SpecialDay:
    """One date, past or coming.

    Attributes:
        day: the local date.
        kind: what to do about it.
        name: what repeats of the same kind of day share, such as "Statement day".
        factor: of an `adjust`: the planner's own, on top of what else is expected; or None, to
            learn it from past days of the same name.
    """

    day: date
    kind: SpecialKind
    name: str = ""
    factor: float | None = None

    @property
    def is_learned(self) -> bool:
        """Whether past days of the same name tell its effect."""
        return self.kind is SpecialKind.ADJUST and self.factor is None
