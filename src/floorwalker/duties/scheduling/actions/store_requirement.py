"""Store what a week needs."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.models import Requirement, RequirementInterval
from floorwalker.duties.scheduling.stages.requiring import RequirementDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.models import Site


def store_requirement(
    actor: Actor, *, site: Site, draft: RequirementDraft, at: datetime
) -> Requirement:
    """Add the requirement of a week, with the forecasts and targets it was made from."""
    actor.require("plan_week", site_id=site.pk)
    with transaction.atomic():
        requirement = Requirement.objects.create(
            site=site,
            week_starts_on=draft.week.starts_on,
            shrinkage_ratio=draft.shrinkage_ratio,
            kept_days_ratio=draft.kept_days_ratio,
            learned_shrinkage=draft.learned_shrinkage,
            interval_minutes=draft.interval_minutes,
            targets=draft.targets,
            created_at=at,
            created_by_name=actor.name,
        )
        requirement.forecasts.set(draft.forecasts)
        RequirementInterval.objects.bulk_create(
            RequirementInterval(requirement=requirement, **vars(row)) for row in draft.intervals
        )
        after = {
            "shrinkage_ratio": draft.shrinkage_ratio,
            "kept_days_ratio": draft.kept_days_ratio,
            "intervals": len(draft.intervals),
        }
        record(actor, "store_requirement", subject=requirement, after=after, at=at)
    return requirement
