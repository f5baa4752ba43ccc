"""Store a twin with its verdict."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.models import Twin
from floorwalker.duties.scheduling.stages.twinning import TwinDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def store_twin(actor: Actor, *, draft: TwinDraft, at: datetime) -> Twin:
    """Add the twin; rehearsals of its site are played on it from now on.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("plan_week", site_id=draft.site.pk)
    with transaction.atomic():
        twin = Twin.objects.create(
            site=draft.site,
            fitted_from=draft.fitted_from,
            fitted_until=draft.fitted_until,
            validated_from=draft.validated_from,
            validated_until=draft.validated_until,
            parameters=draft.parameters,
            verdict=draft.verdict,
            figures=draft.figures,
            created_at=at,
            created_by_name=actor.name,
        )
        after = {"verdict": draft.verdict, "fitted_until": str(draft.fitted_until)}
        record(actor, "store_twin", subject=twin, after=after, at=at)
    return twin
