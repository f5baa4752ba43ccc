"""The list of people: searched, by team, active or not."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person, Team
from floorwalker.foundation.people.reach import teams_in_reach

ROWS_PER_PAGE = 50
ACTIVE, INACTIVE, ALL = "active", "inactive", "all"


@dataclass(frozen=True)
class Search:
    """Whom one looks for; what is empty holds nothing back."""

    words: str = ""
    team_id: int | None = None
    state: str = ACTIVE
    has_account: bool | None = None


@dataclass(frozen=True)
class PersonRow:
    """One person in the list."""

    id: int
    name: str
    team_id: int
    team: str
    employee_number: str
    email: str
    language: str
    language_label: str
    skills: tuple[tuple[str, int], ...]
    inactive_from: date | None
    is_active: bool
    account_id: int | None
    version: int


@dataclass(frozen=True)
class PeoplePage:
    """The people found, a page at a time, and what the reader may do about them."""

    rows: tuple[PersonRow, ...]
    page_obj: Page[Person]
    search: Search
    may_add: bool
    may_invite: bool

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something was looked for."""
        return self.search != Search()


def people_page(actor: Actor, *, search: Search, number: str, today: date) -> PeoplePage:
    """Return the people in the actor's teams who are looked for, by name."""
    found = _found(actor, search, today=today).order_by("name", "pk")
    page_obj = Paginator(found, ROWS_PER_PAGE).get_page(number)
    return PeoplePage(
        rows=tuple(person_row(person, today=today) for person in page_obj),
        page_obj=page_obj,
        search=search,
        may_add=actor.may("change_people"),
        may_invite=actor.may("manage_accounts"),
    )


def people_after(
    actor: Actor, *, search: Search, after_id: int | None, count: int, today: date
) -> list[PersonRow]:
    """Return the people found whose number follows, in the order of their numbers."""
    found = _found(actor, search, today=today).order_by("pk")
    if after_id is not None:
        found = found.filter(pk__gt=after_id)
    return [person_row(person, today=today) for person in found[:count]]


def team_choices(actor: Actor, permission: str) -> tuple[tuple[int, str], ...]:
    """Return the teams where the actor may do this; with several sites each says its site."""
    teams = list(
        teams_in_reach(actor, permission).select_related("site").order_by("site__name", "name")
    )
    is_one_site = len({team.site_id for team in teams}) == 1
    return tuple((team.pk, team.name if is_one_site else _named(team)) for team in teams)


def person_row(person: Person, *, today: date) -> PersonRow:
    """Return a person as a row; related rows are prefetched where there are many."""
    account = getattr(person, "user", None)
    held = sorted((held.skill.name, held.level) for held in person.person_skills.all())
    return PersonRow(
        id=person.pk,
        name=person.name,
        team_id=person.team_id,
        team=person.team.name,
        employee_number=person.employee_number,
        email=person.email,
        language=person.language,
        language_label=str(person.get_language_display()),
        skills=tuple(held),
        inactive_from=person.inactive_from,
        is_active=person.is_active_on(today),
        account_id=account.pk if account else None,
        version=person.version,
    )


def _found(actor: Actor, search: Search, *, today: date) -> QuerySet[Person]:
    actor.require("see_people")
    people = Person.objects.filter(team__in=teams_in_reach(actor, "see_people"))
    if search.state == ACTIVE:
        people = people.filter(pk__in=Person.objects.active_on(today).values("pk"))
    if search.state == INACTIVE:
        people = people.filter(inactive_from__lte=today)
    if search.team_id is not None:
        people = people.filter(team=search.team_id)
    if search.has_account is not None:
        people = people.filter(user__isnull=not search.has_account)
    for word in search.words.split():
        people = people.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(employee_number__icontains=word)
            | Q(team__name__icontains=word)
        )
    return people.select_related("team__site", "user").prefetch_related("person_skills__skill")


def _named(team: Team) -> str:
    return f"{team.site.name} · {team.name}"
