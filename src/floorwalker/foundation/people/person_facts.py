"""All that is known of a person, as one value.

The form shows it, the action writes it, the audit record tells what changed of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from floorwalker.foundation.people.choices import Language, Weekday
from floorwalker.foundation.people.models import Contract, Person

MINUTES_PER_DAY = 1440


@dataclass(frozen=True)
class ContractFacts:
    """What was agreed about working time; the defaults are those of the table."""

    week_hours_min: Decimal = Decimal(0)
    week_hours_max: Decimal = Decimal(40)
    day_hours_min: Decimal = Decimal(4)
    day_hours_max: Decimal = Decimal(9)
    days_per_week_max: int = 5
    consecutive_days_max: int = 6
    rest_hours_min: Decimal = Decimal(11)


@dataclass(frozen=True)
class Window:
    """When a person may work on a weekday; `until_minute` may pass midnight."""

    weekday: int
    from_minute: int
    until_minute: int

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends}"

    @property
    def starts(self) -> str:
        """When it begins, on the clock."""
        return _clock(self.from_minute)

    @property
    def ends(self) -> str:
        """When it ends, on the clock of that day or the next."""
        return _clock(self.until_minute)

    @property
    def ends_next_day(self) -> bool:
        """Tell whether it passes midnight."""
        return self.until_minute > MINUTES_PER_DAY


@dataclass(frozen=True)
class PersonFacts:
    """A person: skills by name with their level; no window at all means any time."""

    name: str
    employee_number: str
    team_id: int
    email: str = ""
    language: str = Language.ENGLISH.value
    skills: tuple[tuple[str, int], ...] = ()
    contract: ContractFacts = ContractFacts()
    availability: tuple[Window, ...] = ()


def facts_of(person: Person) -> PersonFacts:
    """Return what is stored of a person."""
    skills = sorted((held.skill.name, held.level) for held in person.person_skills.all())
    return PersonFacts(
        name=person.name,
        employee_number=person.employee_number,
        team_id=person.team_id,
        email=person.email,
        language=person.language,
        skills=tuple(skills),
        contract=_contract_of(person),
        availability=tuple(
            Window(row.weekday, row.from_minute, row.until_minute)
            for row in person.availabilities.order_by("weekday")
        ),
    )


def told(facts: PersonFacts, *, team: str) -> dict[str, object]:
    """Return the facts as an audit record tells them."""
    hours = {name: _number(value) for name, value in vars(facts.contract).items()}
    return {
        "name": facts.name,
        "employee_number": facts.employee_number,
        "team": team,
        "email": facts.email,
        "language": facts.language,
        "skills": dict(sorted(facts.skills)),
        "contract": hours,
        "availability": {Weekday(w.weekday).name.lower(): str(w) for w in facts.availability},
    }


def differing(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return of both only what is not the same."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _contract_of(person: Person) -> ContractFacts:
    kept = Contract.objects.filter(person=person).first()
    if kept is None:
        return ContractFacts()
    return ContractFacts(**{name: getattr(kept, name) for name in vars(ContractFacts())})


def _number(value: Decimal | int) -> float | int:
    return value if isinstance(value, int) else float(value)


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
    return f"{hours:02}:{minutes:02}"
