"""Add a team to a site."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotPermittedError
from floorwalker.foundation.people._team_names import require_free_team_name
from floorwalker.foundation.people.models import Team
from floorwalker.foundation.people.reach import holds_site, locked_site


def add_team(actor: Actor, *, site_id: int, name: str, at: datetime) -> Team:
    """Add the team; people are moved into it one by one, or by the next import.

    Raises:
        NotPermittedError: the actor may not, at this site.
        BadInputError: the name is empty, too long or taken.
    """
    actor.require("change_teams", site_id=site_id)
    if not holds_site(actor, "change_teams", site_id=site_id):
        raise NotPermittedError(
            _("a new team is up to whoever decides for the whole site."),
            next_step=_("Ask a manager of the site."),
        )
    with transaction.atomic():
        site = locked_site(site_id)
        require_free_team_name(name, site=site)
        team = Team.objects.create(site=site, name=name.strip())
        record(actor, "add_team", subject=team, after={"name": team.name}, at=at)
    return team
