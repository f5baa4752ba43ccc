"""How far whoever manages accounts reaches: their own site's, and never above their own role.

Stricter than `Actor.may`, which lets a supervisor of any team plan the whole site: a role is only
given or taken by someone whose own role holds all of the same place. Roles that hold everywhere,
and those of administrators and auditors, belong to administrators, and to no API token of theirs.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.people.models import Site, Team

_ONLY_BY_ADMINS = frozenset({Role.ADMIN, Role.AUDITOR})


def may_give(actor: Actor, grant: Grant) -> bool:
    """Tell whether the actor may give this role there, or take it away."""
    if grant.role in _ONLY_BY_ADMINS or grant.site_id is None:
        return _is_admin_everywhere(actor)
    return any(
        held.site_id is None
        or (held.site_id == grant.site_id and held.team_id in (None, grant.team_id))
        for held in actor.grants_for("manage_accounts")
    )


def may_manage(actor: Actor, user: User) -> bool:
    """Tell whether the actor may close the account: all that it may do lies within reach."""
    if _is_admin_everywhere(actor):
        return True
    held = [grant_of(assignment) for assignment in user.role_assignments.all()]
    if not held:
        return accounts_in_reach(actor, "manage_accounts").filter(pk=user.pk).exists()
    return all(may_give(actor, grant) for grant in held)


def account_to_change(actor: Actor, user_id: int) -> User:
    """Return an account that the actor may see, locked until the transaction ends.

    Raises:
        NotPermittedError: the actor manages no accounts.
        NotFoundError: there is none within the actor's reach.
    """
    actor.require("manage_accounts")
    seen = accounts_in_reach(actor, "manage_accounts")
    user = User.objects.select_for_update().filter(pk=user_id, pk__in=seen.values("pk")).first()
    if user is None:
        raise NotFoundError(_("there is no such account, or not at your site."))
    return user


def own_or_managed_account(actor: Actor, user_id: int) -> User:
    """Return the actor's own account, or one that they may manage, locked as above.

    Raises:
        NotFoundError: it is somebody else's, and out of the actor's reach.
        NotPermittedError: it is somebody else's, and this actor may not manage it.
    """
    if user_id == actor.user_id:
        return User.objects.select_for_update().get(pk=user_id)
    user = account_to_change(actor, user_id)
    require_reach(actor, user)
    return user


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


def accounts_in_reach(actor: Actor, permission: str = "see_accounts") -> QuerySet[User]:
    """Return the accounts that the actor may see: of their sites, or all."""
    grants = actor.grants_for(permission)
    if any(grant.site_id is None for grant in grants):
        return User.objects.all()
    sites = [grant.site_id for grant in grants]
    of_sites = Q(role_assignments__site__in=sites) | Q(person__team__site__in=sites)
    return User.objects.filter(pk__in=User.objects.filter(of_sites).values("pk"))


def require_may_give(actor: Actor, grant: Grant) -> None:
    """Refuse to give a role that is out of reach, or at a place that is none.

    Raises:
        NotPermittedError: the actor's own role does not hold all of that place.
        BadInputError: the team belongs to another site.
    """
    actor.require("manage_accounts")
    if not may_give(actor, grant):
        raise NotPermittedError(
            _("You may not give this role there."), next_step=_("Ask an administrator.")
        )
    if grant.team_id is not None:
        team = Team.objects.filter(pk=grant.team_id).first()
        if team is None or team.site_id != grant.site_id:
            raise BadInputError(_("the team belongs to another site."), where="team")
    elif grant.site_id is not None and not Site.objects.filter(pk=grant.site_id).exists():
        raise BadInputError(_("there is no such site."), where="site")


def grant_of(assignment: RoleAssignment) -> Grant:
    """Return a stored role as actors hold it."""
    return Grant(Role(assignment.role), assignment.site_id, assignment.team_id)


def _is_admin_everywhere(actor: Actor) -> bool:
    """Tell whether this is an administrator in person: what only they decide, no token decides."""
    return actor.reach is None and any(
        grant.role == Role.ADMIN and grant.site_id is None for grant in actor.grants
    )
