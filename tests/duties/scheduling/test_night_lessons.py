"""What a night learns: slopes from past days, grades of updates; and when the work is started."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from tests.builders.day_in_progress import (
    PROGRAM,
    TEN_PAST_ELEVEN,
    TUESDAY,
    bring_in,
    bring_in_days,
    make_slopes,
)
from tests.builders.plans import make_forecast, make_queue

from floorwalker.duties.history.queries import queue_history
from floorwalker.duties.scheduling.actions.start_due_day_work import start_due_day_work
from floorwalker.duties.scheduling.actions.store_day_updates import store_day_updates
from floorwalker.duties.scheduling.actions.store_night_lessons import store_night_lessons
from floorwalker.duties.scheduling.actions.update_rest_of_day import update_rest_of_day
from floorwalker.duties.scheduling.models import IntradayGrade, IntradaySlopes, IntradayUpdate
from floorwalker.duties.scheduling.stages.forecasting import forecast_queue
from floorwalker.duties.scheduling.stages.grading import grade_site
from floorwalker.duties.scheduling.stages.intraday import update_site
from floorwalker.duties.scheduling.stages.learning import learn_site
from floorwalker.engines.forecast import (
    History,
    Today,
    intraday_update,
    morning_forecasts,
)
from floorwalker.foundation import clock
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotPermittedError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.kinds import kind_named
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.public_holidays import public_holidays

pytestmark = pytest.mark.django_db

WEDNESDAY = TUESDAY + timedelta(days=1)
NEXT_MORNING = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # 07:00 in Toronto
BUSY_MORNING = [12] * 6
FACTOR = (77 / 65) ** 0.5
PAST_DAYS = 50


def quietly(percent: float, sentence: str) -> None:
    """Nobody watches the progress."""


def days_that_share_a_factor() -> np.ndarray:
    """Fifty days of 24 half-hours of 30 contacts, each day busier or calmer by a fifth."""
    dice = np.random.default_rng(11)
    factor = dice.gamma(25, 1 / 25, size=PAST_DAYS)
    return dice.poisson(30 * factor[:, None] * np.ones(24))


def run(job: Job) -> Job:
    """Do the work of a job here, as its child process would."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    kind_named(job.kind).run(RunningJob(job, actor=PROGRAM), job.arguments)
    job.refresh_from_db()
    return job


def test_a_night_learns_from_the_days_before_and_the_day_is_then_followed(cast, monkeypatch):
    queue = make_queue(cast.site)
    counts = days_that_share_a_factor()
    bring_in_days(cast.site, "Billing", counts)
    make_forecast(queue, mean=30)
    monkeypatch.setattr(clock, "now", lambda: TEN_PAST_ELEVEN)
    (lessons,) = start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN)
    assert run(lessons).result == {"queues": 1, "grades": 0}
    bring_in(cast.site, {"Billing": [36] * 6})
    (job,) = start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN)
    assert run(job).result == {"queues": 1}
    assert start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN) == []

    slopes, update = IntradaySlopes.objects.get(), IntradayUpdate.objects.get()
    assert (slopes.day, slopes.past_days, slopes.interval_minutes) == (TUESDAY, PAST_DAYS - 14, 30)
    # Theory: a factor of variance 1/25 seen through 180 contacts: 180 ÷ (180 + 25) carries over.
    assert (update.verdict, update.slopes) == ("updated", slopes)
    assert update.factor == pytest.approx(1.2 ** (180 / 205), abs=0.03)
    # and it is what the engine says of these days at once, as the command line does
    said = intraday_update(
        Today(30, 22, open_hours(30), slopes.dispersion, open_hours(36, until=22)),
        past=morning_forecasts(days_before(queue)),
    )
    assert (update.factor, update.past_days) == (pytest.approx(said.factor), PAST_DAYS - 14)


def open_hours(mean: float, *, until: int = 48) -> np.ndarray:
    """Return the same in each slot from 08:00 to 20:00; what is later is not known."""
    slots = np.arange(48)
    return np.where(slots < until, np.where((slots >= 16) & (slots < 40), mean, 0.0), np.nan)


def days_before(queue) -> History:
    history = queue_history(queue, last_day=TUESDAY - timedelta(days=1))
    return replace(history, holidays=public_holidays("CA", "ON", years={2026}))


def test_what_came_on_the_day_itself_teaches_nothing_about_it(cast):
    make_queue(cast.site)
    bring_in_days(cast.site, "Billing", days_that_share_a_factor())
    (before,) = learn_site(cast.site, day=TUESDAY, progress=quietly)
    bring_in(cast.site, {"Billing": [90] * 6})
    assert learn_site(cast.site, day=TUESDAY, progress=quietly) == (before,)


def test_a_forecast_made_in_the_middle_of_a_day_does_not_take_it_for_a_whole_one(cast):
    queue = make_queue(cast.site)
    bring_in_days(cast.site, "Billing", days_that_share_a_factor())
    week = TUESDAY + timedelta(days=6)
    before = forecast_queue(queue, week_starts_on=week, today=TUESDAY)
    bring_in(cast.site, {"Billing": [30] * 6})
    assert forecast_queue(queue, week_starts_on=week, today=TUESDAY) == before
    assert (before.first_day, before.history_until) == (TUESDAY, TUESDAY - timedelta(days=1))
    assert forecast_queue(queue, week_starts_on=week, today=WEDNESDAY).first_day == WEDNESDAY


def test_a_queue_without_history_teaches_nothing(cast):
    make_queue(cast.site)
    assert learn_site(cast.site, day=TUESDAY, progress=quietly) == ()


def updated_day(site) -> IntradayUpdate:
    queue = site.queues.first() or make_queue(site)
    make_forecast(queue)
    make_slopes(queue)
    bring_in(site, {"Billing": BUSY_MORNING})
    drafts = update_site(site, at=TEN_PAST_ELEVEN)
    (update,) = store_day_updates(PROGRAM, site=site, drafts=drafts, at=TEN_PAST_ELEVEN)
    return update


def test_a_day_is_graded_over_the_rest_from_each_update_on(cast):
    updated_day(cast.site)
    bring_in(cast.site, {"Billing": [*BUSY_MORNING, *[12] * 18]}, at=NEXT_MORNING)
    (grade,) = grade_site(cast.site, before=WEDNESDAY)
    assert (grade.day, grade.updates, grade.offered) == (TUESDAY, 1, 18 * 12)
    assert grade.wape_ratio_morning == pytest.approx(2 / 12)
    assert grade.wape_ratio_updated == pytest.approx((12 - 10 * FACTOR) / 12, abs=1e-3)


def test_every_update_of_a_day_counts(cast):
    updated_day(cast.site)
    noon = TEN_PAST_ELEVEN + timedelta(hours=1)
    bring_in(cast.site, {"Billing": [*BUSY_MORNING, 12, 12]}, at=noon)
    drafts = update_site(cast.site, at=noon)
    store_day_updates(PROGRAM, site=cast.site, drafts=drafts, at=noon)
    bring_in(cast.site, {"Billing": [*BUSY_MORNING, 12, 12, *[15] * 16]}, at=NEXT_MORNING)
    (grade,) = grade_site(cast.site, before=WEDNESDAY)
    assert (grade.updates, grade.offered) == (2, 2 * 12 + 2 * 16 * 15)
    later = (101 / 85) ** 0.5  # 96 came by noon and 80 were expected
    errors = [2 * abs(12 - 10 * f) * n + 16 * (15 - 10 * f) for f, n in ((FACTOR, 1), (later, 0))]
    assert grade.wape_ratio_updated == pytest.approx(sum(errors) / grade.offered, abs=1e-3)
    assert grade.wape_ratio_morning == pytest.approx((2 * 2 + 32 * 5) / grade.offered)


@pytest.mark.parametrize(
    ("told", "brought_in_at", "is_graded"),
    [
        (24, NEXT_MORNING, True),
        (22, NEXT_MORNING, True),  # nobody called in the last hour
        (21, NEXT_MORNING, False),
        (24, datetime(2026, 11, 25, 1, 5, tzinfo=UTC), True),  # 20:05, after closing time
        (22, datetime(2026, 11, 25, 1, 5, tzinfo=UTC), False),
        (6, NEXT_MORNING, False),
    ],
)
def test_a_day_is_graded_once_it_is_told_as_a_whole(cast, told, brought_in_at, is_graded):
    updated_day(cast.site)
    bring_in(cast.site, {"Billing": [13] * told}, at=brought_in_at)
    assert bool(grade_site(cast.site, before=WEDNESDAY)) is is_graded
    assert grade_site(cast.site, before=TUESDAY) == ()


def test_a_day_whose_morning_forecast_stood_is_not_graded(cast):
    make_forecast(make_queue(cast.site))
    bring_in(cast.site, {"Billing": BUSY_MORNING})
    drafts = update_site(cast.site, at=TEN_PAST_ELEVEN)
    store_day_updates(PROGRAM, site=cast.site, drafts=drafts, at=TEN_PAST_ELEVEN)
    bring_in(cast.site, {"Billing": [12] * 24}, at=NEXT_MORNING)
    assert grade_site(cast.site, before=WEDNESDAY) == ()


def store_lessons(site, *, day=WEDNESDAY, actor=PROGRAM):
    store_night_lessons(
        actor,
        site=site,
        day=day,
        slopes=learn_site(site, day=day, progress=quietly),
        grades=grade_site(site, before=day),
        at=NEXT_MORNING,
    )


def test_a_day_is_graded_once_and_auditors_are_told(cast):
    updated_day(cast.site)
    bring_in(cast.site, {"Billing": [12] * 24}, at=NEXT_MORNING)
    store_lessons(cast.site)
    entry = AuditRecord.objects.latest("pk")
    assert (entry.action, entry.after) == (
        "store_night_lessons",
        {"day": "2026-11-25", "queues": 1, "grades": 1},
    )
    store_lessons(cast.site)
    assert IntradayGrade.objects.count() == 1


def test_updates_and_slopes_go_after_ninety_days_and_grades_stay(cast):
    updated_day(cast.site)
    bring_in(cast.site, {"Billing": [12] * 24}, at=NEXT_MORNING)
    store_lessons(cast.site, day=WEDNESDAY)
    store_lessons(cast.site, day=TUESDAY + timedelta(days=90))
    assert IntradayUpdate.objects.count() == 1
    store_lessons(cast.site, day=TUESDAY + timedelta(days=91))
    assert not IntradayUpdate.objects.exists()
    assert not IntradaySlopes.objects.filter(day=TUESDAY).exists()
    assert IntradayGrade.objects.count() == 1


def test_lessons_are_started_once_a_night_after_two_on_the_sites_clock(cast):
    make_forecast(make_queue(cast.site))
    midnight = datetime.combine(TUESDAY, time(0), tzinfo=cast.site.tzinfo)
    assert [j.kind for j in start_due_day_work(PROGRAM, at=midnight)] == ["update_rest_of_day"]
    Job.objects.update(state=JobState.SUCCEEDED)
    (lessons,) = start_due_day_work(PROGRAM, at=midnight + timedelta(hours=2))
    assert (lessons.kind, lessons.arguments["day"]) == ("learn_from_past_days", "2026-11-24")
    Job.objects.filter(pk=lessons.pk).update(state=JobState.FAILED)
    later = start_due_day_work(PROGRAM, at=midnight + timedelta(hours=3))
    assert [job.kind for job in later] == ["update_rest_of_day"]


def test_a_site_without_a_forecast_of_today_has_nothing_to_do(cast):
    make_queue(cast.site)
    make_forecast(make_queue(cast.other_site), week_starts_on=WEDNESDAY)
    assert start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN) == []


def test_an_update_is_not_started_while_one_waits_nor_soon_after_one_failed(cast):
    make_forecast(make_queue(cast.site))
    start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN)  # the lessons
    (job,) = start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN)
    assert start_due_day_work(PROGRAM, at=TEN_PAST_ELEVEN) == []
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=TEN_PAST_ELEVEN)
    soon, later = (TEN_PAST_ELEVEN + timedelta(minutes=minutes) for minutes in (29, 31))
    assert start_due_day_work(PROGRAM, at=soon) == []
    assert [j.kind for j in start_due_day_work(PROGRAM, at=later)] == ["update_rest_of_day"]


def test_an_update_is_asked_for_by_those_who_plan(cast):
    job = update_rest_of_day(cast.actor("asha"), site=cast.site, at=TEN_PAST_ELEVEN)
    assert (job.kind, job.site) == ("update_rest_of_day", cast.site)
    assert AuditRecord.objects.latest("pk").action == "update_rest_of_day"
    for name in ("ben", "zoe", "otto"):
        with pytest.raises(NotPermittedError):
            update_rest_of_day(cast.actor(name), site=cast.site, at=TEN_PAST_ELEVEN)
    assert Job.objects.count() == 1
