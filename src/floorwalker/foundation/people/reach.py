"""Whose people somebody may see or change: those of the teams that their roles hold.

A page or an action never shows or touches a person of another team: to whoever does not reach
them, they do not exist.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.errors import PersonChangedMeanwhileError
from floorwalker.foundation.people.models import Person, Site, Team


def teams_in_reach(actor: Actor, permission: str) -> QuerySet[Team]:
    """Return the teams whose people the actor may see or change."""
    grants = actor.grants_for(permission)
    if any(grant.site_id is None for grant in grants):
        return Team.objects.all()
    whole_sites = [grant.site_id for grant in grants if grant.team_id is None]
    teams = [grant.team_id for grant in grants if grant.team_id is not None]
    return Team.objects.filter(Q(site__in=whole_sites) | Q(pk__in=teams))


def holds_site(actor: Actor, permission: str, *, site_id: int) -> bool:
    """Tell whether the actor may do this for the site as a whole, not only for teams of it."""
    return any(
        grant.site_id is None or (grant.site_id == site_id and grant.team_id is None)
        for grant in actor.grants_for(permission)
    )


def person_in_reach(actor: Actor, person_id: int) -> Person:
    """Return a person whom the actor may see.

    Raises:
        NotFoundError: there is none in the actor's teams.
    """
    return _found(Person.objects.all(), actor, person_id)


def person_to_change(actor: Actor, person_id: int, *, version: int) -> Person:
    """Return a person whom the actor may change, locked until the transaction ends.

    Raises:
        NotFoundError: there is none in the actor's teams.
        NotPermittedError: the actor may see the person, but change nothing.
        PersonChangedMeanwhileError: the actor has seen another version.
    """
    person = _found(Person.objects.select_for_update(of=("self",)), actor, person_id)
    actor.require("change_people", site_id=person.team.site_id, team_id=person.team_id)
    if version != person.version:
        raise PersonChangedMeanwhileError(person.name)
    return person


def locked_site(site_id: int) -> Site:
    """Return the site, locked: of two who give the same number or name, the second must see it.

    Raises:
        NotFoundError: there is no such site.
    """
    site = Site.objects.select_for_update(no_key=True).filter(pk=site_id).first()
    if site is None:
        raise NotFoundError(_("there is no such site."))
    return site


def _found(people: QuerySet[Person], actor: Actor, person_id: int) -> Person:
    actor.require("see_people")
    seen = people.filter(team__in=teams_in_reach(actor, "see_people"))
    whole = seen.select_related("team__site", "user").prefetch_related("person_skills__skill")
    person = whole.filter(pk=person_id).first()
    if person is None:
        raise NotFoundError(_("there is no such person, or not in your teams."))
    return person
