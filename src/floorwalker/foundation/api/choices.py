"""What a token may be given: an area of the program, to read or to write. Writing includes reading.

A token reaches the permissions of its scopes, as far as its owner holds them; an operation also
names the one scope it needs. What opens an account (passwords, links, codes, tokens) no token ever
does, whatever its scopes: `Actor.refuse_token`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """An area, and whether it may be changed."""

    HISTORY_READ = "history:read", _("History: read")
    HISTORY_WRITE = "history:write", _("History: read and import")
    PLANS_READ = "plans:read", _("Plans: read")
    PLANS_WRITE = "plans:write", _("Plans: read and change")
    QUEUES_READ = "queues:read", _("Queues and shift templates: read")
    QUEUES_WRITE = "queues:write", _("Queues and shift templates: read and change")
    PEOPLE_READ = "people:read", _("People, teams, site and own week: read")
    PEOPLE_WRITE = "people:write", _("People, teams and site: read and change")
    ACCOUNTS_READ = "accounts:read", _("Accounts and permissions: read")
    ACCOUNTS_WRITE = "accounts:write", _("Accounts: read, invite, close, give and take roles")
    AUDIT_READ = "audit:read", _("Audit log: read")
    JOBS_READ = "jobs:read", _("Jobs: read")
    JOBS_WRITE = "jobs:write", _("Jobs: read, cancel and try again")
    RETENTION_READ = "retention:read", _("Retention: read")
    RETENTION_WRITE = "retention:write", _("Retention: read, change rules and erase people")
    WEBHOOKS_READ = "webhooks:read", _("Webhooks: read")
    WEBHOOKS_WRITE = "webhooks:write", _("Webhooks: read and change")


_WEBHOOKS = frozenset({"manage_webhooks"})
_HISTORY, _PLANS, _JOBS = frozenset({"see_history"}), frozenset({"see_plans"}), {"see_jobs"}
_PEOPLE = frozenset({"see_own_week", "see_plans", "see_people"})
_ACCOUNTS = frozenset({"see_accounts", "see_permissions"})

PERMISSIONS: Mapping[Scope, frozenset[str]] = MappingProxyType(
    {
        Scope.HISTORY_READ: _HISTORY,
        Scope.HISTORY_WRITE: _HISTORY | {"import_history"},
        Scope.PLANS_READ: _PLANS,
        Scope.PLANS_WRITE: _PLANS
        | {"edit_forecast", "plan_week", "change_shift", "publish_roster", "record_lost_time"},
        Scope.QUEUES_READ: _PLANS,
        Scope.QUEUES_WRITE: _PLANS | {"define_queues", "plan_week"},
        Scope.PEOPLE_READ: _PEOPLE,
        Scope.PEOPLE_WRITE: _PEOPLE
        | {"change_site", "import_people", "change_people", "change_teams"},
        Scope.ACCOUNTS_READ: _ACCOUNTS,
        Scope.ACCOUNTS_WRITE: _ACCOUNTS | {"manage_accounts", "see_people"},
        Scope.AUDIT_READ: frozenset({"see_audit"}),
        Scope.JOBS_READ: frozenset(_JOBS),
        Scope.JOBS_WRITE: frozenset(_JOBS | {"manage_jobs"}),
        Scope.RETENTION_READ: frozenset({"see_retention"}),
        Scope.RETENTION_WRITE: frozenset({"see_retention", "manage_retention"}),
        Scope.WEBHOOKS_READ: _WEBHOOKS,
        Scope.WEBHOOKS_WRITE: _WEBHOOKS,
    }
)


def permissions_of(scopes: Iterable[str]) -> frozenset[str]:
    """Return every permission that these scopes reach."""
    return frozenset().union(*(PERMISSIONS[Scope(scope)] for scope in scopes))


def holds(scopes: Iterable[str], needed: Scope) -> bool:
    """Tell whether the scopes include the one needed; to write an area is to read it too."""
    area = needed.value.partition(":")[0]
    return bool({needed.value, f"{area}:write"} & set(scopes))
