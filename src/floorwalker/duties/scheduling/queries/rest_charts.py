"""A day in progress as pictures: the contacts of the day, and the people of its rest."""

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.queries.rest_of_day import QueueRest
from floorwalker.foundation.ui.charts import Band, CoverageChart, Interval, LineChart, Series


def contacts_chart(queue: QueueRest) -> LineChart:
    """Return the morning forecast, what came, and what is expected now."""
    day = queue.day
    return LineChart(
        id="rest-contacts",
        title=_("%(queue)s: contacts per %(minutes)d minutes")
        % {"queue": queue.name, "minutes": queue.interval_minutes},
        description=_("The morning forecast of the day, what came, and what is expected now."),
        times=[interval.starts_at for interval in day],
        series=[
            Series(_("Expected now"), [interval.mean for interval in day]),
            Series(_("Morning forecast"), [interval.morning for interval in day]),
            Series(_("Came"), [interval.came for interval in day]),
        ],
        bands=[
            Band(
                _("9 intervals of 10"),
                [interval.p05 for interval in day],
                [interval.p95 for interval in day],
            )
        ],
        decimals=1,
    )


def people_chart(queue: QueueRest) -> CoverageChart | None:
    """Return the agents on against those needed now; `None` when nobody is planned or left."""
    known = [(i, i.agents_on) for i in queue.intervals if i.agents_on is not None]
    if not known:
        return None
    return CoverageChart(
        id="rest-people",
        title=_("%(queue)s: agents on against agents needed now") % {"queue": queue.name},
        interval_minutes=queue.interval_minutes,
        decimals=0,
        intervals=[
            Interval(interval.starts_at, required=interval.agents_needed, scheduled=on)
            for interval, on in known
        ],
    )
