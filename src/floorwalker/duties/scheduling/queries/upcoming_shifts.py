"""Shifts that a person still has from a day on: what whoever deactivates them is told."""

from datetime import date, datetime, time

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.upcoming import Upcoming


def upcoming_shifts(person_id: int, since: date) -> tuple[Upcoming, ...]:
    """Return the roster of each week in which the person has shifts from the day on.

    A week's roster is the published one, or else the newest draft.
    """
    site = Person.objects.select_related("team__site").get(pk=person_id).team.site
    midnight = datetime.combine(since, time(), tzinfo=site.tzinfo)
    held = (
        Roster.objects.filter(shifts__person=person_id, shifts__starts_at__gte=midnight)
        .annotate(held=Count("shifts"))
        .order_by("week_starts_on", "pk")
    )
    of_week: dict[date, tuple[Roster, int]] = {}
    for roster in held:
        known = of_week.get(roster.week_starts_on)
        if known is None or known[0].state != RosterState.PUBLISHED:
            of_week[roster.week_starts_on] = (roster, roster.held)
    return tuple(_upcoming(roster, shifts) for roster, shifts in of_week.values())


def _upcoming(roster: Roster, shifts: int) -> Upcoming:
    day = date_format(roster.week_starts_on, "DATE_FORMAT")
    return Upcoming(
        title=_("Week of %(day)s") % {"day": day},
        state=str(roster.get_state_display()),
        shifts=shifts,
        url=reverse("roster", args=[roster.pk]),
    )
