"""What the pages about accounts show: the list, one account, and who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.choices import AccountState
from floorwalker.foundation.accounts.invitations import is_unused
from floorwalker.foundation.accounts.models import RoleAssignment, SecondFactor, User
from floorwalker.foundation.accounts.permission_words import PERMISSION_WORDS
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.accounts.queries import PasskeyRow, passkeys_of
from floorwalker.foundation.accounts.reach import (
    accounts_in_reach,
    grant_of,
    may_give,
    may_manage,
)
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site, Team
from floorwalker.foundation.ui.tables import Rows, RowsInDatabase

EVERYWHERE = "everywhere"
"""The value that a form sends for a role without a place."""
_TONES = {
    AccountState.OPEN: "good",
    AccountState.INVITED: "info",
    AccountState.NOT_INVITED: "warn",
    AccountState.CLOSED: "bad",
}


@dataclass(frozen=True)
class RoleRow:
    """A role that somebody holds; `may_take` when the reader may take it away."""

    id: int
    role: str
    site_id: int | None
    team_id: int | None
    sentence: str
    may_take: bool


@dataclass(frozen=True)
class AccountRow:
    """One account in the list."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    state: AccountState
    is_active: bool
    last_sign_in_at: datetime | None
    has_second_factor: bool
    is_unused: bool
    invited_until: datetime | None
    person_id: int | None
    language: str

    @property
    def state_label(self) -> str:
        """Whether it is open, and whether its person has come in yet."""
        return str(self.state.label)

    @property
    def tone(self) -> str:
        """The kind of badge for its state."""
        return _TONES[self.state]

    @property
    def codes_label(self) -> str:
        """Whether signing in asks for a code."""
        return _("on") if self.has_second_factor else _("off")


@dataclass(frozen=True)
class AccountsPage:
    """The accounts within reach."""

    rows: Rows
    may_create: bool


@dataclass(frozen=True)
class Reason:
    """Whether somebody may do a deed, and why or why not."""

    deed: str
    may: bool
    sentence: str


@dataclass(frozen=True)
class AccountPage:
    """One account: what it may do and why, and what the reader may change of it."""

    account: AccountRow
    roles: tuple[RoleRow, ...]
    passkeys: tuple[PasskeyRow, ...]
    reasons: tuple[Reason, ...]
    may_manage: bool
    is_own: bool
    may_see_audit: bool
    grants: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeedRow:
    """A deed, a mark for each role, and whether the reader may do it."""

    permission: str
    allowed: tuple[str, ...]
    deed: str
    marks: tuple[tuple[str, bool], ...]
    own: Reason


@dataclass(frozen=True)
class PermissionsPage:
    """Who may do what."""

    roles: tuple[str, ...]
    rows: tuple[DeedRow, ...]
    own_roles: tuple[str, ...]


def accounts_page(actor: Actor) -> AccountsPage:
    """Return the accounts within the actor's reach."""
    actor.require("see_accounts")
    fields = {"has_second_factor": "has_factor", "last_sign_in_at": "last_login"}
    rows = RowsInDatabase(_listed(accounts_in_reach(actor)), _row, fields)
    return AccountsPage(rows, actor.may("manage_accounts"))


def accounts_after(
    actor: Actor, *, words: str, after_id: int | None, count: int
) -> list[AccountRow]:
    """Return the accounts found whose number follows, in the order of their numbers."""
    users = _found(actor, words).order_by("pk")
    if after_id is not None:
        users = users.filter(pk__gt=after_id)
    return [_row(user) for user in users[:count]]


def account_page(actor: Actor, *, user_id: int) -> AccountPage:
    """Return one account.

    Raises:
        NotFoundError: there is none within this actor's reach.
    """
    actor.require("see_accounts")
    user = _listed(accounts_in_reach(actor)).filter(pk=user_id).first()
    if user is None:
        raise NotFoundError(_("there is no such account, or not at your site."))
    held = list(user.role_assignments.all())
    return AccountPage(
        account=_row(user),
        roles=tuple(_role_row(actor, role) for role in held),
        passkeys=passkeys_of(user),
        reasons=_reasons(held),
        may_manage=actor.may("manage_accounts") and may_manage(actor, user),
        is_own=user.pk == actor.user_id,
        may_see_audit=actor.may("see_audit"),
        grants=grants_to_give(actor),
    )


def permissions_page(actor: Actor) -> PermissionsPage:
    """Return the table of roles and deeds, with the reader's own answers beside it."""
    held = list(
        RoleAssignment.objects.filter(user=actor.user_id).select_related("site", "team")
        if actor.user_id
        else ()
    )
    own = {reason.deed: reason for reason in _reasons(held)}
    rows = []
    for permission, roles in PERMISSIONS.items():
        deed = str(PERMISSION_WORDS[permission])
        marks = tuple((str(role.label), role in roles) for role in Role)
        allowed = tuple(role.value for role in Role if role in roles)
        rows.append(DeedRow(permission, allowed, deed, marks, own[deed]))
    return PermissionsPage(
        roles=tuple(str(role.label) for role in Role),
        rows=tuple(rows),
        own_roles=tuple(_sentence(role) for role in held),
    )


def grants_to_give(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the places, as (value of a form, words), where the actor may give some role."""
    if not actor.may("manage_accounts"):
        return ()
    sites = Site.objects.order_by("name")
    teams = Team.objects.select_related("site").order_by("site__name", "name")
    places = [
        (EVERYWHERE, _("everywhere"), Grant(Role.AGENT)),
        *((f"{site.pk}", str(site), Grant(Role.AGENT, site.pk)) for site in sites),
        *(
            (f"{t.site_id}-{t.pk}", f"{t.site} · {t}", Grant(Role.AGENT, t.site_id, t.pk))
            for t in teams
        ),
    ]
    return tuple((value, words) for value, words, grant in places if may_give(actor, grant))


def _role_row(actor: Actor, held: RoleAssignment) -> RoleRow:
    return RoleRow(
        id=held.pk,
        role=held.role,
        site_id=held.site_id,
        team_id=held.team_id,
        sentence=_sentence(held),
        may_take=may_give(actor, grant_of(held)),
    )


def _found(actor: Actor, words: str) -> QuerySet[User]:
    actor.require("see_accounts")
    users = _listed(accounts_in_reach(actor))
    for word in words.split():
        users = users.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return users


def _listed(users: QuerySet[User]) -> QuerySet[User]:
    factor = SecondFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    roles = ("role_assignments__site", "role_assignments__team")
    told = users.annotate(has_factor=Exists(factor), state=_state())
    return told.select_related("invitation").prefetch_related(*roles)


def _state() -> Case:
    has_password = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Case(
        When(is_active=False, then=Value(AccountState.CLOSED)),
        When(Q(last_login__isnull=False) | has_password, then=Value(AccountState.OPEN)),
        When(invitation__isnull=False, then=Value(AccountState.INVITED)),
        default=Value(AccountState.NOT_INVITED),
        output_field=CharField(),
    )


def _row(user: User) -> AccountRow:
    invitation = getattr(user, "invitation", None)
    return AccountRow(
        id=user.pk,
        name=user.name,
        email=user.email,
        roles=tuple(_sentence(role) for role in user.role_assignments.all()),
        state=AccountState(user.state),  # type: ignore[attr-defined]  # annotated in _listed
        is_active=user.is_active,
        last_sign_in_at=user.last_login,
        has_second_factor=user.has_factor,  # type: ignore[attr-defined]  # the same
        is_unused=is_unused(user),
        invited_until=invitation.expires_at if invitation else None,
        person_id=user.person_id,
        language=user.language,
    )


def _sentence(held: RoleAssignment) -> str:
    values = {"role": held.get_role_display(), "site": held.site, "team": held.team}
    if held.site is None:
        return _("%(role)s, everywhere") % values
    if held.team is None:
        return _("%(role)s, site %(site)s") % values
    return _("%(role)s, team %(team)s of %(site)s") % values


def _reasons(held: Iterable[RoleAssignment]) -> tuple[Reason, ...]:
    """Return for each deed the roles that allow it, or those that would."""
    held = tuple(held)
    reasons = []
    for permission, roles in PERMISSIONS.items():
        through = [_sentence(role) for role in held if role.role in roles]
        if through:
            sentence = _("Yes: %(roles)s.") % {"roles": "; ".join(through)}
        else:
            names = ", ".join(str(role.label) for role in Role if role in roles)
            sentence = _("No: it takes one of these roles: %(roles)s.") % {"roles": names}
        reasons.append(Reason(str(PERMISSION_WORDS[permission]), bool(through), sentence))
    return tuple(reasons)
