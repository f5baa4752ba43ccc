"""Whose shifts a page shows: everybody's, or in a large roster one team's."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Person, Team

PEOPLE_AT_ONCE_MAX = 100


@dataclass(frozen=True)
class PeopleShown:
    """The people, and the teams to choose from; `team_id` is `None` when it is everybody."""

    people: tuple[Person, ...]
    team_id: int | None
    teams: tuple[Team, ...]
    can_show_everybody: bool

    @property
    def has_choice(self) -> bool:
        """Tell whether there is more than one team."""
        return len(self.teams) > 1


def people_shown(actor: Actor, facts: RosterFacts, *, team_id: int | None) -> PeopleShown:
    """Return the people of a team; without one everybody, or the reader's team of a large site.

    Raises:
        NotFoundError: nobody of that team is in the roster.
    """
    teams = {person.team_id: person.team for person in facts.people}
    can_show_everybody = len(facts.people) <= PEOPLE_AT_ONCE_MAX
    if team_id is None and not can_show_everybody:
        team_id = _own_team(actor, teams)
    if team_id is not None and team_id not in teams:
        raise NotFoundError(_("this roster does not hold that team."))
    return PeopleShown(
        people=tuple(p for p in facts.people if team_id is None or p.team_id == team_id),
        team_id=team_id,
        teams=tuple(sorted(teams.values(), key=lambda team: team.name)),
        can_show_everybody=can_show_everybody,
    )


def _own_team(actor: Actor, teams: dict[int, Team]) -> int:
    """Return the team that the reader leads or belongs to, else the first by name."""
    own = [grant.team_id for grant in actor.grants if grant.team_id in teams]
    first = min(teams, key=lambda pk: teams[pk].name)
    return next((pk for pk in own if pk is not None), first)
