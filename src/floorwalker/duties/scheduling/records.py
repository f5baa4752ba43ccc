"""What scheduling asks of a file of lost time, free of any file format and of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LostTimeRow:
    """Paid time lost on one day: of a person (number or name), of a team, or of the whole site.

    `where` names the line, for refusals.
    """

    where: str
    day: date
    cause: str
    seconds: int
    known_on: date
    person: str
    team: str


@dataclass(frozen=True)
class LostTimeFile:
    """What a file tells: losses, and the paid time of days of which it tells that."""

    losses: tuple[LostTimeRow, ...]
    paid_seconds: Mapping[date, int]
