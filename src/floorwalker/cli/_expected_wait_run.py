"""The work of `floorwalker expected-wait`: a record of contacts, seen as it was at a moment."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from floorwalker.cli._contacts_file import contacts_of
from floorwalker.engines.expected_wait import (
    Calibration,
    ContactRecord,
    ExpectedWait,
    LiveStates,
    calibrate_queues,
    expected_wait,
    recorded,
    state_at,
)
from floorwalker.foundation.errors import BadInputError

SILENT_SECONDS_MAX = 86_400  # after the last contact; later, the time is a slip of the pen


@dataclass(frozen=True)
class QueueNow:
    """What is told to those who join a queue at the moment, and how that was learned."""

    queue: str
    pool: tuple[str, ...]
    calibration: Calibration
    state: LiveStates
    wait: ExpectedWait


@dataclass(frozen=True)
class Centre:
    """A file's contacts: seconds count from the Unix epoch, days on the file's clock."""

    record: ContactRecord
    day: np.ndarray
    queues: tuple[str, ...]


def run_expected_wait(
    file: Path, *, zone: ZoneInfo, as_of: datetime | None, queue: str | None
) -> tuple[datetime, tuple[QueueNow, ...]]:
    """Return the moment, and each queue at it; learned from the days before.

    Raises:
        BadInputError: the file cannot be used, lacks the queue, or does not reach to the moment.
    """
    centre = _read(file, zone=zone)
    moment = _moment(centre, as_of=as_of, zone=zone, file=file)
    if queue is not None and queue not in centre.queues:
        raise BadInputError(
            f"there is no queue {queue!r}.",
            where=file.name,
            next_step=f"Choose one of: {', '.join(centre.queues)}.",
        )
    before = centre.day < moment.date().toordinal()
    learned = calibrate_queues(
        centre.record.where(before), day=centre.day[before], queues=len(centre.queues)
    )
    told = []
    for index, name in enumerate(centre.queues):
        if queue in (None, name):
            pool, calibration = learned[index].pool, learned[index].calibration
            state = state_at(centre.record, at=moment.timestamp(), queue=index, pool=pool)
            wait = expected_wait(state, calibration=calibration)
            names = tuple(centre.queues[other] for other in pool)
            told.append(QueueNow(name, names, calibration, state, wait))
    return moment, tuple(told)


def _read(file: Path, *, zone: ZoneInfo) -> Centre:
    rows = list(contacts_of(file, zone_name=zone.key, needed_for="waits show"))
    queues = tuple(sorted({row.queue for row in rows}))
    record = recorded(
        [row.arrived_at.timestamp() for row in rows],
        wait_seconds=np.array([row.wait_seconds for row in rows], dtype=float),
        answered=[row.outcome.value == "answered" for row in rows],
        handle_seconds=np.array([row.handle_seconds for row in rows], dtype=float),
        agent_name=[row.agent for row in rows],
        queue=[queues.index(row.queue) for row in rows],
    )
    if not np.isfinite(record.handle_seconds).any():
        raise BadInputError(
            "no contact has both a wait and a handle time.",
            where=file.name,
            next_step="Export both; `floorwalker import --dry-run` shows what is read.",
        )
    clock = [datetime.fromtimestamp(second, zone) for second in record.arrived]
    return Centre(record, np.array([moment.toordinal() for moment in clock]), queues)


def _moment(centre: Centre, *, as_of: datetime | None, zone: ZoneInfo, file: Path) -> datetime:
    first, last = (datetime.fromtimestamp(centre.record.arrived[end], zone) for end in (0, -1))
    if as_of is None:
        return last
    moment = (as_of if as_of.tzinfo else as_of.replace(tzinfo=zone)).astimezone(zone)
    if not first <= moment or (moment - last).total_seconds() > SILENT_SECONDS_MAX:
        raise BadInputError(
            f"{moment:%Y-%m-%d %H:%M} lies outside the contacts, {first:%Y-%m-%d %H:%M} to "
            f"{last:%Y-%m-%d %H:%M}.",
            where=file.name,
            next_step="Choose a time within them, at most a day after the last.",
        )
    return moment
