"""Accounts: all that the pages show and do, save what opens an account (decision 0014)."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.accounts_pages import (
    AccountRow,
    account_page,
    accounts_after,
    permissions_page,
)
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actions.create_account import create_account
from floorwalker.foundation.accounts.actions.give_role import give_role
from floorwalker.foundation.accounts.actions.invite_account import invite_account
from floorwalker.foundation.accounts.actions.invite_people import PEOPLE_MAX, invite_people
from floorwalker.foundation.accounts.actions.reopen_account import reopen_account
from floorwalker.foundation.accounts.actions.take_role import take_role
from floorwalker.foundation.accounts.actions.withdraw_invitation import withdraw_invitation
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.invitation_mail import deliver, require_mail
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, Where, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Id, Sent, Text
from floorwalker.foundation.people.choices import Language

router = ApiRouter(tags=["accounts"])


class AccountRowOut(Schema):
    """One account in the list; `invited_until` while nobody has signed in with it."""

    id: int
    name: str
    email: str
    language: str
    person_id: int | None
    is_active: bool
    is_unused: bool
    invited_until: datetime | None
    last_sign_in_at: datetime | None
    has_second_factor: bool


class RoleOut(Schema):
    """A role that an account holds: everywhere, at a site, or for a team of it."""

    id: int
    role: str
    site_id: int | None
    team_id: int | None


class AccountOut(AccountRowOut):
    """One account with its roles."""

    roles: list[RoleOut]


class PermissionOut(Schema):
    """A deed, the roles that may do it, and whether the token's person may, anywhere."""

    permission: str
    deed: str
    roles: list[str]
    may: bool
    why: str


class PermissionsOut(Schema):
    """Who may do what."""

    permissions: list[PermissionOut]


class InvitedOut(Schema):
    """New accounts; without a job no mail goes out: someone on the page hands the links over."""

    account_ids: list[int]
    job_id: int | None


class GrantIn(Sent):
    """A role and its place: neither site nor team means everywhere."""

    role: Role
    site_id: Id | None = None
    team_id: Id | None = None


class AccountIn(Sent):
    """A new account; its person is invited by mail, if the site can send any."""

    name: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]
    email: Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=254)]
    language: Language = Language.ENGLISH
    roles: list[GrantIn] = Field(min_length=1, max_length=20)
    person_id: Id | None = None


class PeopleIn(Sent):
    """People who get an account each, and the role that each holds for the own team."""

    person_ids: list[Id] = Field(min_length=1, max_length=PEOPLE_MAX)
    role: Role = Role.AGENT


class AccountsWanted(Where):
    """Words of a name or an address."""

    q: Text = ""


@router.read("/accounts", scope=Scope.ACCOUNTS_READ, answer=Page[AccountRowOut])
def list_accounts(
    request: ActorRequest, wanted: Annotated[AccountsWanted, Query()]
) -> PageOfRows[AccountRow]:
    """List the accounts within reach."""
    rows = accounts_after(request.actor, words=wanted.q, after_id=wanted.id, count=wanted.limit + 1)
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.read("/accounts/{int:account_id}", scope=Scope.ACCOUNTS_READ, answer=AccountOut)
def get_account(request: ActorRequest, account_id: int) -> dict[str, Any]:
    """Return one account."""
    page = account_page(request.actor, user_id=account_id)
    return {**vars(page.account), "roles": page.roles}


@router.write("/accounts", scope=Scope.ACCOUNTS_WRITE, answer=AccountOut, status=201)
def create_one_account(request: ActorRequest, body: AccountIn) -> dict[str, Any]:
    """Create an account. The link to choose a password goes out by mail, never to a token."""
    user = create_account(
        request.actor,
        email=body.email,
        name=body.name,
        language=body.language.value,
        grants=[_grant(sent) for sent in body.roles],
        person_id=body.person_id,
        at=clock.now(),
    )
    if settings.CAN_MAIL:
        invite_one_account(request, user.pk)
    return get_account(request, user.pk)


@router.write("/accounts/from-people", scope=Scope.ACCOUNTS_WRITE, answer=InvitedOut, status=201)
def create_accounts_of_people(request: ActorRequest, body: PeopleIn) -> dict[str, Any]:
    """Create accounts for people who have an email and none yet; a job sends the invitations."""
    invited = invite_people(
        request.actor,
        person_ids=body.person_ids,
        role=body.role,
        origin=request.build_absolute_uri("/").rstrip("/"),
        at=clock.now(),
    )
    return {"account_ids": [user.pk for user in invited.users], "job_id": invited.job_id}


@router.write("/accounts/{int:account_id}/invite", scope=Scope.ACCOUNTS_WRITE, answer=AccountOut)
def invite_one_account(request: ActorRequest, account_id: int) -> dict[str, Any]:
    """Invite once more, by mail only."""
    require_mail(request.actor)
    secret = invite_account(request.actor, user_id=account_id, at=clock.now())
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    deliver(account_id, link=link, by_name=request.actor.name)
    return get_account(request, account_id)


@router.write(
    "/accounts/{int:account_id}/withdraw-invitation",
    scope=Scope.ACCOUNTS_WRITE,
    answer=AccountOut,
)
def withdraw_one_invitation(request: ActorRequest, account_id: int) -> dict[str, Any]:
    """Withdraw an invitation: its link works no longer."""
    withdraw_invitation(request.actor, user_id=account_id, at=clock.now())
    return get_account(request, account_id)


@router.write("/accounts/{int:account_id}/close", scope=Scope.ACCOUNTS_WRITE, answer=AccountOut)
def close_one_account(request: ActorRequest, account_id: int) -> dict[str, Any]:
    """Close an account: its sessions and tokens end at once; its history stays."""
    close_account(request.actor, user_id=account_id, at=clock.now())
    return get_account(request, account_id)


@router.write("/accounts/{int:account_id}/reopen", scope=Scope.ACCOUNTS_WRITE, answer=AccountOut)
def reopen_one_account(request: ActorRequest, account_id: int) -> dict[str, Any]:
    """Open a closed account again, with the roles it had."""
    reopen_account(request.actor, user_id=account_id, at=clock.now())
    return get_account(request, account_id)


@router.write("/accounts/{int:account_id}/roles", scope=Scope.ACCOUNTS_WRITE, answer=AccountOut)
def give_one_role(request: ActorRequest, account_id: int, body: GrantIn) -> dict[str, Any]:
    """Give a role; one that is held already changes nothing."""
    give_role(request.actor, user_id=account_id, grant=_grant(body), at=clock.now())
    return get_account(request, account_id)


@router.write(
    "/accounts/{int:account_id}/roles/{int:assignment_id}",
    scope=Scope.ACCOUNTS_WRITE,
    answer=None,
    status=204,
    method="DELETE",
)
def take_one_role(request: ActorRequest, account_id: int, assignment_id: int) -> None:
    """Take a role away; an account that holds no other at your site is then out of reach."""
    take_role(request.actor, user_id=account_id, assignment_id=assignment_id, at=clock.now())


@router.read("/permissions", scope=Scope.ACCOUNTS_READ, answer=PermissionsOut)
def list_permissions(request: ActorRequest) -> dict[str, Any]:
    """Return who may do what."""
    rows = permissions_page(request.actor).rows
    return {
        "permissions": [
            {
                "permission": row.permission,
                "deed": row.deed,
                "roles": row.allowed,
                "may": row.own.may,
                "why": row.own.sentence,
            }
            for row in rows
        ]
    }


def _grant(sent: GrantIn) -> Grant:
    return Grant(sent.role, sent.site_id, sent.team_id)
