"""People in the command palette."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import teams_in_reach
from floorwalker.foundation.plain_letters import Plain
from floorwalker.foundation.ui.finding import FOUND_PER_GROUP_MAX, Found, beginning


def find_people(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield the people whom this actor may see, whoever left included."""
    teams = teams_in_reach(actor, "see_people")
    people = Person.objects.filter(team__in=teams).alias(plain_name=Plain(F("name")))
    for word in words:
        people = people.filter(plain_name__regex=beginning(word))
    for person in people.select_related("team").order_by("plain_name", "pk")[:FOUND_PER_GROUP_MAX]:
        yield Found(person.name, reverse("person", args=[person.pk]), "user", person.team.name)
