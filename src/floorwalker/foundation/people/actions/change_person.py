"""Change what is known of a person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people._person_checks import require_free, require_possible
from floorwalker.foundation.people._person_writing import write
from floorwalker.foundation.people.models import Person, Team
from floorwalker.foundation.people.person_facts import PersonFacts, differing, facts_of, told
from floorwalker.foundation.people.reach import locked_site, person_to_change, teams_in_reach


def change_person(
    actor: Actor, *, person_id: int, version: int, facts: PersonFacts, at: datetime
) -> Person:
    """Give the person these facts; the same facts again change nothing.

    Raises:
        NotFoundError: there is no such person in the actor's teams.
        NotPermittedError: the actor may not change this person.
        PersonChangedMeanwhileError: somebody else did since the actor looked.
        BadInputError: a team out of reach or of another site, a fact that cannot be, or a number
            or an address that somebody else at the site has.
    """
    require_possible(facts)
    with transaction.atomic():
        person = person_to_change(actor, person_id, version=version)
        old_team = person.team
        team = _team(actor, facts, old_team=old_team)
        site = locked_site(team.site_id)
        require_free(facts, site=site, except_id=person.pk)
        before, after = differing(
            told(facts_of(person), team=old_team.name), told(facts, team=team.name)
        )
        if not after:
            return person
        person.version += 1
        write(person, facts, site=site)
        record(actor, "change_person", subject=person, before=before, after=after, at=at)
    return person


def _team(actor: Actor, facts: PersonFacts, *, old_team: Team) -> Team:
    if facts.team_id == old_team.pk:
        return old_team
    team = teams_in_reach(actor, "change_people").filter(pk=facts.team_id).first()
    if team is None:
        raise BadInputError(_("choose a team of yours."), where="team_id")
    if team.site_id != old_team.site_id:
        raise BadInputError(
            _("people move between teams of one site."),
            where="team_id",
            next_step=_("Deactivate them here and add them at the other site."),
        )
    return team
