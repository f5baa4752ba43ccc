"""The jobs of planning. Each takes effect once and starts the next one.

Every process of the site imports this file at its start, so the engines are imported by the work.
"""

from collections.abc import Callable
from datetime import date
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.foundation import clock
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.actions.start_job import start_job
from floorwalker.foundation.jobs.kinds import job_kind
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Site

SOLVER_SECONDS = 12.0
REPLICATIONS = 100


@job_kind("make_forecast", title=gettext_lazy("Forecast"))
def make_forecast(job: RunningJob, *, site_id: int, week_starts_on: str) -> None:
    """Forecast every queue of a site, then start the roster of the week."""
    from floorwalker.duties.scheduling.actions.store_forecasts import store_forecasts
    from floorwalker.duties.scheduling.stages.forecasting import forecast_site

    site = Site.objects.get(pk=site_id)
    drafts = forecast_site(
        site,
        week_starts_on=date.fromisoformat(week_starts_on),
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
    from floorwalker.duties.scheduling.stages import requiring, rostering, shrinking
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

    roster = Roster.objects.select_related("requirement__site").get(pk=roster_id)
    outcome = rehearsing.rehearse_roster(
        roster,
        seed=roster_id,
        replications=REPLICATIONS,
        progress=lambda percent: job.progress(percent, _("Rehearsing")),
    )
    with job.effect() as effect:
        rehearsal = store_rehearsal(
            job.actor,
            roster_id=roster_id,
            revision=roster.revision,
            outcome=outcome,
            seed=roster_id,
            replications=REPLICATIONS,
            at=clock.now(),
        )
        effect.result = {"rehearsal": rehearsal.pk}


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
