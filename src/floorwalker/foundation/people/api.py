"""People and teams: all that the pages show and do."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.timezone import localdate
from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import zone_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import (
    Page,
    PageOfRows,
    PageWanted,
    Where,
    page_after,
    page_of,
)
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Flag, Id, Name, Number, Sent, Text, Whole
from floorwalker.foundation.people.actions.add_person import add_person
from floorwalker.foundation.people.actions.add_team import add_team
from floorwalker.foundation.people.actions.change_person import change_person
from floorwalker.foundation.people.actions.deactivate_person import deactivate_person
from floorwalker.foundation.people.actions.reactivate_person import reactivate_person
from floorwalker.foundation.people.actions.rename_team import rename_team
from floorwalker.foundation.people.choices import Language
from floorwalker.foundation.people.person_facts import ContractFacts, PersonFacts, Window
from floorwalker.foundation.people.queries.people_list import (
    ACTIVE,
    ALL,
    INACTIVE,
    PersonRow,
    Search,
    people_after,
)
from floorwalker.foundation.people.queries.person_pages import PersonPage, person_page
from floorwalker.foundation.people.queries.teams import TeamRow, team_row, teams_page

router = ApiRouter(tags=["people"])

LongText = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]
Hours = Annotated[Number, Field(ge=0, le=168)]


class PersonRowOut(Schema):
    """One person in the list."""

    id: int
    version: int
    name: str
    team_id: int
    team: str
    employee_number: str
    email: str
    language: str
    inactive_from: date | None
    is_active: bool
    account_id: int | None


class SkillOut(Schema):
    """Something a person can do: 1 (learning) to 5 (expert)."""

    name: str
    level: int


class ContractOut(Schema):
    """What was agreed about working time; week hours are paid, day hours the length of a shift."""

    week_hours_min: float
    week_hours_max: float
    day_hours_min: float
    day_hours_max: float
    days_per_week_max: int
    consecutive_days_max: int
    rest_hours_min: float


class WindowOut(Schema):
    """When a person may work on a weekday (Monday is 0), in minutes of that day's clock."""

    weekday: int
    from_minute: int
    until_minute: int


class UpcomingOut(Schema):
    """Shifts that a roster still has for the person, from today or the day of leaving on."""

    title: str
    state: str
    shifts: int


class PersonOut(PersonRowOut):
    """One person; no window at all means that they may work at any time."""

    skills: list[SkillOut]
    contract: ContractOut
    availability: list[WindowOut]
    upcoming: list[UpcomingOut]


class TeamOut(Schema):
    """One team, and how many active people it has."""

    id: int
    name: str
    site_id: int
    site: str
    people: int


class SkillIn(Sent):
    """A skill by its name; one that the site does not know yet is added to it."""

    name: Name
    level: Annotated[Whole, Field(ge=1, le=5)]


class ContractIn(Sent):
    """What was agreed about working time."""

    week_hours_min: Hours = 0
    week_hours_max: Hours = 40
    day_hours_min: Hours = 4
    day_hours_max: Hours = 9
    days_per_week_max: Whole = 5
    consecutive_days_max: Whole = 6
    rest_hours_min: Hours = 11


class WindowIn(Sent):
    """When a person may work on a weekday; an end after 1440 lies on the next day."""

    weekday: Annotated[Whole, Field(ge=0, le=6)]
    from_minute: Annotated[Whole, Field(ge=0, le=1439)]
    until_minute: Annotated[Whole, Field(ge=1, le=2160)]


class PersonIn(Sent):
    """Everything that is known of a person."""

    name: LongText
    employee_number: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=50)]
    team_id: Id
    email: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=254)] = ""
    language: Language = Language.ENGLISH
    skills: list[SkillIn] = Field(default_factory=list, max_length=100)
    contract: ContractIn = ContractIn()
    availability: list[WindowIn] = Field(default_factory=list, max_length=7)


class PersonChangeIn(PersonIn):
    """Everything that is known of a person, and the version that was seen."""

    version: Id


class LeavingIn(Sent):
    """From which day on a person is inactive, and whether the account closes on that day."""

    version: Id
    from_day: Day
    closes_account: Flag = False


class ReturnIn(Sent):
    """The version of the person that was seen."""

    version: Id


class TeamIn(Sent):
    """A new team."""

    site_id: Id
    name: LongText


class TeamNameIn(Sent):
    """Another name."""

    name: LongText


class PeopleWanted(Where):
    """Whom one looks for: words of the name, number, email or team."""

    q: Text = ""
    team_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    state: Annotated[str, Field(pattern=f"^({ACTIVE}|{INACTIVE}|{ALL})$")] = ACTIVE
    has_account: bool | None = None


@router.read("/people", scope=Scope.PEOPLE_READ, answer=Page[PersonRowOut])
def list_people(
    request: ActorRequest, wanted: Annotated[PeopleWanted, Query()]
) -> PageOfRows[PersonRow]:
    """List the people of one's teams."""
    rows = people_after(
        request.actor,
        search=Search(wanted.q, wanted.team_id, wanted.state, wanted.has_account),
        after_id=wanted.id,
        count=wanted.limit + 1,
        today=_today(request),
    )
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.read("/people/{int:person_id}", scope=Scope.PEOPLE_READ, answer=PersonOut)
def get_person(request: ActorRequest, person_id: int) -> PersonOut:
    """Return one person."""
    return _answer(person_page(request.actor, person_id=person_id, today=_today(request)))


@router.write("/people", scope=Scope.PEOPLE_WRITE, answer=PersonOut, status=201)
def add_one_person(request: ActorRequest, body: PersonIn) -> PersonOut:
    """Add a person."""
    person = add_person(request.actor, facts=_facts(body), at=clock.now())
    return get_person(request, person.pk)


@router.write("/people/{int:person_id}", scope=Scope.PEOPLE_WRITE, answer=PersonOut, method="PUT")
def change_one_person(request: ActorRequest, person_id: int, body: PersonChangeIn) -> PersonOut:
    """Say anew all that is known of a person."""
    change_person(
        request.actor,
        person_id=person_id,
        version=body.version,
        facts=_facts(body),
        at=clock.now(),
    )
    return get_person(request, person_id)


@router.write("/people/{int:person_id}/deactivate", scope=Scope.PEOPLE_WRITE, answer=PersonOut)
def deactivate_one_person(request: ActorRequest, person_id: int, body: LeavingIn) -> PersonOut:
    """Leave a person out from a day on; closing the account takes `accounts:write` too."""
    deactivate_person(request.actor, person_id=person_id, at=clock.now(), **body.model_dump())
    return get_person(request, person_id)


@router.write("/people/{int:person_id}/reactivate", scope=Scope.PEOPLE_WRITE, answer=PersonOut)
def reactivate_one_person(request: ActorRequest, person_id: int, body: ReturnIn) -> PersonOut:
    """Take a person's leaving back; an account that closed stays closed."""
    reactivate_person(request.actor, person_id=person_id, version=body.version, at=clock.now())
    return get_person(request, person_id)


@router.read("/teams", scope=Scope.PEOPLE_READ, answer=Page[TeamOut])
def list_teams(request: ActorRequest, wanted: PageWanted) -> PageOfRows[TeamRow]:
    """List one's teams."""
    rows = teams_page(request.actor, today=_today(request)).rows
    return page_after(rows, wanted, key=lambda row: row.id)


@router.write("/teams", scope=Scope.PEOPLE_WRITE, answer=TeamOut, status=201)
def add_one_team(request: ActorRequest, body: TeamIn) -> TeamRow:
    """Add a team."""
    team = add_team(request.actor, site_id=body.site_id, name=body.name, at=clock.now())
    return team_row(request.actor, team_id=team.pk, today=_today(request))


@router.write("/teams/{int:team_id}", scope=Scope.PEOPLE_WRITE, answer=TeamOut, method="PUT")
def rename_one_team(request: ActorRequest, team_id: int, body: TeamNameIn) -> TeamRow:
    """Give a team another name."""
    rename_team(request.actor, team_id=team_id, name=body.name, at=clock.now())
    return team_row(request.actor, team_id=team_id, today=_today(request))


def _answer(page: PersonPage) -> PersonOut:
    row = {name: value for name, value in vars(page.person).items() if name != "skills"}
    return PersonOut(
        **row,
        skills=[SkillOut(name=name, level=level) for name, level in page.facts.skills],
        contract=ContractOut(**vars(page.facts.contract)),
        availability=[WindowOut(**vars(window)) for window in page.facts.availability],
        upcoming=[UpcomingOut(**vars(plan)) for plan in page.upcoming],
    )


def _facts(body: PersonIn) -> PersonFacts:
    agreed: dict[str, Any] = {
        name: value if "days" in name else _hours(value)
        for name, value in body.contract.model_dump().items()
    }
    return PersonFacts(
        name=body.name.strip(),
        employee_number=body.employee_number.strip(),
        team_id=body.team_id,
        email=body.email.strip(),
        language=body.language.value,
        skills=tuple((skill.name.strip(), skill.level) for skill in body.skills),
        contract=ContractFacts(**agreed),
        availability=tuple(Window(**window.model_dump()) for window in body.availability),
    )


def _hours(value: float) -> Decimal:
    """Return hours as they are stored: to the hundredth."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _today(request: ActorRequest) -> date:
    """Return the day on the clock of the actor's site."""
    return localdate(clock.now(), zone_of(request.actor))
