"""From a history to a rehearsed week: the three jobs, one after the other, on a tiny centre."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.cast import make_cast
from tests.builders.plans import make_queue
from tests.builders.processes import eventually, floorwalker_process

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling import tasks
from floorwalker.duties.scheduling.actions.plan_week import plan_week
from floorwalker.duties.scheduling.actions.staff_for_risk import staff_for_risk
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import ForecastVersion, Rehearsal, Requirement, Roster
from floorwalker.duties.scheduling.stages.judging import judge_roster
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.duties.scheduling.week import Week
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs import actions
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.kinds import kind_named
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Contract, Person, Skill

PROGRAM = Actor.program("tests")
MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
HISTORY_WEEKS = 4


def make_centre(folder):
    """Eight people, four of whom also speak French; two queues with four weeks of half-hours."""
    site = make_cast().site
    Person.objects.all().update(inactive_from=MONDAY)
    french = Skill.objects.create(site=site, name="french")
    team = site.teams.get(name="North")
    for number in range(8):
        person = Person.objects.create(team=team, name=f"P{number}", employee_number=str(number))
        Contract.objects.create(person=person, week_hours_min=24, week_hours_max=40)
        person.skills.set([french] if number % 2 else [])
    make_queue(site, name="Billing")
    make_queue(site, name="Factures").required_skills.set([french])
    import_file(PROGRAM, _history(folder), site=site, choices=Choices(zone_name=site.zone), at=AT)
    return site


def _history(folder):
    path = folder / "intervals.csv"
    first = MONDAY - timedelta(weeks=HISTORY_WEEKS)
    lines = ["time,queue,offered,answered,aht_seconds"]
    for day in range(7 * HISTORY_WEEKS):
        for slot in range(16, 36):  # 08:00 to 18:00
            at = datetime.combine(first, datetime.min.time()) + timedelta(
                days=day, minutes=30 * slot
            )
            for queue, mean in (("Billing", 8), ("Factures", 4)):
                offered = mean + (slot + day) % 3 - 1
                lines.append(f"{at:%Y-%m-%d %H:%M},{queue},{offered},{offered},240")
    path.write_text("\n".join(lines) + "\n")
    return path


def run(job: Job) -> Job:
    """Do the work of a job here, as its child process would."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    kind_named(job.kind).run(RunningJob(job, actor=PROGRAM), job.arguments)
    job.refresh_from_db()
    return job


@pytest.mark.django_db
def test_the_chain_makes_a_rehearsed_week_whose_parts_name_what_they_were_made_from(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tasks, "SOLVER_SECONDS", 0.5)
    monkeypatch.setattr(tasks, "REPLICATIONS", 4)
    site = make_centre(tmp_path)
    job = plan_week(PROGRAM, site=site, week_starts_on=MONDAY, with_forecast=True, at=AT)
    kinds = []
    while job is not None:
        done = run(job)
        kinds.append((done.kind, done.state))
        job = Job.objects.filter(pk=done.result.get("next_job")).first()
    chain = ("make_forecast", "make_roster", "rehearse_roster")
    assert kinds == [(kind, JobState.SUCCEEDED) for kind in chain]

    versions = ForecastVersion.objects.filter(queue__site=site)
    assert {v.queue.name: v.first_day for v in versions} == {"Billing": MONDAY, "Factures": MONDAY}
    assert {v.history_until for v in versions} == {MONDAY - timedelta(days=1)}
    requirement = Requirement.objects.get()
    assert set(requirement.forecasts.all()) == set(versions)
    roster, rehearsal = Roster.objects.get(), Rehearsal.objects.get()
    assert (roster.requirement_id, rehearsal.roster_id) == (requirement.pk, roster.pk)
    assert (rehearsal.roster_revision, roster.state) == (1, RosterState.REHEARSED)

    shifts = roster.shifts.select_related("template").prefetch_related("activities")
    judged = judge_roster(roster_facts(requirement), shifts)
    assert judged.broken == ()
    assert roster.bound <= roster.cost
    told_short = sum(stretch["hours"] for stretch in roster.explanation["short"])
    assert told_short <= judged.coverage.short_hours + 1e-9
    assert roster.explanation["conflicts"] == []
    week = Week(MONDAY, site.tzinfo)
    assert all(week.starts_at <= shift.starts_at < week.ends_at for shift in shifts)

    outcome = rehearsal.outcome
    assert [queue["queue"] for queue in outcome["queues"]] == ["Billing", "Factures"]
    expected = sum(requirement.intervals.values_list("offered", flat=True))
    assert outcome["week"]["offered"] == pytest.approx(expected, rel=0.25)

    chosen = staff_for_risk(PROGRAM, requirement=requirement, kept_days_ratio=0.9, at=AT)
    run(plan_week(PROGRAM, site=site, week_starts_on=MONDAY, with_forecast=False, at=AT))
    newest = Roster.objects.latest("pk").requirement
    assert newest.pk > chosen.pk
    assert newest.kept_days_ratio == 0.9  # the week's next roster is made for the risk chosen


@pytest.mark.django_db
def test_a_site_without_history_says_what_to_do(cast):
    make_queue(cast.site)
    job = plan_week(PROGRAM, site=cast.site, week_starts_on=MONDAY, with_forecast=True, at=AT)
    with pytest.raises(BadInputError):
        run(job)
    assert not ForecastVersion.objects.exists()


@pytest.mark.django_db
def test_an_edited_forecast_is_planned_from_when_no_new_one_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "SOLVER_SECONDS", 0.2)
    site = make_centre(tmp_path)
    first = plan_week(PROGRAM, site=site, week_starts_on=MONDAY, with_forecast=True, at=AT)
    run(first)
    again = plan_week(PROGRAM, site=site, week_starts_on=MONDAY, with_forecast=False, at=AT)
    run(again)
    assert ForecastVersion.objects.count() == 2
    assert Roster.objects.count() == 1


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("worker")
def test_a_roster_is_cancelled_within_a_second_while_it_is_solved(tmp_path):
    site = make_centre(tmp_path)
    forecast = plan_week(PROGRAM, site=site, week_starts_on=MONDAY, with_forecast=True, at=AT)
    Job.objects.update(state=JobState.RUNNING, attempt=1)
    forecast.refresh_from_db()
    tasks.make_forecast(RunningJob(forecast, actor=PROGRAM), **forecast.arguments)
    job = Job.objects.get(kind="make_roster")

    def is_solving():
        job.refresh_from_db()
        return job.sentence.startswith("Rostering")

    def is_cancelled():
        job.refresh_from_db()
        return job.state == JobState.CANCELLED

    with floorwalker_process("work"):
        eventually(is_solving, within_seconds=60)
        actions.cancel_job(PROGRAM, job_id=job.pk, at=clock.now())
        eventually(is_cancelled, within_seconds=1.0)
    assert not Roster.objects.exists()
    assert not Requirement.objects.exists()


def test_the_solver_stops_when_its_time_is_up(monkeypatch):
    ticks = iter([0.0, 1.0, 11.0, 13.0])
    monkeypatch.setattr(tasks, "monotonic", lambda: next(ticks))
    is_up = tasks._after(12.0)
    assert [is_up(), is_up(), is_up()] == [False, False, True]
