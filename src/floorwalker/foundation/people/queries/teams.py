"""Teams, with how many people each has."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.people.reach import holds_site, teams_in_reach


@dataclass(frozen=True)
class TeamRow:
    """One team; `may_rename` when the reader may give it another name."""

    id: int
    name: str
    site_id: int
    site: str
    people: int
    may_rename: bool


@dataclass(frozen=True)
class TeamsPage:
    """The teams that the reader may see, and the sites where they may add one."""

    rows: tuple[TeamRow, ...]
    sites: tuple[tuple[int, str], ...]

    @property
    def has_sites(self) -> bool:
        """Tell whether the teams are of more than one site."""
        return len({row.site_id for row in self.rows}) > 1


def teams_page(actor: Actor, *, today: date) -> TeamsPage:
    """Return the teams within reach, by site and name; their active people are counted."""
    actor.require("see_people")
    active = Q(people__inactive_from=None) | Q(people__inactive_from__gt=today)
    teams = teams_in_reach(actor, "see_people").select_related("site")
    counted = teams.annotate(active=Count("people", filter=active)).order_by("site__name", "name")
    rows = tuple(
        TeamRow(
            id=team.pk,
            name=team.name,
            site_id=team.site_id,
            site=team.site.name,
            people=team.active,
            may_rename=actor.may("change_teams", site_id=team.site_id, team_id=team.pk),
        )
        for team in counted
    )
    return TeamsPage(rows, _sites(actor))


def team_row(actor: Actor, *, team_id: int, today: date) -> TeamRow:
    """Return one team.

    Raises:
        NotFoundError: there is none that this actor may see.
    """
    row = next((r for r in teams_page(actor, today=today).rows if r.id == team_id), None)
    if row is None:
        raise NotFoundError(_("there is no such team, or it is not yours."))
    return row


def _sites(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return where the actor may add a team."""
    sites = Site.objects.order_by("name").values_list("pk", "name")
    return tuple((pk, name) for pk, name in sites if holds_site(actor, "change_teams", site_id=pk))
