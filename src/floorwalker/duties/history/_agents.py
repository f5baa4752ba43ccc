"""Write the people of an agents file: teams, persons, skills, contracts, availability."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from floorwalker.duties.history.records import AgentRow
from floorwalker.foundation.people.choices import Language
from floorwalker.foundation.people.models import (
    Availability,
    Contract,
    Person,
    PersonSkill,
    Site,
    Skill,
    Team,
)

TEAM_DEFAULT = "Team"
LANGUAGE_LEVEL = 4

_FRENCH = ("fr", "français", "francais", "french")


@dataclass(frozen=True)
class MergedAgents:
    """What the agents file changed."""

    people_added: int
    people_known: int
    teams_created: tuple[str, ...]
    skills_created: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return it in JSON's own types."""
        return {
            "people_added": self.people_added,
            "people_known": self.people_known,
            "teams_created": list(self.teams_created),
            "skills_created": list(self.skills_created),
        }


def merge_agents(site: Site, rows: Sequence[AgentRow]) -> MergedAgents:
    """Add new people and bring known ones (same e-mail, or same name without one) up to date.

    Whoever was deactivated stays so: a file tells what it knew, a person decides.
    """
    teams, teams_created = _teams(site, rows)
    skills, skills_created = _skills(site, rows)
    of_site = Person.objects.filter(team__site=site).select_for_update(of=("self",))
    known = {_key(person): person for person in of_site}
    added = 0
    for row in rows:
        person = known.get(row.email or row.name.casefold())
        team = teams[(row.team or TEAM_DEFAULT).casefold()]
        if person is None:
            number = row.email or row.name
            person = Person(employee_number=number[:50], language=_language(row))
            added += 1
        else:
            person.version += 1
        person.name, person.email, person.team = row.name, row.email, team
        person.save()
        known[_key(person)] = person
        _set_skills(person, row, skills=skills)
        _set_contract(person, row)
        _set_availability(person, row)
    return MergedAgents(added, len(rows) - added, teams_created, skills_created)


def _teams(site: Site, rows: Sequence[AgentRow]) -> tuple[dict[str, Team], tuple[str, ...]]:
    by_name = {team.name.casefold(): team for team in Team.objects.filter(site=site)}
    created = []
    for name in sorted({row.team or TEAM_DEFAULT for row in rows}):
        if name.casefold() not in by_name:
            by_name[name.casefold()] = Team.objects.create(site=site, name=name)
            created.append(name)
    return by_name, tuple(created)


def _skills(site: Site, rows: Sequence[AgentRow]) -> tuple[dict[str, Skill], tuple[str, ...]]:
    by_name = {skill.name.casefold(): skill for skill in Skill.objects.filter(site=site)}
    created = []
    for name in sorted({name for row in rows for name, _ in _levels(row)}):
        if name.casefold() not in by_name:
            by_name[name.casefold()] = Skill.objects.create(site=site, name=name)
            created.append(name)
    return by_name, tuple(created)


def _levels(row: AgentRow) -> list[tuple[str, int]]:
    """Return skills with levels; a language is a skill, unless it is listed as one already."""
    told = {name.casefold() for name, _ in row.skills}
    spoken = [name for name in row.languages if name.casefold() not in told]
    return [*row.skills, *((name, LANGUAGE_LEVEL) for name in spoken)]


def _key(person: Person) -> str:
    return person.email.lower() or person.name.casefold()


def _language(row: AgentRow) -> Language:
    first = row.languages[0].casefold() if row.languages else ""
    return Language.FRENCH if first in _FRENCH else Language.ENGLISH


def _set_skills(person: Person, row: AgentRow, *, skills: dict[str, Skill]) -> None:
    levels = {skills[name.casefold()]: level for name, level in _levels(row)}
    if not levels:
        return
    person.person_skills.exclude(skill__in=levels).delete()
    for skill, level in levels.items():
        PersonSkill.objects.update_or_create(person=person, skill=skill, defaults={"level": level})


def _set_contract(person: Person, row: AgentRow) -> None:
    contract = Contract.objects.filter(person=person).first() or Contract(person=person)
    if row.contract_hours_max is not None:
        contract.week_hours_max = Decimal(str(row.contract_hours_max))
    if row.contract_hours_min is not None:
        contract.week_hours_min = Decimal(str(row.contract_hours_min))
    contract.week_hours_min = min(contract.week_hours_min, contract.week_hours_max)
    contract.save()


def _set_availability(person: Person, row: AgentRow) -> None:
    if not row.availability:
        return
    person.availabilities.all().delete()
    Availability.objects.bulk_create(
        Availability(
            person=person,
            weekday=window.weekday,
            from_minute=window.starts_minute,
            until_minute=window.ends_minute,
        )
        for window in row.availability
    )
