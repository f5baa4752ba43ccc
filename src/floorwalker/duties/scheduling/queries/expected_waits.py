"""The expected wait of a queue in a live state, by its newest calibration: what a floor asks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import WaitVerdict
from floorwalker.duties.scheduling.models import WaitCalibration
from floorwalker.duties.scheduling.stages.calibrating_waits import calibration_of
from floorwalker.engines import expected_wait as engine
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import NotFoundError


@dataclass(frozen=True)
class ToldWait:
    """What to tell somebody who joins a queue, has to wait and stays.

    Attributes:
        expected_seconds: the mean.
        low_seconds: 1 wait of 10 is shorter.
        high_seconds: 1 wait of 10 is longer.
        from_minutes: what to announce; 0: "less than `to_minutes`".
        to_minutes: its other end.
        verdict: what it comes from.
        beats_constant: whether that was better than always saying the mean; None: cannot tell.
    """

    expected_seconds: float
    low_seconds: float
    high_seconds: float
    from_minutes: int
    to_minutes: int
    verdict: WaitVerdict
    beats_constant: bool | None


def expected_wait(actor: Actor, *, queue_id: int, state: engine.LiveStates) -> ToldWait | None:
    """Return what to tell by the newest calibration, by formula without one; None: cannot tell.

    Args:
        actor: who asks.
        queue_id: the queue that is joined.
        state: the one state that is found there.

    Raises:
        NotFoundError: there is no such queue.
        NotPermittedError: this actor may not see its plans.
    """
    queue = Queue.objects.filter(pk=queue_id).first()
    if queue is None:
        raise NotFoundError(_("there is no such queue."), next_step=_("Choose one from the list."))
    actor.require("see_plans", site_id=queue.site_id)
    newest = WaitCalibration.objects.filter(queue=queue).first()
    calibration = calibration_of(newest.learned) if newest else engine.UNCALIBRATED
    wait = engine.expected_wait(state, calibration=calibration)
    low, _middle, high = wait.quantile_seconds[0].tolist()
    if low != low:
        return None
    said = engine.announcement(low, high_seconds=high)
    return ToldWait(
        expected_seconds=float(wait.mean_seconds[0]),
        low_seconds=low,
        high_seconds=high,
        from_minutes=said.from_minutes,
        to_minutes=said.to_minutes,
        verdict=WaitVerdict(calibration.verdict),
        beats_constant=calibration.beats_constant,
    )
