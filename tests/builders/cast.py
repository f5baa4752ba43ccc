"""The cast: Asha leads, Ben is on her team, Cleo is an outsider.

Toronto site        team North   Asha (supervisor), Ben and Bea (agents)
                    team South   Cleo (supervisor of South only), Cal (agent)
                    whole site   Mia (manager), Ann (analyst), Otto (auditor, everywhere)
Moncton site        team East    Zoe (supervisor there only)
"""

from dataclasses import dataclass

from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.people.models import Contract, Organisation, Person, Site, Team

PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Cast:
    """Everybody, as users; `actor("asha")` acts as one of them."""

    site: Site
    other_site: Site
    north: Team
    south: Team
    users: dict[str, User]
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        return actor_of(self.users[name])


def make_cast() -> Cast:
    organisation = Organisation.objects.create(name="Maple Services")
    site = Site.objects.create(organisation=organisation, name="Toronto")
    other_site = Site.objects.create(organisation=organisation, name="Moncton")
    north = Team.objects.create(site=site, name="North")
    south = Team.objects.create(site=site, name="South")
    east = Team.objects.create(site=other_site, name="East")
    teams = {"asha": north, "ben": north, "bea": north, "cleo": south, "cal": south, "zoe": east}
    people = {name: _person(name, team) for name, team in teams.items()}
    grants = {
        "asha": Grant(Role.SUPERVISOR, site.pk, north.pk),
        "ben": Grant(Role.AGENT, site.pk, north.pk),
        "bea": Grant(Role.AGENT, site.pk, north.pk),
        "cleo": Grant(Role.SUPERVISOR, site.pk, south.pk),
        "cal": Grant(Role.AGENT, site.pk, south.pk),
        "zoe": Grant(Role.SUPERVISOR, other_site.pk, east.pk),
        "mia": Grant(Role.MANAGER, site.pk),
        "ann": Grant(Role.ANALYST, site.pk),
        "otto": Grant(Role.AUDITOR),
        "ada": Grant(Role.ADMIN),
    }
    users = {name: _user(name, grant, people.get(name)) for name, grant in grants.items()}
    return Cast(site, other_site, north, south, users, people)


def _person(name: str, team: Team) -> Person:
    person = Person.objects.create(team=team, name=name.title(), employee_number=name)
    Contract.objects.create(person=person)
    return person


def _user(name: str, grant: Grant, person: Person | None) -> User:
    user = User(email=f"{name}@example.ca", name=name.title(), person=person)
    user.set_unusable_password()
    user.save()
    RoleAssignment.objects.create(
        user=user, role=grant.role, site_id=grant.site_id, team_id=grant.team_id
    )
    return user
