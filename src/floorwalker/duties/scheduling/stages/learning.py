"""From a queue's past days to the slopes of the day to come: the night's work of the update."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from floorwalker.duties.history.queries import queue_history
from floorwalker.duties.scheduling.stages.forecasting import INTERVAL_MINUTES
from floorwalker.duties.scheduling.stages.special_days import with_calendar
from floorwalker.engines.forecast import (
    CutSlopes,
    Slopes,
    forecast,
    learn_slopes,
    morning_forecasts,
)
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class SlopesDraft:
    """What past days teach about a day; `cuts` leaves out the slots that no day tells of."""

    queue_id: int
    day: date
    interval_minutes: int
    dispersion: float
    past_days: int
    cuts: tuple[CutSlopes, ...]


def learn_site(site: Site, *, day: date, progress: Progress) -> tuple[SlopesDraft, ...]:
    """Learn for a day of every active queue that has a history of days before it."""
    queues = list(site.queues.filter(is_active=True).select_related("site"))
    drafts = []
    for done, queue in enumerate(queues):
        progress(100 * done / len(queues), queue.name)
        drafts.append(_learn(queue, day=day))
    return tuple(draft for draft in drafts if draft is not None)


def _learn(queue: Queue, *, day: date) -> SlopesDraft | None:
    try:
        history = queue_history(queue, minutes=INTERVAL_MINUTES, last_day=day - timedelta(days=1))
    except BadInputError:  # nothing is known of it yet, or only totals of days
        return None
    ahead = (day - history.next_day).days + 1
    history = with_calendar(history, queue, days=ahead)
    past = morning_forecasts(history)
    cuts = learn_slopes(past, minutes=history.minutes)
    return SlopesDraft(
        queue_id=queue.pk,
        day=day,
        interval_minutes=history.minutes,
        dispersion=float(forecast(history, horizon_days=1).dispersion[0]),
        past_days=len(past.actual),
        cuts=tuple(cut for cut in cuts if cut.past_days),
    )


def cuts_as_json(cuts: tuple[CutSlopes, ...]) -> list[dict[str, Any]]:
    """Return the slopes of each time of day as they are stored."""
    return [asdict(cut) for cut in cuts]


def cut_at(stored: list[dict[str, Any]], *, from_slot: int) -> CutSlopes | None:
    """Read the slopes of one time of day; `None` where none were learned."""
    for cut in stored:
        if cut["from_slot"] == from_slot:
            return CutSlopes(from_slot, cut["past_days"], Slopes(**cut["slopes"]))
    return None
