"""Erase what is older than its rule allows."""

from datetime import datetime, timedelta

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.retention.data_classes import DataClass, all_classes
from floorwalker.foundation.retention.models import RetentionRule

ROWS_PER_BATCH = 5_000
BATCHES_MAX = 1_000
"""What a run leaves over, the next one takes."""


def apply_rules(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Go through every class in bounded batches, each with its audit record; return the counts.

    Raises:
        NotPermittedError: this actor may not.
    """
    actor.require("manage_retention")
    return {known.name: _apply(actor, known, at=at) for known in all_classes()}


def _apply(actor: Actor, data_class: DataClass, *, at: datetime) -> int:
    erased = 0
    for _batch in range(BATCHES_MAX):
        done = _one_batch(actor, data_class, at=at)
        erased += done
        if done == 0:
            break
    RetentionRule.objects.filter(name=data_class.name).update(last_run_at=at, last_erased=erased)
    return erased


def _one_batch(actor: Actor, data_class: DataClass, *, at: datetime) -> int:
    with transaction.atomic():
        # Two workers at once: the second waits here, and finds nothing due any more.
        rule, _created = RetentionRule.objects.select_for_update().get_or_create(
            name=data_class.name
        )
        older_than = at - timedelta(days=data_class.rule.days if rule.days is None else rule.days)
        due = data_class.due(older_than).order_by("pk")
        keys = list(due.values_list("pk", flat=True)[:ROWS_PER_BATCH])
        if not keys:
            return 0
        erased = data_class.erase(due.model._base_manager.filter(pk__in=keys))
        after = {"older_than": older_than.isoformat(), "erased": erased}
        record(actor, "apply_retention", subject=rule, after=after, at=at)
    return len(keys)
