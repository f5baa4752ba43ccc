"""Lost time as people record it and as files tell it, free of any format and of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from floorwalker.duties.scheduling.choices import LossCause


@dataclass(frozen=True)
class Loss:
    """Paid time lost on a day; without a person and a team, of the whole site."""

    day: date
    cause: LossCause
    seconds: int
    known_on: date
    person_id: int | None = None
    team_id: int | None = None


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
