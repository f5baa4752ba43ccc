"""Give an account a role: everywhere, at a site, or for one team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.accounts.reach import grant_of, may_give
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.people.models import Team


def give_role(actor: Actor, *, user_id: int, grant: Grant, at: datetime) -> None:
    """Add the role; a role that is held already changes nothing.

    Raises:
        NotPermittedError: the actor's own role does not hold all of that place.
        BadInputError: the team belongs to another site.
    """
    actor.require("manage_accounts")
    if not may_give(actor, grant):
        raise NotPermittedError(
            _("You may not give this role there."), next_step=_("Ask an administrator.")
        )
    _require_team_of_site(grant)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if grant not in [grant_of(held) for held in user.role_assignments.all()]:
            RoleAssignment.objects.create(
                user=user, role=grant.role, site_id=grant.site_id, team_id=grant.team_id
            )
            after = {"role": grant.role.value, "site": grant.site_id, "team": grant.team_id}
            record(actor, "give_role", subject=user, after=after, at=at)


def _require_team_of_site(grant: Grant) -> None:
    if grant.team_id is None:
        return
    team = Team.objects.filter(pk=grant.team_id).first()
    if team is None or team.site_id != grant.site_id:
        raise BadInputError(_("the team belongs to another site."), where="team")
