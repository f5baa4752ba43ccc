"""Take a role away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.accounts.reach import account_to_change, grant_of, may_give
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError, NotPermittedError, StateError


def take_role(actor: Actor, *, user_id: int, assignment_id: int, at: datetime) -> None:
    """Remove the role from the account; what was done with it stays told.

    Raises:
        NotFoundError: there is no such account within reach, or it does not hold the role (any
            more).
        NotPermittedError: the actor's own role does not hold all of that place.
        StateError: it is the actor's own last role of administrator, or the last one of all.
    """
    with transaction.atomic():
        admins = list(_admin_roles())  # locked: two who take each other's must not both succeed
        user = account_to_change(actor, user_id)
        held = RoleAssignment.objects.filter(pk=assignment_id, user=user).first()
        if held is None:
            raise NotFoundError(_("this account does not hold that role."))
        if not may_give(actor, grant_of(held)):
            raise NotPermittedError(
                _("You may not take this role away."), next_step=_("Ask an administrator.")
            )
        _require_an_admin_left(actor, held, admins)
        before = {"role": held.role, "site": held.site_id, "team": held.team_id}
        held.delete()
        record(actor, "take_role", subject=user, before=before, at=at)


def _admin_roles() -> list[RoleAssignment]:
    everywhere = RoleAssignment.objects.filter(role=Role.ADMIN, site=None, user__is_active=True)
    return list(everywhere.select_for_update(of=("self",)).order_by("pk"))


def _require_an_admin_left(
    actor: Actor, held: RoleAssignment, admins: list[RoleAssignment]
) -> None:
    others = [role for role in admins if role.pk != held.pk]
    if held.role != Role.ADMIN or held.site_id is not None:
        return
    if held.user_id == actor.user_id:
        raise StateError(
            _("you cannot take away your own role of administrator."),
            next_step=_("Ask another administrator to do it."),
        )
    if not others:
        raise StateError(_("somebody must stay administrator."))
