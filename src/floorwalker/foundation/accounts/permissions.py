"""Who may do what: one table, read from top to bottom.

A role is held for everything, for one site or for one team (see `RoleAssignment`). A supervisor of
any team of a site may plan that site's week; decisions about a person need that person's team.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles of design.md section 4."""

    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Manager")
    ANALYST = "analyst", _("Analyst")
    QUALITY = "quality", _("Quality reviewer")
    TRAINER = "trainer", _("Trainer")
    TECHNICIAN = "technician", _("Technician")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


_EVERYONE = frozenset(Role)
_LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER})
_PLANNERS = _LEADERS | {Role.ANALYST}
_READERS = _PLANNERS | {Role.AUDITOR, Role.ADMIN, Role.QUALITY, Role.TRAINER}

PERMISSIONS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        # reading
        "see_own_week": _EVERYONE,
        "see_plans": _READERS,
        "see_history": _READERS,
        "see_audit": frozenset({Role.AUDITOR, Role.ADMIN, Role.MANAGER}),
        "see_retention": frozenset({Role.AUDITOR, Role.ADMIN}),
        "see_permissions": _EVERYONE,
        "see_people": _READERS,
        "see_accounts": frozenset({Role.MANAGER, Role.ADMIN, Role.AUDITOR}),
        "see_jobs": _PLANNERS | {Role.ADMIN, Role.AUDITOR, Role.TECHNICIAN},
        # bringing things in
        "import_history": _PLANNERS | {Role.ADMIN},
        "import_people": _LEADERS | {Role.ADMIN},
        # planning
        "edit_forecast": _PLANNERS,
        "define_queues": _PLANNERS | {Role.ADMIN},
        "plan_week": _PLANNERS,
        "change_shift": _LEADERS,
        "publish_roster": _LEADERS,
        "record_lost_time": _PLANNERS,
        # people
        "change_people": _LEADERS | {Role.ADMIN},
        "change_teams": frozenset({Role.MANAGER, Role.ADMIN}),
        # running the house
        "change_site": frozenset({Role.MANAGER, Role.ADMIN}),
        "manage_accounts": frozenset({Role.MANAGER, Role.ADMIN}),
        "manage_jobs": _PLANNERS | {Role.ADMIN},
        "manage_retention": frozenset({Role.ADMIN}),
        "manage_webhooks": frozenset({Role.MANAGER, Role.ADMIN}),
    }
)
