"""Queues, weeks and people in the command palette."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import first_site
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.plain_letters import Plain
from floorwalker.foundation.ui.finding import FOUND_PER_GROUP_MAX, Found, beginning, has_all

LATEST_ROSTERS = 120
QUEUES_MAX = 1000


def find_queues(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield the queues of the actor's site with these words in name or channel."""
    site = first_site(actor)
    for queue in site.queues.all()[:QUEUES_MAX] if site else ():
        channel = queue.get_channel_display()
        if has_all(words, queue.name, channel):
            yield Found(queue.name, reverse("queue", args=[queue.pk]), "headphones", channel)


def find_weeks(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield the weeks with a roster, the newest first, by their date in words or as 2026-11-23."""
    seen = set()
    rosters = Roster.objects.filter(site=first_site(actor)).defer("explanation")
    for roster in rosters.order_by("-week_starts_on", "-pk")[:LATEST_ROSTERS]:
        monday = roster.week_starts_on
        label = _("Week of %(day)s") % {"day": date_format(monday, "j F Y")}
        if monday not in seen and has_all(words, label, monday.isoformat()):
            seen.add(monday)
            url = reverse("roster", args=[roster.pk])
            yield Found(label, url, "calendar-days", roster.get_state_display())


def find_people(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield people of the actor's site; each leads to their line in the newest roster."""
    site = first_site(actor)
    roster = Roster.objects.filter(site=site).order_by("-week_starts_on", "-pk").first()
    if site is None or roster is None:
        return
    people = Person.objects.filter(team__site=site, is_active=True).select_related("team")
    people = people.alias(plain_name=Plain(F("name")))
    for word in words:
        people = people.filter(plain_name__regex=beginning(word))
    for person in people.order_by("plain_name", "pk")[:FOUND_PER_GROUP_MAX]:
        # The browser scrolls to the name.
        line = urlencode({"text": person.name}).replace("+", "%20")
        url = f"{reverse('roster', args=[roster.pk])}#:~:{line}"
        yield Found(person.name, url, "user", person.team.name)
