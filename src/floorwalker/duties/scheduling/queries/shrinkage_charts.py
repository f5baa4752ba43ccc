"""Shrinkage as stacked bars: by how many days ahead one plans, and day by day of a week."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.foundation.ui.charts import BarChart, Series
from floorwalker.foundation.ui.written import percent_text

if TYPE_CHECKING:
    from floorwalker.duties.scheduling.stages.shrinking import LearnedWeek
    from floorwalker.engines.shrinkage import Learned

CAUSES_APART = 3
"""Bars differ in four ways; the fourth is everything else."""

Shares = Mapping[str, float]


def shrinkage_charts(
    learned: "Learned", week: "LearnedWeek", *, leads: Sequence[int]
) -> tuple[BarChart, BarChart]:
    """Return the bars by lead and those by day, with the same causes apart in both."""
    first = week.days[0].day
    by_lead = [
        dict(zip(learned.causes, learned.usual(first, lead_days=lead).by_cause, strict=True))
        for lead in leads
    ]
    by_day = [day.by_cause for day in week.days]
    apart = _largest([*by_lead, *by_day])
    return _lead_chart(by_lead, leads, apart), _day_chart(week, apart)


def _lead_chart(shares: Sequence[Shares], leads: Sequence[int], apart: Sequence[str]) -> BarChart:
    least, most = (percent_text(sum(shares[n].values()), decimals=1) for n in (0, -1))
    return BarChart(
        id="shrinkage-by-lead",
        title=_("Still to be lost, by how far ahead one plans"),
        description=_("In percent of the time on the roster: from %(least)s to %(most)s.")
        % {"least": least, "most": most},
        categories=[ngettext("%d day", "%d days", lead) % lead for lead in leads],
        series=_stack(shares, apart),
        is_stacked=True,
        category_label=_("Ahead"),
        decimals=1,
        height=220,
    )


def _day_chart(week: "LearnedWeek", apart: Sequence[str]) -> BarChart:
    days = [day for day in week.days if day.usually_pays] or week.days
    ratios = [day.ratio for day in days]
    return BarChart(
        id="shrinkage-by-day",
        title=_("That week, day by day"),
        description=_("In percent of paid time: between %(least)s and %(most)s.")
        % {
            "least": percent_text(min(ratios), decimals=1),
            "most": percent_text(max(ratios), decimals=1),
        },
        categories=[date_format(day.day, "D j") for day in days],
        series=_stack([day.by_cause for day in days], apart),
        is_stacked=True,
        category_label=_("Day"),
        decimals=1,
        height=220,
    )


def _largest(shares: Sequence[Shares]) -> list[str]:
    """Return the causes that are shown apart, the largest first."""
    sums = {
        cause.value: sum(share.get(cause.value, 0.0) for share in shares) for cause in LossCause
    }
    found = [cause for cause in sorted(sums, key=lambda c: -sums[c]) if sums[cause] > 0]
    return found if len(found) <= CAUSES_APART + 1 else found[:CAUSES_APART]


def _stack(shares: Sequence[Shares], apart: Sequence[str]) -> list[Series]:
    series = [
        Series(str(LossCause(cause).label), [100 * share.get(cause, 0.0) for share in shares])
        for cause in apart
    ]
    rest = [
        100 * sum(value for cause, value in share.items() if cause not in apart) for share in shares
    ]
    return [*series, Series(_("Everything else"), rest)] if any(rest) else series
