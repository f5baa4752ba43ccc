"""Queues and weeks in the command palette."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import first_site
from floorwalker.foundation.ui.finding import Found, has_all

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
