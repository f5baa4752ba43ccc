"""The one who acts: what every action is told first, and every refusal is decided by."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.permission_words import PERMISSION_WORDS
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.errors import NotPermittedError


@dataclass(frozen=True)
class Grant:
    """One role, held everywhere (no site), at one site, or for one team of a site."""

    role: Role
    site_id: int | None = None
    team_id: int | None = None

    def covers(self, *, site_id: int | None, team_id: int | None) -> bool:
        """Tell whether this grant reaches the site, and the team when one is named."""
        if self.site_id is None:
            return True
        if site_id is not None and site_id != self.site_id:
            return False
        return self.team_id is None or team_id is None or team_id == self.team_id


@dataclass(frozen=True)
class Actor:
    """A signed-in person, or the program itself (`Actor.program`).

    Whoever acts through an API token has its `token_id` and a `reach`: the permissions of the
    token's scopes, which the grants are cut down to.
    """

    name: str
    user_id: int | None = None
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    reach: frozenset[str] | None = None
    token_id: int | None = None

    @classmethod
    def program(cls, name: str) -> "Actor":
        """Return the actor of the command line and of scheduled work; it may do everything."""
        return cls(name=name, grants=(Grant(Role.ADMIN), Grant(Role.MANAGER)))

    def may(
        self, permission: str, *, site_id: int | None = None, team_id: int | None = None
    ) -> bool:
        """Tell whether some grant allows it there; without a place, whether anywhere at all."""
        return any(
            grant.covers(site_id=site_id, team_id=team_id) for grant in self.grants_for(permission)
        )

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """Return the grants that allow it, each with its place."""
        if self.reach is not None and permission not in self.reach:
            return ()
        roles = PERMISSIONS[permission]
        return tuple(grant for grant in self.grants if grant.role in roles)

    def require(
        self, permission: str, *, site_id: int | None = None, team_id: int | None = None
    ) -> None:
        """Refuse unless allowed.

        Raises:
            NotPermittedError: no grant of this actor covers it.
        """
        if not self.may(permission, site_id=site_id, team_id=team_id):
            raise NotPermittedError(
                _("%(name)s may not do this (%(deed)s).")
                % {"name": self.name, "deed": PERMISSION_WORDS[permission]},
                next_step=_("Ask your administrator for the role, or a colleague who has it."),
            )

    def refuse_token(self) -> None:
        """Refuse whoever acts through an API token: some deeds want a person at a page.

        Raises:
            NotPermittedError: a token acts (decision 0014 says which deeds and why).
        """
        if self.reach is not None:
            raise NotPermittedError(
                _("this is not done through an API token."),
                next_step=_("Sign in and do it on the page."),
            )
