"""Today: the published roster of this day, what it must serve, and what to look at first."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Rehearsal, Roster, Shift, ShiftActivity
from floorwalker.duties.scheduling.queries.grid import day_start
from floorwalker.duties.scheduling.queries.metrics import Estimate, estimate
from floorwalker.duties.scheduling.queries.people_shown import PeopleShown, people_shown
from floorwalker.duties.scheduling.queries.weeks import running_planning_jobs
from floorwalker.duties.scheduling.stages.judged_week import JudgedWeek, judged_week
from floorwalker.duties.scheduling.stages.rostering import RosterFacts
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK, MINUTES_PER_DAY, Week
from floorwalker.engines.roster_check import Coverage, short_ranges
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.ui.charts import (
    CoverageChart,
    Interval,
    ShiftChart,
    ShiftPart,
    ShiftRow,
)

SHORT_STRETCHES_SHOWN = 5


@dataclass(frozen=True)
class ShortStretch:
    """A queue short of people for a while."""

    queue: str
    starts_at: datetime
    ends_at: datetime
    agents: float


@dataclass(frozen=True)
class TodayPage:
    """One day of the published roster. Without a roster only the names are filled."""

    site_name: str
    today: date
    day: date | None = None
    roster_id: int | None = None
    next_draft_id: int | None = None
    next_draft_starts_on: date | None = None
    people: int = 0
    at_work_now: int = 0
    contacts_expected: float = 0
    service_level: Estimate | None = None
    short_hours: float = 0
    stretches: tuple[ShortStretch, ...] = ()
    coverage: CoverageChart | None = None
    shifts: ShiftChart | None = None
    shown: PeopleShown | None = None
    running_job_ids: tuple[int, ...] = ()
    previous: date | None = None
    next: date | None = None


def today_page(
    actor: Actor, *, at: datetime, day: date | None = None, team_id: int | None = None
) -> TodayPage:
    """Return today's page; when today is not published, that of the nearest published day.

    Raises:
        NotPermittedError: this actor may not see plans.
        NotFoundError: nobody of that team is in the roster.
    """
    actor.require("see_plans")
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    draft = _next_draft(site, today)
    page = TodayPage(
        site_name=site.name,
        today=today,
        next_draft_id=draft.pk if draft else None,
        next_draft_starts_on=draft.week_starts_on if draft else None,
        running_job_ids=running_planning_jobs(site),
    )
    roster = _published_nearest(site, day or today)
    if roster is None:
        return page
    judged = judged_week(roster)
    shown = people_shown(actor, judged.facts, team_id=team_id)
    return _filled(page, roster, judged, shown, day=_inside(roster, day or today), at=at)


def _published_nearest(site: Site, day: date) -> Roster | None:
    """Return the published roster that holds the day, else the next one, else the last one."""
    published = Roster.objects.filter(site=site, state=RosterState.PUBLISHED).select_related(
        "site", "requirement__site"
    )
    first_monday = day - timedelta(days=DAYS_PER_WEEK - 1)
    ahead = published.filter(week_starts_on__gte=first_monday).order_by("week_starts_on").first()
    return ahead or published.order_by("-week_starts_on").first()


def _next_draft(site: Site, today: date) -> Roster | None:
    """Return the newest roster of a coming week that waits to be published."""
    published = Roster.objects.filter(site=site, state=RosterState.PUBLISHED)
    return (
        Roster.objects.filter(site=site, week_starts_on__gt=today)
        .exclude(state=RosterState.PUBLISHED)
        .exclude(week_starts_on__in=published.values("week_starts_on"))
        .order_by("week_starts_on", "-pk")
        .first()
    )


def _inside(roster: Roster, day: date) -> date:
    last = roster.week_starts_on + timedelta(days=DAYS_PER_WEEK - 1)
    return min(max(day, roster.week_starts_on), last)


def _filled(
    page: TodayPage,
    roster: Roster,
    judged: JudgedWeek,
    shown: PeopleShown,
    *,
    day: date,
    at: datetime,
) -> TodayPage:
    facts, covered = judged.facts, judged.judgement.coverage
    columns = _columns(facts, day)
    of_day = _shifts_of_day(roster, day)
    return replace(
        page,
        day=day,
        roster_id=roster.pk,
        people=of_day.count(),
        at_work_now=_at_work(roster, at).count(),
        contacts_expected=_contacts_expected(roster, facts.week, day),
        service_level=_service_level(roster, day),
        short_hours=float(covered.under[:, columns].sum()) * covered.interval_minutes / 60,
        stretches=_stretches(facts, covered, day),
        coverage=_coverage_chart(facts, covered, columns),
        shifts=_shift_chart(of_day.filter(person__team=shown.team_id) if shown.team_id else of_day),
        shown=shown,
        previous=day - timedelta(days=1),
        next=day + timedelta(days=1),
    )


def _shifts_of_day(roster: Roster, day: date) -> QuerySet[Shift]:
    """Return the shifts that start on the local day."""
    zone = roster.site.tzinfo
    until = day_start(day + timedelta(days=1), zone)
    return roster.shifts.filter(starts_at__gte=day_start(day, zone), starts_at__lt=until)


def _at_work(roster: Roster, at: datetime) -> QuerySet[Shift]:
    """Return the shifts of those who are on queue at this moment, not on a break."""
    pause = ShiftActivity.objects.filter(shift=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    return roster.shifts.filter(~Exists(pause), starts_at__lte=at, ends_at__gt=at)


def _columns(facts: RosterFacts, day: date) -> slice:
    """Return the quarter-hours of the day in the week's coverage."""
    per_day = MINUTES_PER_DAY // facts.problem.interval_minutes
    first = (day - facts.week.starts_on).days * per_day
    return slice(first, first + per_day)


def _contacts_expected(roster: Roster, week: Week, day: date) -> float:
    start = (day - week.starts_on).days * MINUTES_PER_DAY
    total = roster.requirement.intervals.filter(
        starts_at__gte=week.moment(start), starts_at__lt=week.moment(start + MINUTES_PER_DAY)
    ).aggregate(total=Sum("offered"))["total"]
    return float(total or 0)


def _service_level(roster: Roster, day: date) -> Estimate | None:
    rehearsal = Rehearsal.objects.filter(roster=roster).first()
    for row in rehearsal.outcome["days"] if rehearsal else ():
        if row["day"] == day.isoformat():
            return estimate(row["service_level"])
    return None


def _stretches(facts: RosterFacts, covered: Coverage, day: date) -> tuple[ShortStretch, ...]:
    """Return the worst short stretches of the day, the most missing hours first."""
    first = (day - facts.week.starts_on).days * MINUTES_PER_DAY
    found = [
        stretch
        for stretch in short_ranges(covered)
        if first <= stretch.start_minute < first + MINUTES_PER_DAY
    ]
    worst = sorted(found, key=lambda stretch: -stretch.hours_short)[:SHORT_STRETCHES_SHOWN]
    return tuple(
        ShortStretch(
            queue=facts.queues[stretch.queue].name,
            starts_at=facts.week.moment(stretch.start_minute),
            ends_at=facts.week.moment(stretch.end_minute),
            agents=stretch.agents_short_max,
        )
        for stretch in worst
    )


def _coverage_chart(facts: RosterFacts, covered: Coverage, columns: slice) -> CoverageChart | None:
    """Draw all queues together, from the first to the last quarter-hour with anybody in it."""
    required = covered.required[:, columns].sum(axis=0)
    scheduled = covered.scheduled[:, columns].sum(axis=0)
    busy = [i for i in range(len(required)) if required[i] > 0 or scheduled[i] > 0]
    if not busy:
        return None
    return CoverageChart(
        id="coverage-today",
        title=_("People scheduled against people required"),
        interval_minutes=covered.interval_minutes,
        intervals=[
            Interval(
                starts_at=facts.week.moment((columns.start + i) * covered.interval_minutes),
                required=float(required[i]),
                scheduled=float(scheduled[i]),
            )
            for i in range(busy[0], busy[-1] + 1)
        ],
    )


def _shift_chart(shifts: QuerySet[Shift]) -> ShiftChart | None:
    ordered = list(
        shifts.select_related("person")
        .prefetch_related("activities")
        .order_by("starts_at", "person__name")
    )
    if not ordered:
        return None
    return ShiftChart(
        id="shifts-today",
        title=_("Who works when"),
        description=_("One row a person, with breaks and lunch."),
        starts_at=ordered[0].starts_at,
        ends_at=max(shift.ends_at for shift in ordered),
        rows=[ShiftRow(shift.person.name, _parts(shift)) for shift in ordered],
    )


def _parts(shift: Shift) -> list[ShiftPart]:
    pauses = [
        ShiftPart(
            "lunch" if pause.activity == "lunch" else "break",
            pause.get_activity_display(),
            pause.starts_at,
            pause.ends_at,
        )
        for pause in shift.activities.all()
    ]
    return [ShiftPart("work", _("On queue"), shift.starts_at, shift.ends_at), *pauses]
