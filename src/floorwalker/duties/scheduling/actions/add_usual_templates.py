"""Give a site without shift templates the usual ones, so that a first roster can be made."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.models import ShiftTemplate, TemplateBreak
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.models import Site

HOUR = 60

# name, earliest and latest start, shortest and longest; then the breaks of each:
# activity, minutes, paid, earliest and latest start after the start of the shift.
_USUAL = {
    (gettext_noop("Full day"), 6 * HOUR, 15 * HOUR, 8 * HOUR, 9 * HOUR): (
        (Activity.BREAK, 15, True, 75, 150),
        (Activity.LUNCH, 30, False, 180, 300),
        (Activity.BREAK, 15, True, 345, 420),
    ),
    (gettext_noop("Part day"), 6 * HOUR, 17 * HOUR, 4 * HOUR, 5 * HOUR): (
        (Activity.BREAK, 15, True, 90, 180),
    ),
    (gettext_noop("Night"), 20 * HOUR, 23 * HOUR, 8 * HOUR, 8 * HOUR + 30): (
        (Activity.BREAK, 15, True, 75, 150),
        (Activity.LUNCH, 30, False, 180, 300),
        (Activity.BREAK, 15, True, 345, 420),
    ),
}


def add_usual_templates(actor: Actor, *, site: Site, at: datetime) -> None:
    """Add the usual templates, named in the planner's language; a site that has any keeps its own.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        if site.shift_templates.exists():
            return
        for (name, *times), breaks in _USUAL.items():
            _add(site, gettext(name), times, breaks)
        after = {"templates": [gettext(name) for name, *_ in _USUAL]}
        record(actor, "add_usual_templates", subject=site, after=after, at=at)


def _add(
    site: Site,
    name: str,
    times: list[int],
    breaks: tuple[tuple[Activity, int, bool, int, int], ...],
) -> None:
    earliest, latest, shortest, longest = times
    template = ShiftTemplate.objects.create(
        site=site,
        name=name,
        start_minute_earliest=earliest,
        start_minute_latest=latest,
        length_minutes_min=shortest,
        length_minutes_max=longest,
    )
    TemplateBreak.objects.bulk_create(
        TemplateBreak(
            template=template,
            activity=activity,
            minutes=minutes,
            is_paid=is_paid,
            after_minutes_earliest=earliest_after,
            after_minutes_latest=latest_after,
        )
        for activity, minutes, is_paid, earliest_after, latest_after in breaks
    )
