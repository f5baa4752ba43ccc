"""The list of people: searched, by team, active or not."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person, Team
from floorwalker.foundation.people.reach import teams_in_reach
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase

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

    @property
    def team_name(self) -> str:
        """The same as `team`, which in the address is the number of one."""
        return self.team

    @property
    def skills_said(self) -> tuple[str, ...]:
        """Each skill with its level."""
        return tuple(f"{name} {level}" for name, level in self.skills)

    @property
    def state_label(self) -> str:
        """Whether the person is active; from when not any more."""
        if not self.is_active:
            return _("inactive")
        if self.inactive_from is None:
            return _("active")
        day = date_format(self.inactive_from, "SHORT_DATE_FORMAT")
        return _("leaves on %(day)s") % {"day": day}

    @property
    def tone(self) -> str:
        """The kind of badge for that."""
        if not self.is_active:
            return ""
        return "warn" if self.inactive_from else "good"

    @property
    def account_label(self) -> str:
        """Whether the person can sign in."""
        return _("yes") if self.account_id else _("no")


@dataclass(frozen=True)
class PeoplePage:
    """The people in reach, the teams they are of, and what the reader may do about them."""

    rows: Rows
    teams: tuple[tuple[int, str], ...]
    has_people: bool
    may_add: bool
    may_invite: bool


def people_page(actor: Actor, *, today: date) -> PeoplePage:
    """Return the people in the actor's teams, active or not."""
    people = _in_reach(actor)
    left = When(inactive_from__lte=today, then=Value(INACTIVE))
    state = Case(left, default=Value(ACTIVE), output_field=CharField())
    fields = {
        "team_name": "team__name",
        "language_label": "language",
        "state_label": "inactive_from",
    }
    return PeoplePage(
        rows=RowsInDatabase(
            people.annotate(state=state), lambda person: person_row(person, today=today), fields
        ),
        teams=team_choices(actor, "see_people"),
        has_people=people.exists(),
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


def _in_reach(actor: Actor) -> QuerySet[Person]:
    actor.require("see_people")
    people = Person.objects.filter(team__in=teams_in_reach(actor, "see_people"))
    return people.select_related("team__site", "user").prefetch_related("person_skills__skill")


def _found(actor: Actor, search: Search, *, today: date) -> QuerySet[Person]:
    people = _in_reach(actor)
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
    return people


def _named(team: Team) -> str:
    return f"{team.site.name} · {team.name}"
