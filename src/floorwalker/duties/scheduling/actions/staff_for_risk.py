"""Staff a week so that a chosen share of its days keeps the promise."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.actions._refuse_published import refuse_published
from floorwalker.duties.scheduling.actions.store_requirement import store_requirement
from floorwalker.duties.scheduling.models import Requirement
from floorwalker.duties.scheduling.stages.requiring import require_week
from floorwalker.duties.scheduling.stages.shrinking import learned_week
from floorwalker.duties.scheduling.week import Week
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def staff_for_risk(
    actor: Actor, *, requirement: Requirement, kept_days_ratio: float | None, at: datetime
) -> Requirement:
    """Add a requirement of the same week, from its newest forecasts, staffed for the risk.

    The next roster of the week is made for the same risk. `None` staffs for the forecast itself.

    Raises:
        NotPermittedError: this actor may not.
        RosterAlreadyPublishedError: the week is published, so no roster would be made from it.
        StateError: a queue has no forecast of the whole week any more.
    """
    site = requirement.site
    actor.require("plan_week", site_id=site.pk)
    week = Week(requirement.week_starts_on, site.tzinfo)
    with transaction.atomic():
        refuse_published(site, week_starts_on=week.starts_on)
        today = at.astimezone(week.zone).date()
        draft = require_week(
            site,
            week=week,
            shrinkage_ratio=requirement.shrinkage_ratio,
            learned=learned_week(site, starts_on=week.starts_on, today=today)
            if requirement.learned_shrinkage
            else None,
            kept_days_ratio=kept_days_ratio,
        )
        stored = store_requirement(actor, site=site, draft=draft, at=at)
        after = {"kept_days_ratio": kept_days_ratio}
        record(actor, "staff_for_risk", subject=stored, after=after, at=at)
    return stored
