"""Reads about accounts."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import Passkey, RoleAssignment, User
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


def actor_of(user: User) -> Actor:
    """Return the actor a signed-in user is, with every role they hold."""
    grants = tuple(
        Grant(Role(held.role), site_id=held.site_id, team_id=held.team_id)
        for held in user.role_assignments.all()
    )
    return Actor(name=user.name, user_id=user.pk, person_id=user.person_id, grants=grants)


def has_accounts() -> bool:
    """Tell whether anybody could sign in at all."""
    return User.objects.exists()


def has_site() -> bool:
    """Tell whether there is a site, which an import makes too."""
    return Site.objects.exists()


def has_passkeys(user_id: int) -> bool:
    """Tell whether the account has any passkey."""
    return Passkey.objects.filter(user_id=user_id).exists()


def passkeys_of(user: User) -> tuple[PasskeyRow, ...]:
    """Return the account's passkeys, oldest first."""
    return tuple(
        PasskeyRow(key.pk, key.name, key.created_at, key.used_at) for key in user.passkeys.all()
    )


def first_site(actor: Actor) -> Site | None:
    """Return the site an actor works at: their role's site, else the organisation's first."""
    held = [grant.site_id for grant in actor.grants if grant.site_id is not None]
    sites = Site.objects.order_by("pk")
    return (sites.filter(pk__in=held) if held else sites).first()


def site_of(actor: Actor) -> Site:
    """Return the site an actor works at.

    Raises:
        NotFoundError: there is no site yet.
    """
    site = first_site(actor)
    if site is None:
        raise NotFoundError(
            _("there is no site yet."),
            next_step=_("Run `floorwalker import` on your agents' file."),
        )
    return site


def zone_of(actor: Actor) -> ZoneInfo | None:
    """Return the clock of the site an actor works at; none before there is a site."""
    site = first_site(actor)
    return site.tzinfo if site else None


def active_users_who_may(permission: str, *, site_id: int) -> QuerySet[User]:
    """Return the accounts that are open and may do this at the site, as `Actor.may` says it."""
    roles = RoleAssignment.objects.filter(role__in=PERMISSIONS[permission])
    there = roles.filter(Q(site=None) | Q(site=site_id))
    return User.objects.filter(pk__in=there.values("user"), is_active=True).order_by("pk")


def active_user(user_id: int) -> User | None:
    """Return the account, unless it is closed."""
    return User.objects.filter(pk=user_id, is_active=True).first()
