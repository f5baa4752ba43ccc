"""One's own week as a document."""

from datetime import date, datetime

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from floorwalker.duties.scheduling.queries.my_week import MyWeekPage, OwnDay, OwnPause, my_week_page
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.documents import Document, make_document
from floorwalker.foundation.errors import NotFoundError

TEMPLATE = "duties/scheduling/templates/scheduling/my_week.typ"


def my_week_document(actor: Actor, *, at: datetime, day: date | None = None) -> Document:
    """Return one's own week that holds the day, or now, for paper.

    Raises:
        NotFoundError: no person is behind the account.
    """
    page = my_week_page(actor, at=at, day=day)
    if page is None:
        raise NotFoundError(_("your account is not tied to a person on the roster."))
    span = {
        "start": date_format(page.days[0].day, "j F"),
        "end": date_format(page.days[-1].day, "j F Y"),
    }
    return make_document(
        TEMPLATE,
        file_name=f"week-{page.starts_on}.pdf",
        site=page.site_name,
        title=_("My week, %(start)s to %(end)s") % span,
        data=_data(page),
        at=at.astimezone(page.zone),
    )


def _data(page: MyWeekPage) -> dict[str, object]:
    hours = floatformat(page.paid_hours, "-2")
    return {
        "name": page.name,
        "notice": "" if page.is_published else _("This week is not published yet"),
        "paid": _("%(hours)s paid hours") % {"hours": hours},
        "columns": [_("Day"), _("Shift"), _("Breaks")],
        "days": [_day(day) for day in page.days],
    }


def _day(day: OwnDay) -> dict[str, object]:
    return {
        "day": date_format(day.day, "l j F"),
        "times": _times(day) or _("Free"),
        "pauses": [f"{pause.label} {_times(pause)}" for pause in day.pauses],
    }


def _times(part: OwnDay | OwnPause) -> str:
    """Return when something begins and ends, as the page writes it; nothing for a free day."""
    if part.starts_at is None or part.ends_at is None:
        return ""
    start, end = (time_format(at, "TIME_FORMAT") for at in (part.starts_at, part.ends_at))
    return pgettext("times of day", "%(start)s to %(end)s") % {"start": start, "end": end}
