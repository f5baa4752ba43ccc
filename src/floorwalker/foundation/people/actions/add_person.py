"""Add a person to a team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people._person_checks import require_free, require_possible
from floorwalker.foundation.people._person_writing import write
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.person_facts import PersonFacts, told
from floorwalker.foundation.people.reach import locked_site, teams_in_reach


def add_person(actor: Actor, *, facts: PersonFacts, at: datetime) -> Person:
    """Add the person, with skills, contract and availability.

    Raises:
        NotPermittedError: the actor may add nobody anywhere.
        BadInputError: no such team within reach, a fact that cannot be, or a number or an address
            that somebody else at the site has.
    """
    actor.require("change_people")
    require_possible(facts)
    team = teams_in_reach(actor, "change_people").filter(pk=facts.team_id).first()
    if team is None:
        raise BadInputError(_("choose a team of yours."), where="team_id")
    with transaction.atomic():
        site = locked_site(team.site_id)
        require_free(facts, site=site, except_id=None)
        person = Person(team=team)
        write(person, facts, site=site)
        record(actor, "add_person", subject=person, after=told(facts, team=team.name), at=at)
    return person
