"""What was paid on each day: as told by a file, else as the published rosters have it."""

from datetime import date, datetime, time, timedelta

from django.db.models import DurationField, Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncDate

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import LostTime, PaidTime, Shift, ShiftActivity
from floorwalker.foundation.people.models import Site


def paid_seconds_by_day(site: Site, *, first_day: date, last_day: date) -> dict[date, float]:
    """Return the paid seconds of all people by local day, time lost included.

    A roster has no shift of those who were known to be away: what they lost was paid all the same
    and is added.
    """
    between = (first_day, last_day)
    worked = _seconds(_shifts(site, first_day, last_day), "starts_at", site=site)
    unpaid = ShiftActivity.objects.filter(
        shift__in=_shifts(site, first_day, last_day), is_paid=False
    )
    pauses = _seconds(unpaid, "shift__starts_at", site=site)
    away = LostTime.objects.filter(site=site, day__range=between, person__isnull=False)
    of_the_day = Shift.objects.alias(
        local_day=TruncDate("starts_at", tzinfo=site.tzinfo),
    ).filter(
        person=OuterRef("person"), roster__state=RosterState.PUBLISHED, local_day=OuterRef("day")
    )
    without_a_shift = away.filter(~Exists(of_the_day)).order_by().values_list("day")
    for day, seconds in without_a_shift.annotate(total=Sum("seconds")):
        if day in worked:
            worked[day] += seconds
    paid = {day: seconds - pauses.get(day, 0.0) for day, seconds in worked.items()}
    told = PaidTime.objects.filter(site=site, day__range=between)
    return paid | {row.day: float(row.seconds) for row in told}


def _shifts(site: Site, first_day: date, last_day: date) -> QuerySet[Shift]:
    starts, ends = (
        datetime.combine(day, time.min, tzinfo=site.tzinfo)
        for day in (first_day, last_day + timedelta(days=1))
    )
    return Shift.objects.filter(
        roster__site=site,
        roster__state=RosterState.PUBLISHED,
        starts_at__gte=starts,
        starts_at__lt=ends,
    )


def _seconds(
    stretches: "QuerySet[Shift] | QuerySet[ShiftActivity]", starts_at: str, *, site: Site
) -> dict[date, float]:
    """Return how long stretches are in all, by the local day on which their shift starts."""
    by_day = (
        stretches.order_by()
        .annotate(local_day=TruncDate(starts_at, tzinfo=site.tzinfo))
        .values_list("local_day")
        .annotate(total=Sum(F("ends_at") - F("starts_at"), output_field=DurationField()))
    )
    return {day: total.total_seconds() for day, total in by_day}
