"""The jobs of planning. Each takes effect once and starts the next one.

Every process of the site imports this file at its start, so the engines are imported by the work.
"""

from collections.abc import Callable
from datetime import date
from time import monotonic

from asgiref.sync import sync_to_async
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.actions.start_job import start_job
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Site

EVERY_MINUTE = "* * * * *"
SOLVER_SECONDS = 12.0
REPLICATIONS = 100
TWIN_SEED = 1
EVERY_NIGHT = "40 3 * * *"


@job_kind("make_forecast", title=gettext_lazy("Forecast"))
def make_forecast(job: RunningJob, *, site_id: int, week_starts_on: str) -> None:
    """Forecast every queue of a site, then start the roster of the week."""
    from floorwalker.duties.scheduling.actions.store_forecasts import store_forecasts
    from floorwalker.duties.scheduling.stages.forecasting import forecast_site

    site = Site.objects.get(pk=site_id)
    drafts = forecast_site(
        site,
        week_starts_on=date.fromisoformat(week_starts_on),
        today=clock.now().astimezone(site.tzinfo).date(),
        progress=lambda percent, name: job.progress(percent, _("Forecasting %s") % name),
    )
    with job.effect() as effect:
        at = clock.now()
        versions = store_forecasts(job.actor, drafts=drafts, at=at)
        arguments: dict[str, object] = {"site_id": site_id, "week_starts_on": week_starts_on}
        follow = start_job(job.actor, "make_roster", arguments=arguments, site_id=site_id, at=at)
        effect.result = {"versions": [v.pk for v in versions], "next_job": follow.pk}


@job_kind("make_roster", title=gettext_lazy("Requirement and roster"))
def make_roster(job: RunningJob, *, site_id: int, week_starts_on: str) -> None:
    """Work out the need of a week and roster it, then start its rehearsal."""
    from floorwalker.duties.scheduling.actions.store_requirement import store_requirement
    from floorwalker.duties.scheduling.actions.store_roster import store_roster
    from floorwalker.duties.scheduling.stages import requiring, risk, rostering, shrinking
    from floorwalker.duties.scheduling.week import Week
    from floorwalker.engines.roster import RosterProblemError, solve

    site = Site.objects.get(pk=site_id)
    week = Week(date.fromisoformat(week_starts_on), site.tzinfo)
    job.progress(1, _("Working out the requirement"))
    draft = requiring.require_week(
        site,
        week=week,
        shrinkage_ratio=shrinking.usual_shrinkage_ratio(site),
        learned=shrinking.learned_week(
            site, starts_on=week.starts_on, today=clock.now().astimezone(week.zone).date()
        ),
        kept_days_ratio=risk.chosen_risk(site, week=week),
    )
    facts = rostering.gather_facts(
        site, week=week, needed=draft.intervals, interval_minutes=draft.interval_minutes
    )
    clock_run_out = _after(SOLVER_SECONDS)
    try:
        solution = solve(
            facts.problem,
            seed=week.starts_on.toordinal(),
            stop=clock_run_out,
            progress=_solver_progress(job),
        )
    except RosterProblemError as error:
        raise BadInputError(error.what, where=error.where) from error
    with job.effect() as effect:
        at = clock.now()
        stored = store_requirement(job.actor, site=site, draft=draft, at=at)
        roster = store_roster(job.actor, requirement=stored, facts=facts, solution=solution, at=at)
        arguments: dict[str, object] = {"roster_id": roster.pk}
        follow = start_job(
            job.actor, "rehearse_roster", arguments=arguments, site_id=site_id, at=at
        )
        effect.result = {"roster": roster.pk, "next_job": follow.pk}


@job_kind("rehearse_roster", title=gettext_lazy("Rehearsal"))
def rehearse_roster(job: RunningJob, *, roster_id: int) -> None:
    """Simulate a roster against its forecast."""
    from floorwalker.duties.scheduling.actions.store_rehearsal import store_rehearsal
    from floorwalker.duties.scheduling.models import Roster
    from floorwalker.duties.scheduling.stages import rehearsing
    from floorwalker.duties.scheduling.stages.twinning import newest_twin

    roster = Roster.objects.select_related("requirement__site").get(pk=roster_id)
    twin = newest_twin(roster.site)
    outcome = rehearsing.rehearse_roster(
        roster,
        twin=twin,
        seed=roster_id,
        replications=REPLICATIONS,
        progress=lambda percent: job.progress(percent, _("Rehearsing")),
    )
    with job.effect() as effect:
        rehearsal = store_rehearsal(
            job.actor,
            roster_id=roster_id,
            revision=roster.revision,
            twin=twin,
            outcome=outcome,
            seed=roster_id,
            replications=REPLICATIONS,
            at=clock.now(),
        )
        effect.result = {"rehearsal": rehearsal.pk}


@job_kind("make_twin", title=gettext_lazy("Twin"))
def make_twin(job: RunningJob, *, site_id: int) -> None:
    """Learn a site's twin from its records, and hold it against the days after them."""
    from floorwalker.duties.scheduling.actions.store_twin import store_twin
    from floorwalker.duties.scheduling.stages import twinning

    site = Site.objects.get(pk=site_id)
    job.progress(1, _("Reading the recorded contacts"))
    draft = twinning.make_twin(
        site,
        seed=TWIN_SEED,
        progress=lambda percent: job.progress(percent, _("Playing the recorded days")),
    )
    with job.effect() as effect:
        twin = store_twin(job.actor, draft=draft, at=clock.now())
        effect.result = {"twin": twin.pk}


@job_kind("update_rest_of_day", title=gettext_lazy("Rest of the day"))
def update_the_rest_of_a_day(job: RunningJob, *, site_id: int) -> None:
    """Say anew what is expected of today's rest, of the queues of which something new is known."""
    from floorwalker.duties.scheduling.actions.store_day_updates import store_day_updates
    from floorwalker.duties.scheduling.stages.intraday import update_site

    site, at = Site.objects.get(pk=site_id), clock.now()
    drafts = update_site(site, at=at)
    with job.effect() as effect:
        stored = store_day_updates(job.actor, site=site, drafts=drafts, at=at)
        effect.result = {"queues": len(stored)}


@job_kind("learn_from_past_days", title=gettext_lazy("Learning from past days"))
def learn_from_past_days(job: RunningJob, *, site_id: int, day: str) -> None:
    """Grade the updates of days that are over, and learn the slopes of a day to come."""
    from floorwalker.duties.scheduling.actions.store_night_lessons import store_night_lessons
    from floorwalker.duties.scheduling.stages.grading import grade_site
    from floorwalker.duties.scheduling.stages.learning import learn_site

    site, of_day = Site.objects.get(pk=site_id), date.fromisoformat(day)
    grades = grade_site(site, before=of_day)
    slopes = learn_site(
        site,
        day=of_day,
        progress=lambda percent, name: job.progress(percent, _("Learning from %s") % name),
    )
    with job.effect() as effect:
        store_night_lessons(
            job.actor, site=site, day=of_day, slopes=slopes, grades=grades, at=clock.now()
        )
        effect.result = {"queues": len(slopes), "grades": len(grades)}


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="floorwalker.watch_days", queueing_lock="watch_days")
async def watch_days(timestamp: int) -> None:
    """Start what days in progress are due."""
    from floorwalker.duties.scheduling.actions.start_due_day_work import start_due_day_work

    del timestamp
    await sync_to_async(start_due_day_work)(Actor.program("day in progress"), at=clock.now())


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="floorwalker.calibrate_waits", queueing_lock="calibrate_waits")
async def calibrate_waits_every_night(timestamp: int) -> None:
    """Start the calibration of each site that has contacts one by one."""
    del timestamp
    await sync_to_async(calibrate_waits_of_all)()


def calibrate_waits_of_all() -> None:
    """Start a job for each site that has contacts one by one."""
    from floorwalker.duties.history.queries import sites_with_contacts
    from floorwalker.duties.scheduling.actions.calibrate_waits import calibrate_waits

    for site in sites_with_contacts():
        calibrate_waits(Actor.program("calibration"), site=site, at=clock.now())


@job_kind("calibrate_waits", title=gettext_lazy("Expected waits"))
def calibrate_waits_of_site(job: RunningJob, *, site_id: int) -> None:
    """Learn how to tell the expected wait of each queue of a site."""
    from floorwalker.duties.scheduling.actions.store_wait_calibrations import (
        store_wait_calibrations,
    )
    from floorwalker.duties.scheduling.stages.calibrating_waits import calibrate_site

    job.progress(1, _("Replaying the latest contacts"))
    drafts = calibrate_site(Site.objects.get(pk=site_id))
    with job.effect() as effect:
        stored = store_wait_calibrations(job.actor, drafts=drafts, at=clock.now())
        effect.result = {"calibrations": [calibration.pk for calibration in stored]}


def _solver_progress(job: RunningJob) -> Callable[[int, float, float], None]:
    """Return what the solver tells its best cost and the bound to."""
    began = monotonic()
    words = _("Rostering: cost %(cost).0f, at best %(bound).0f")

    def tell(iteration: int, cost: float, bound: float) -> None:
        del iteration
        share = (monotonic() - began) / SOLVER_SECONDS
        job.progress(100 * share, words % {"cost": cost, "bound": bound})

    return tell


def _after(seconds: float) -> Callable[[], bool]:
    """Return a question that is answered yes once the seconds have passed."""
    ends = monotonic() + seconds
    return lambda: monotonic() > ends
