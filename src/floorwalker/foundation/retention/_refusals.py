"""Who cannot be erased, asked before the request and again before the deed."""

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.models import Erasure


def refuse_erasing(actor: Actor, leaver: Leaver) -> None:
    """Refuse one's own account, somebody erased before, and the last administrator.

    Raises:
        StateError: it is one of these.
    """
    if leaver.user is not None and leaver.user.pk == actor.user_id:
        raise StateError(_("you cannot erase yourself."), next_step=_("Ask another administrator."))
    if was_erased(leaver):
        raise StateError(_("this person was erased before."))
    admins = RoleAssignment.objects.filter(role=Role.ADMIN, site=None, user__is_active=True)
    if admins.filter(user=leaver.user).exists() and not admins.exclude(user=leaver.user).exists():
        raise StateError(
            _("this is the last administrator."),
            next_step=_("Give the role to somebody else first."),
        )


def was_erased(leaver: Leaver) -> bool:
    """Tell whether their traces were erased already."""
    if leaver.person is not None:
        return Erasure.objects.filter(person=leaver.person).exists()
    return Erasure.objects.filter(user=leaver.user).exists()
