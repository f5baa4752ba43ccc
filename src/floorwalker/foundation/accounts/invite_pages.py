"""What the pages show on which accounts are made: one, or many at once."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from floorwalker.foundation.accounts.accounts_pages import grants_to_give
from floorwalker.foundation.accounts.actions.invite_people import PEOPLE_MAX
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import person_in_reach, teams_in_reach


@dataclass(frozen=True)
class NewAccountPage:
    """Places for its role, and the person it is made for, if any."""

    grants: tuple[tuple[str, str], ...]
    person: Person | None
    place: str
    can_mail: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody who has an email and no account."""

    id: int
    name: str
    email: str
    team: str


@dataclass(frozen=True)
class InvitePage:
    """Whom one may invite, up to as many as one deed takes."""

    people: tuple[Candidate, ...]
    is_cut: bool
    without_email: int
    can_mail: bool


def new_account_page(actor: Actor, *, person_id: int | None) -> NewAccountPage:
    """Return what a new account is made of.

    Raises:
        NotFoundError: there is no such person in the actor's teams.
    """
    actor.require("manage_accounts")
    person = person_in_reach(actor, person_id) if person_id is not None else None
    place = f"{person.team.site_id}-{person.team_id}" if person else ""
    return NewAccountPage(grants_to_give(actor), person, place, settings.CAN_MAIL)


def invite_page(actor: Actor, *, today: date) -> InvitePage:
    """Return the active people of the actor's sites who have no account."""
    actor.require("manage_accounts")
    teams = teams_in_reach(actor, "manage_accounts")
    waiting = Person.objects.active_on(today).filter(team__in=teams, user=None)
    reachable = (
        waiting.exclude(email="").select_related("team").order_by("team__name", "name", "pk")
    )
    found = list(reachable[: PEOPLE_MAX + 1])
    return InvitePage(
        people=tuple(Candidate(p.pk, p.name, p.email, p.team.name) for p in found[:PEOPLE_MAX]),
        is_cut=len(found) > PEOPLE_MAX,
        without_email=waiting.filter(email="").count(),
        can_mail=settings.CAN_MAIL,
    )
