"""A centre in use: something of everything that a page can show.

    two sites      Toronto with the cast and more people, Moncton without any plan
    this week      rehearsed and published, one shift moved by hand
    next week      rehearsed, on a twin that failed; the weeks after it are drafts
    imports        one with rejected rows, one that waits to be confirmed
    jobs           in every state
    today          come as far as NOW and updated, with grades of the days before

`times` makes more of all that comes in rows, so that a page whose queries grow with them is seen.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from floorwalker.duties.history.actions import import_file, upload_file
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.actions.store_day_updates import store_day_updates
from floorwalker.duties.scheduling.choices import RosterState, SpecialDayKind
from floorwalker.duties.scheduling.models import ForecastVersion, Leave, LostTime, PaidTime, Roster
from floorwalker.duties.scheduling.stages.intraday import update_site
from floorwalker.foundation.accounts.models import RoleAssignment, SignIn, User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.api.actions import create_api_token
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.demand.models import OpeningHours
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Contract, Person
from tests.builders.cast import Cast
from tests.builders.day_in_progress import bring_in, make_grade, make_slopes
from tests.builders.plans import (
    MONDAY,
    make_backtest,
    make_forecast,
    make_queue,
    make_special_day,
)
from tests.builders.rosters import make_rehearsal, make_roster, shift_of
from tests.builders.twins import make_twin

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
"""Tuesday of the published week, 11:00 in Toronto."""

WEEK = timedelta(weeks=1)
HANDLE_TIME_SCORES = {
    "handle_time": [
        {"method": "constant", "lead_week": 1, "contacts": 900.0, "error_ratio": 0.2},
        {"method": "dayreg_mix", "lead_week": 1, "contacts": 900.0, "error_ratio": 0.18},
    ]
}
CHOICES = Choices(zone_name="America/Toronto")
CALLS = """id,time,queue,wait,outcome,handle time,agent
{n}1,2026-11-16 08:00:00,Billing,0,ANSWERED,100,Asha
{n}2,2026-11-16 08:01:00,Billing,20,MAYBE,200,Ben
{n}3,2026-11-16 08:14:59,Billing,21,ANSWERED,300,Ben
{n}4,2026-11-17 25:00:00,Billing,3,ANSWERED,200,Ben
{n}5,2026-11-17 09:10:00,Billing,40,ABANDON,,
"""


@dataclass(frozen=True)
class House:
    """The things that pages are about."""

    cast: Cast
    published: Roster
    rehearsed: Roster
    forecast: ForecastVersion
    done_import: Import
    waiting_import: Import
    jobs: dict[JobState, Job]


def make_full_house(cast: Cast, *, times: int = 1) -> House:
    """Fill the site of the cast."""
    for number in range(times):
        _add_people(cast, number)
        make_queue(cast.site, name=f"Billing {number or ''}".strip())
    published, rehearsed = _plans(cast, times=times)
    jobs = [_jobs(cast) for _ in range(times)]
    imports = [_imports(cast, number) for number in range(times)]
    _tokens_and_devices(cast, times=times)
    _lost_time(cast, times=times)
    queue = cast.site.queues.first()
    assert queue is not None
    forecast = make_forecast(
        queue, backtest=make_backtest() | HANDLE_TIME_SCORES, special_days=_calendar(cast, times)
    )
    edit = Edit(day=MONDAY, percent=10)
    for _ in range(times):
        edit_forecast(
            cast.actor("mia"), version=forecast, edit=edit, note="Invoices go out", at=NOW
        )
    _day_in_progress(cast)
    return House(cast, published, rehearsed, forecast, *imports[0], jobs[0])


def _calendar(cast: Cast, times: int) -> list[dict[str, object]]:
    """Mark days of every kind, give a queue hours; return what a forecast did about them."""
    queue = cast.site.queues.first()
    OpeningHours.objects.create(queue=queue, weekday=0, from_minute=480, until_minute=1200)
    told: list[dict[str, object]] = []
    for number in range(times):
        for kind in SpecialDayKind:
            day = MONDAY + timedelta(days=len(told))
            name = f"Inventaire {number}"
            make_special_day(cast.site, name=name, kind=kind, first_day=day, queue=queue)
            told.append(
                {"day": str(day), "kind": kind, "name": name, "factor": 1.1, "seen": number}
            )
    return told


def _day_in_progress(cast: Cast) -> None:
    queues = list(cast.site.queues.all())
    bring_in(cast.site, {queue.name: [12] * 6 for queue in queues}, at=NOW)
    for queue in queues:
        make_slopes(queue)
        for days in range(1, 4):
            make_grade(queue, day=NOW.date() - timedelta(days=days))
    drafts = update_site(cast.site, at=NOW)
    store_day_updates(cast.actor("mia"), site=cast.site, drafts=drafts, at=NOW)


def _add_people(cast: Cast, number: int) -> None:
    for place in range(3):
        name = ("Marie-Hélène Desrosiers", "Oluwaseun Adebayo", "Li Na")[place] + f" {number}"
        code = f"{number}-{place}"
        person = Person.objects.create(team=cast.north, name=name, employee_number=code)
        Contract.objects.create(person=person)
        Leave.objects.create(person=person, starts_on=MONDAY, ends_on=MONDAY + WEEK)
        user = User.objects.create(email=f"p{code}@example.ca", name=name, person=person)
        for role in (Role.AGENT, Role.TRAINER):
            RoleAssignment.objects.create(user=user, role=role, site=cast.site, team=cast.north)


def _plans(cast: Cast, *, times: int) -> tuple[Roster, Roster]:
    published, rehearsed = (
        make_roster(cast.site),
        make_roster(cast.site, week_starts_on=MONDAY + WEEK),
    )
    for number in range(times):
        make_roster(cast.site, week_starts_on=MONDAY + (2 + number) * WEEK, days=[0])
    twins = [make_twin(cast.site, verdict=verdict) for verdict in ("passed", "failed") * times]
    for roster, state in ((published, RosterState.PUBLISHED), (rehearsed, RosterState.REHEARSED)):
        _move_bens_shift(cast, roster)
        make_rehearsal(roster, twin=twins[-1])
        roster.state, roster.published_at, roster.published_by_name = state, NOW, "Mia"
        roster.save()
    return published, rehearsed


def _move_bens_shift(cast: Cast, roster: Roster) -> None:
    shift = shift_of(roster, cast.people["ben"])
    later = timedelta(minutes=30)
    change_shift(
        cast.actor("mia"),
        shift_id=shift.pk,
        version=shift.version,
        starts_at=shift.starts_at + later,
        ends_at=shift.ends_at + later,
        at=NOW,
    )
    roster.refresh_from_db()


def _lost_time(cast: Cast, *, times: int) -> None:
    """Nine weeks of 10 paid hours; Ben was ill on each day, trained on some, and will be again."""
    today = NOW.date()
    for number in range(-63, 7, 1):
        day = today + timedelta(days=number)
        PaidTime.objects.create(site=cast.site, day=day, seconds=36_000)
        for cause, seconds, lead in (("sickness", 3000, 0), ("training", 1200, 20))[number % 2 :]:
            if number < 0 or lead:
                _lose(cast, day, cause, seconds=seconds, lead=lead)
    for extra in range(times):
        _lose(cast, today, "other", seconds=60 + extra, lead=extra)


def _lose(cast: Cast, day: date, cause: str, *, seconds: int, lead: int) -> None:
    LostTime.objects.create(
        site=cast.site,
        person=cast.people["ben"],
        day=day,
        cause=cause,
        seconds=seconds,
        known_on=day - timedelta(days=lead),
        created_at=NOW,
        created_by_name="Mia",
    )


def _jobs(cast: Cast) -> dict[JobState, Job]:
    return {
        state: Job.objects.create(
            kind="make_roster",
            site=cast.site,
            requested_by=cast.users["mia"],
            requested_by_name="Mia",
            state=state,
            percent=100 if state is JobState.SUCCEEDED else 40,
            sentence="" if state is JobState.QUEUED else "Rostering 1,000 people",
            error="The roster cannot be made: no shift template." * (state is JobState.FAILED),
            attempt=1,
            created_at=NOW,
        )
        for state in JobState
    }


def _imports(cast: Cast, number: int) -> tuple[Import, Import]:
    mia = cast.actor("mia")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"calls-{number}.csv"
        path.write_text(CALLS.format(n=number))
        import_file(mia, path, site=cast.site, choices=CHOICES, at=NOW)
        done = Import.objects.latest("pk")
        path.write_text(CALLS.format(n=f"{number}0"))
        waiting = upload_file(
            mia, path, file_name=path.name, site=cast.site, choices=CHOICES, at=NOW
        )
    return done, waiting


def _tokens_and_devices(cast: Cast, *, times: int) -> None:
    for name in ("mia", "ben"):
        for number in range(times):
            create_api_token(
                cast.actor(name),
                name=f"Export {number}",
                scopes=[Scope.JOBS_READ],
                expires_at=NOW + 4 * WEEK,
                at=NOW,
            )
            SignIn.objects.create(
                user=cast.users[name],
                session_key=f"{name}-{number}",
                device="Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)",
                address="203.0.113.7",
                at=NOW,
                seen_at=NOW,
            )
