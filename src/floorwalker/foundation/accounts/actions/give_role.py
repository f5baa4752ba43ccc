"""Give an account a role: everywhere, at a site, or for one team."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.accounts.reach import account_to_change, grant_of, require_may_give
from floorwalker.foundation.audit.record import record


def give_role(actor: Actor, *, user_id: int, grant: Grant, at: datetime) -> None:
    """Add the role; a role that is held already changes nothing.

    Raises:
        NotFoundError: there is no such account within the actor's reach.
        NotPermittedError: the actor's own role does not hold all of that place.
        BadInputError: the team belongs to another site.
    """
    require_may_give(actor, grant)
    with transaction.atomic():
        user = account_to_change(actor, user_id)
        if grant not in [grant_of(held) for held in user.role_assignments.all()]:
            RoleAssignment.objects.create(
                user=user, role=grant.role, site_id=grant.site_id, team_id=grant.team_id
            )
            after = {"role": grant.role.value, "site": grant.site_id, "team": grant.team_id}
            record(actor, "give_role", subject=user, after=after, at=at)
