"""Store what was learned of a site's expected waits as new calibrations."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from floorwalker.duties.scheduling.models import WaitCalibration
from floorwalker.duties.scheduling.stages.calibrating_waits import WaitDraft
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def store_wait_calibrations(
    actor: Actor, *, drafts: Sequence[WaitDraft], at: datetime
) -> list[WaitCalibration]:
    """Add one frozen calibration per draft; a draft that says what the newest says adds none."""
    with transaction.atomic():
        stored = [_store(actor, draft, at=at) for draft in drafts]
    return [calibration for calibration in stored if calibration is not None]


def _store(actor: Actor, draft: WaitDraft, *, at: datetime) -> WaitCalibration | None:
    actor.require("plan_week", site_id=draft.site_id)
    columns = draft.as_columns()
    newest = WaitCalibration.objects.filter(queue_id=draft.queue_id).values(*columns).first()
    if newest == columns:
        return None
    calibration = WaitCalibration.objects.create(**columns, created_at=at)
    after = {
        "queue": draft.queue_id,
        "verdict": draft.calibration.verdict,
        "waits": draft.calibration.waits,
    }
    record(actor, "store_wait_calibrations", subject=calibration, after=after, at=at)
    return calibration
