"""Start the chain forecast → roster → rehearsal for a week, or its later part."""

from datetime import date, datetime

from django.db import transaction

from floorwalker.duties.scheduling.actions._refuse_published import refuse_published
from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site


def plan_week(
    actor: Actor, *, site: Site, week_starts_on: date, with_forecast: bool, at: datetime
) -> Job:
    """Queue the planning of the week that holds the day; each job starts the next.

    With `with_forecast` new forecasts are made first; without, the newest ones (edited by hand or
    not) are planned from.

    Raises:
        NotPermittedError: this actor may not.
        RosterAlreadyPublishedError: the week is published.
    """
    actor.require("plan_week", site_id=site.pk)
    week_starts_on = monday_of(week_starts_on)
    with transaction.atomic():
        refuse_published(site, week_starts_on=week_starts_on)
        add_usual_templates(actor, site=site, at=at)
        job = start_job(
            actor,
            "make_forecast" if with_forecast else "make_roster",
            arguments={"site_id": site.pk, "week_starts_on": week_starts_on.isoformat()},
            site_id=site.pk,
            at=at,
        )
        after = {"week_starts_on": str(week_starts_on), "job": job.pk}
        record(actor, "plan_week", subject=site, after=after, at=at)
    return job
