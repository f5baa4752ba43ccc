"""How far whoever manages accounts reaches: their own site's, and never above their own role.

Stricter than `Actor.may`, which lets a supervisor of any team plan the whole site: a role is only
given or taken by someone whose own role holds all of the same place. Roles that hold everywhere,
and those of administrators and auditors, belong to administrators.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.errors import NotPermittedError

_ONLY_BY_ADMINS = frozenset({Role.ADMIN, Role.AUDITOR})


def may_give(actor: Actor, grant: Grant) -> bool:
    """Tell whether the actor may give this role there, or take it away."""
    if grant.role in _ONLY_BY_ADMINS or grant.site_id is None:
        return _is_admin_everywhere(actor)
    return any(
        held.site_id is None
        or (held.site_id == grant.site_id and held.team_id in (None, grant.team_id))
        for held in _managing(actor)
    )


def may_manage(actor: Actor, user: User) -> bool:
    """Tell whether the actor may close the account: all that it may do lies within reach."""
    if _is_admin_everywhere(actor):
        return True
    held = [grant_of(assignment) for assignment in user.role_assignments.all()]
    if not held:
        return accounts_in_reach(actor).filter(pk=user.pk).exists()
    return all(may_give(actor, grant) for grant in held)


def require_reach(actor: Actor, user: User) -> None:
    """Refuse whoever may not manage this account.

    Raises:
        NotPermittedError: it does more than the actor may decide about.
    """
    actor.require("manage_accounts")
    if not may_manage(actor, user):
        raise NotPermittedError(
            _("This account also works where you decide nothing."),
            next_step=_("Ask an administrator."),
        )


def accounts_in_reach(actor: Actor) -> QuerySet[User]:
    """Return the accounts that the actor may see: of their sites, or all."""
    managing = _managing(actor)
    if any(grant.site_id is None for grant in managing):
        return User.objects.all()
    sites = [grant.site_id for grant in managing]
    of_sites = Q(role_assignments__site__in=sites) | Q(person__team__site__in=sites)
    return User.objects.filter(pk__in=User.objects.filter(of_sites).values("pk"))


def grant_of(assignment: RoleAssignment) -> Grant:
    """Return a stored role as actors hold it."""
    return Grant(Role(assignment.role), assignment.site_id, assignment.team_id)


def _managing(actor: Actor) -> list[Grant]:
    roles = PERMISSIONS["manage_accounts"]
    return [grant for grant in actor.grants if grant.role in roles]


def _is_admin_everywhere(actor: Actor) -> bool:
    return any(grant.role == Role.ADMIN and grant.site_id is None for grant in actor.grants)
