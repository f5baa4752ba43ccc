"""Give a team another name."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people._team_names import require_free_team_name
from floorwalker.foundation.people.models import Team
from floorwalker.foundation.people.reach import locked_site, teams_in_reach


def rename_team(actor: Actor, *, team_id: int, name: str, at: datetime) -> Team:
    """Rename the team; its people, roles and history stay with it. The same name changes nothing.

    Raises:
        NotFoundError: there is no such team that the actor may see.
        NotPermittedError: the actor may not change this team.
        BadInputError: the name is empty, too long or taken.
    """
    actor.require("change_teams")
    with transaction.atomic():
        team = teams_in_reach(actor, "see_people").filter(pk=team_id).first()
        if team is None:
            raise NotFoundError(_("there is no such team, or it is not yours."))
        actor.require("change_teams", site_id=team.site_id, team_id=team.pk)
        site = locked_site(team.site_id)
        team.refresh_from_db(fields=["name"])
        require_free_team_name(name, site=site, except_id=team.pk)
        before, after = {"name": team.name}, {"name": name.strip()}
        if after == before:
            return team
        team.name = after["name"]
        team.save(update_fields=["name"])
        record(actor, "rename_team", subject=team, before=before, after=after, at=at)
    return team
