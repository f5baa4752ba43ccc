"""Rebuild, from a record of contacts, what each of them found when it joined its queue.

Nothing is taken from the future: a state tells what was known just before its contact arrived, and
a record that is cut there gives the same state (a test does it). Of contacts in the same second
the earlier in the record is ahead; what else happens in that second is not seen yet.

Patience is total wait ÷ those who gave up, the maximum-likelihood estimate if it is exponential.
"""

import numpy as np

from floorwalker.engines.expected_wait._counting import Latest, Line, present_agents, so_far
from floorwalker.engines.expected_wait._record import ContactRecord
from floorwalker.engines.expected_wait._states import FloatArray, LiveStates

HANDLED_LATEST = 500  # contacts whose handle times are averaged
GAVE_UP_LEAST = 20  # of fewer, patience cannot be told


def replay(record: ContactRecord) -> LiveStates:
    """Return what every contact of the record found when it came, shape (contacts,)."""
    now, left = record.arrived, record.left_at
    waits = record.wait_seconds != 0
    started = np.where(record.answered, left, np.inf)
    ended = started + np.nan_to_num(record.handle_seconds, nan=np.inf)
    serving = so_far(started, now=now) - so_far(ended, now=now)
    present = present_agents(record.agent, started=started, ended=ended, now=now)
    handled = Latest(record.handle_seconds, happened=ended, now=now)
    answered = Latest(record.wait_seconds, happened=np.where(waits, started, np.inf), now=now)
    line = Line(waits, left=left, now=now)
    return LiveStates(
        ahead=line.ahead(record.priority),
        waiting=line.waiting(),
        in_queue=line.in_queue(record.queue),
        serving=serving,
        present=np.maximum(present, serving),
        handle_seconds=handled.mean(HANDLED_LATEST),
        patience_seconds=_patience(record, left=left),
        head_seconds=line.head_seconds(),
        last_seconds=answered.mean(1, nothing_yet=0.0),
        last_five_seconds=answered.mean(5, nothing_yet=0.0),
        last_twenty_seconds=answered.mean(20, nothing_yet=0.0),
        priority=record.priority.astype(float),
    )


def _patience(record: ContactRecord, *, left: FloatArray) -> FloatArray:
    """Return total wait ÷ those who gave up, over all that had left by then."""
    gone = np.where(record.answered, np.inf, left)
    given_up = so_far(gone, now=record.arrived)
    waited = Latest(record.wait_seconds, happened=left, now=record.arrived).total()
    enough = given_up >= GAVE_UP_LEAST
    return np.where(enough, waited / np.maximum(given_up, 1.0), np.inf)
