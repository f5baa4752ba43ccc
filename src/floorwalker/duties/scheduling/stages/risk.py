"""How busy a day a week is staffed for: the forecast itself, or a chosen share of days.

A whole day is busier or calmer than forecast by its day factor. Who staffs every interval for the
factor that 90 of 100 days do not exceed keeps the promise on at least 90 of 100 days.
"""

from floorwalker.duties.scheduling.models import Requirement
from floorwalker.duties.scheduling.week import Week
from floorwalker.engines.staffing import DAY_FACTOR_CV_MAX, day_factor
from floorwalker.foundation.people.models import Site


def chosen_risk(site: Site, *, week: Week) -> float | None:
    """Return the share of days that the newest requirement of a week is staffed to keep."""
    newest = Requirement.objects.filter(site=site, week_starts_on=week.starts_on).first()
    return newest.kept_days_ratio if newest else None


def busier_day(day_factor_cv: float, *, kept_days_ratio: float | None) -> float:
    """Return the day factor to staff for, so that this share of days keeps the promise at least.

    It is never below 1: nobody staffs for less than the forecast.
    """
    return (
        1.0 if kept_days_ratio is None else max(1.0, day_at(day_factor_cv, level=kept_days_ratio))
    )


def day_at(day_factor_cv: float, *, level: float) -> float:
    """Return the day factor that a share `level` of days does not exceed.

    A forecast that does not say how sure it is of a day (0) is taken at its word.
    """
    if day_factor_cv <= 0:
        return 1.0
    return day_factor(level, day_factor_cv=min(day_factor_cv, DAY_FACTOR_CV_MAX))
