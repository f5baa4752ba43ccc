"""One person, as a page to read, a form to fill in, or the question of their leaving."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.reach import may_manage
from floorwalker.foundation.people.choices import Weekday
from floorwalker.foundation.people.models import Person, Skill
from floorwalker.foundation.people.person_facts import PersonFacts, Window, facts_of
from floorwalker.foundation.people.queries.people_list import PersonRow, person_row, team_choices
from floorwalker.foundation.people.reach import person_in_reach
from floorwalker.foundation.people.upcoming import Upcoming, upcoming_of


@dataclass(frozen=True)
class Account:
    """The account behind a person, as far as it concerns the people pages."""

    id: int
    email: str
    is_active: bool
    may_see: bool
    may_close: bool


@dataclass(frozen=True)
class PersonPage:
    """One person: everything that is known, and what the reader may do."""

    person: PersonRow
    facts: PersonFacts
    contract: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, str], ...]
    upcoming: tuple[Upcoming, ...]
    shifts_left: int
    account: Account | None
    may_change: bool
    may_invite: bool
    may_see_audit: bool
    is_leaving: bool


@dataclass(frozen=True)
class PersonForm:
    """What the form about a person is made of; `person` is `None` while one is added."""

    person: PersonRow | None
    facts: PersonFacts | None
    teams: tuple[tuple[int, str], ...]
    skills: tuple[str, ...]


def person_page(actor: Actor, *, person_id: int, today: date) -> PersonPage:
    """Return one person.

    Raises:
        NotFoundError: there is none in the actor's teams.
    """
    person = person_in_reach(actor, person_id)
    facts = facts_of(person)
    place = {"site_id": person.team.site_id, "team_id": person.team_id}
    upcoming = upcoming_of(person.pk, since=max(today, person.inactive_from or today))
    account = _account(actor, person)
    return PersonPage(
        person=person_row(person, today=today),
        facts=facts,
        contract=_contract(facts),
        hours=_hours(facts.availability),
        upcoming=upcoming,
        shifts_left=sum(plan.shifts for plan in upcoming),
        account=account,
        may_change=actor.may("change_people", **place),
        may_invite=account is None and actor.may("manage_accounts", **place),
        may_see_audit=actor.may("see_audit", site_id=person.team.site_id),
        is_leaving=person.inactive_from is not None,
    )


def person_form(actor: Actor, *, person_id: int | None) -> PersonForm:
    """Return what the form needs, filled with the person or empty.

    Raises:
        NotFoundError: there is no such person in the actor's teams.
        NotPermittedError: the actor may add nobody, or not change this person.
    """
    teams = team_choices(actor, "change_people")
    if person_id is None:
        actor.require("change_people")
        known = Skill.objects.filter(site__teams__in=[pk for pk, _name in teams])
        return PersonForm(None, None, teams, _names(known))
    person = person_in_reach(actor, person_id)
    actor.require("change_people", site_id=person.team.site_id, team_id=person.team_id)
    of_site = set(person.team.site.teams.values_list("pk", flat=True))
    return PersonForm(
        person=person_row(person, today=date.min),
        facts=facts_of(person),
        teams=tuple((pk, name) for pk, name in teams if pk in of_site),
        skills=_names(Skill.objects.filter(site=person.team.site_id)),
    )


def _names(skills: QuerySet[Skill]) -> tuple[str, ...]:
    return tuple(sorted(set(skills.values_list("name", flat=True))))


def _account(actor: Actor, person: Person) -> Account | None:
    user: User | None = getattr(person, "user", None)
    if user is None:
        return None
    may_close = actor.may("manage_accounts") and may_manage(actor, user)
    return Account(
        id=user.pk,
        email=user.email,
        is_active=user.is_active,
        may_see=actor.may("see_accounts", site_id=person.team.site_id),
        may_close=may_close and user.pk != actor.user_id,
    )


def _contract(facts: PersonFacts) -> tuple[tuple[str, str], ...]:
    agreed = facts.contract
    return (
        (_("Paid hours in a week"), _span(agreed.week_hours_min, agreed.week_hours_max)),
        (_("Length of a shift"), _span(agreed.day_hours_min, agreed.day_hours_max)),
        (_("Days in a week, at most"), str(agreed.days_per_week_max)),
        (_("Days in a row, at most"), str(agreed.consecutive_days_max)),
        (
            _("Rest between shifts, at least"),
            _("%(hours)s\u00a0h") % {"hours": _h(agreed.rest_hours_min)},
        ),
    )


def _span(least: object, most: object) -> str:
    return _("%(least)s to %(most)s\u00a0h") % {"least": _h(least), "most": _h(most)}


def _h(hours: object) -> str:
    return number_format(f"{float(str(hours)):.10g}")


def _hours(windows: tuple[Window, ...]) -> tuple[tuple[str, str], ...]:
    """Return each weekday with its window, in words."""
    if not windows:
        return ((_("Every day"), _("any time")),)
    of_day = {window.weekday: window for window in windows}
    return tuple(
        (str(day.label), _window(of_day[day]) if day in of_day else _("not at all"))
        for day in Weekday
    )


def _window(window: Window) -> str:
    values = {"start": window.starts, "end": window.ends}
    if window.ends_next_day:
        return _("%(start)s to %(end)s of the next day") % values
    return pgettext("times of day", "%(start)s to %(end)s") % values
