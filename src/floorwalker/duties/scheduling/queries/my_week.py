"""One's own week, as published."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Shift
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, Week, monday_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Person


@dataclass(frozen=True)
class OwnPause:
    """A break or lunch, in local time."""

    label: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class OwnDay:
    """One day; without a shift it is free."""

    day: date
    is_today: bool
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    pauses: tuple[OwnPause, ...] = ()


@dataclass(frozen=True)
class MyWeekPage:
    """Seven days, their paid hours, and the ways to the weeks beside.

    `kept_weeks` are those that a browser keeps for offline: the present one and the next.
    """

    name: str
    site_name: str
    zone: ZoneInfo
    days: tuple[OwnDay, ...]
    paid_hours: float
    previous: date
    next: date
    is_published: bool
    starts_on: date
    topics: str
    kept_weeks: tuple[date, date]


def my_week_page(actor: Actor, *, at: datetime, day: date | None = None) -> MyWeekPage | None:
    """Return the week that holds `day` (or now); `None` when no person is behind the account."""
    actor.require("see_own_week")
    if actor.person_id is None:
        return None
    person = Person.objects.select_related("team__site").get(pk=actor.person_id)
    site = person.team.site
    today = at.astimezone(site.tzinfo).date()
    week = Week(monday_of(day or today), site.tzinfo)
    shifts = list(
        Shift.objects.filter(
            person=person,
            roster__state=RosterState.PUBLISHED,
            roster__week_starts_on=week.starts_on,
        ).prefetch_related("activities")
    )
    return MyWeekPage(
        name=person.name,
        site_name=site.name,
        zone=site.tzinfo,
        days=tuple(_day(day, shifts, zone=week.zone, today=today) for day in week.days),
        paid_hours=sum(shift.paid_hours for shift in shifts),
        previous=week.starts_on - timedelta(days=DAYS_PER_WEEK),
        next=week.starts_on + timedelta(days=DAYS_PER_WEEK),
        is_published=site.rosters.filter(
            week_starts_on=week.starts_on, state=RosterState.PUBLISHED
        ).exists(),
        starts_on=week.starts_on,
        kept_weeks=(monday_of(today), monday_of(today) + timedelta(days=DAYS_PER_WEEK)),
        topics=f"person/{person.pk} site/{site.pk}/weeks/{week.starts_on}",
    )


def _day(day: date, shifts: list[Shift], *, zone: ZoneInfo, today: date) -> OwnDay:
    for shift in shifts:
        if shift.starts_at.astimezone(zone).date() == day:
            return OwnDay(
                day=day,
                is_today=day == today,
                starts_at=shift.starts_at.astimezone(zone),
                ends_at=shift.ends_at.astimezone(zone),
                pauses=tuple(
                    OwnPause(
                        label=pause.get_activity_display(),
                        starts_at=pause.starts_at.astimezone(zone),
                        ends_at=pause.ends_at.astimezone(zone),
                    )
                    for pause in shift.activities.all()
                ),
            )
    return OwnDay(day=day, is_today=day == today)
