"""The special days in a forecast's horizon, and what was done about each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import SpecialDayKind
from floorwalker.duties.scheduling.models import ForecastVersion
from floorwalker.duties.scheduling.queries.special_days import effect_words
from floorwalker.duties.scheduling.stages.special_days import HOLIDAY
from floorwalker.foundation.people.public_holidays import named_holidays


@dataclass(frozen=True)
class SpecialDayTold:
    """One special day or public holiday as this version took it."""

    day: date
    kind: str
    kind_label: str
    name: str
    effect: str


def special_days_told(
    version: ForecastVersion, *, first: date, last: date
) -> tuple[SpecialDayTold, ...]:
    """Return those from `first` to `last`, in order."""
    stored = [(date.fromisoformat(row["day"]), row) for row in version.special_days]
    within = [(day, row) for day, row in stored if first <= day <= last]
    names = _names(version, years={day.year for day, row in within if row["kind"] == HOLIDAY})
    return tuple(
        SpecialDayTold(
            day=day,
            kind=row["kind"],
            kind_label=_("Public holiday")
            if row["kind"] == HOLIDAY
            else str(SpecialDayKind(row["kind"]).label),
            name=names.get(day, "") if row["kind"] == HOLIDAY else row["name"],
            effect=_("Learned from past public holidays")
            if row["kind"] == HOLIDAY
            else effect_words(row["kind"], factor=row["factor"], seen=row["seen"]),
        )
        for day, row in within
    )


def _names(version: ForecastVersion, *, years: set[int]) -> dict[date, str]:
    """Return the names of the site's public holidays; what it keeps may have changed since."""
    if not years:
        return {}
    site = version.queue.site
    return dict(
        named_holidays(
            site.country,
            site.province,
            years=sorted(years),
            is_federal=site.is_federal_employer,
            language=get_language() or "en",
        )
    )
