"""Give many people accounts at once: those who have an email and no account yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actions.create_account import create_account
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.actions.start_job import start_job
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import teams_in_reach

PEOPLE_MAX = 500


@dataclass(frozen=True)
class Link:
    """A new account, and the secret of its invitation, to be handed over."""

    user: User
    secret: str


@dataclass(frozen=True)
class InvitedPeople:
    """The new accounts; their links go out by a job, or are handed over, or wait (API)."""

    users: tuple[User, ...]
    links: tuple[Link, ...] = ()
    job_id: int | None = None


def invite_people(
    actor: Actor, *, person_ids: Sequence[int], role: Role, origin: str, at: datetime
) -> InvitedPeople:
    """Create the accounts, each with the role for the person's own team, and invite.

    Without a mail server the links come back once, but never to an API token.

    Raises:
        NotPermittedError: the actor may not give this role for one of the teams.
        BadInputError: nobody or too many are chosen, or somebody is out of reach, has left, has no
            email, or has an account.
    """
    actor.require("manage_accounts")
    with transaction.atomic():
        people = _people(actor, person_ids)
        users = tuple(_created(actor, person, role=role, at=at) for person in people)
        if settings.CAN_MAIL:
            ids = [user.pk for user in users]
            arguments: dict[str, object] = {"user_ids": ids, "origin": origin}
            site_id = people[0].team.site_id
            job = start_job(actor, "send_invitations", arguments=arguments, site_id=site_id, at=at)
            return InvitedPeople(users, job_id=job.pk)
        if actor.reach is not None:
            return InvitedPeople(users)
        links = tuple(Link(u, invite_account(actor, user_id=u.pk, at=at)) for u in users)
    return InvitedPeople(users, links)


def _people(actor: Actor, person_ids: Sequence[int]) -> list[Person]:
    wanted = set(person_ids)
    if not 0 < len(wanted) <= PEOPLE_MAX:
        raise BadInputError(
            _("choose 1 to %(most)s people.") % {"most": PEOPLE_MAX}, where="people"
        )
    people = list(
        Person.objects.filter(
            pk__in=wanted, team__in=teams_in_reach(actor, "manage_accounts"), user=None
        )
        .exclude(email="")
        .select_related("team")
        .order_by("name", "pk")
    )
    if len(people) < len(wanted):
        raise BadInputError(
            _("somebody chosen has an account already, no email, or is not at your site."),
            where="people",
            next_step=_("Open the page again and choose anew."),
        )
    return people


def _created(actor: Actor, person: Person, *, role: Role, at: datetime) -> User:
    grant = Grant(role, person.team.site_id, person.team_id)
    return create_account(
        actor,
        email=person.email,
        name=person.name,
        language=person.language,
        grants=[grant],
        person_id=person.pk,
        at=at,
    )
