"""Small centres to play with."""

import numpy as np

from floorwalker.engines.simulate import Agent, Centre, Contacts, QueueModel, Shift


def queue(name: str = "calls", *, offered: list[float], **changes: object) -> QueueModel:
    """Return a queue with handle times of 120 s, exponential, and a threshold of 20 s."""
    values: dict[str, object] = {
        "name": name,
        "offered": np.array(offered, dtype=float),
        "aht_seconds": np.full(len(offered), 120.0),
        "within_seconds": 20,
    }
    return QueueModel(**(values | changes))  # type: ignore[arg-type]


def agent(name: str, *blocks: tuple[float, float], queues: tuple[int, ...] = (0,)) -> Agent:
    """Return a person with one shift on day 0."""
    return Agent(name=name, queues=queues, shifts=(Shift(day=0, blocks=blocks),))


def centre(*queues: QueueModel, agents: list[Agent], interval_seconds: float = 600) -> Centre:
    """Return a centre whose grid is one day."""
    return Centre(
        queues=queues,
        agents=tuple(agents),
        interval_seconds=interval_seconds,
        day_of_interval=np.zeros(queues[0].offered.size, dtype=np.int64),
    )


def contacts(
    *rows: tuple[float, int, float, float], retry: dict[int, int] | None = None
) -> Contacts:
    """Return contacts from (arrival, queue, handle, deadline); `retry` names who calls again."""
    arrival, of, handle, deadline = zip(*rows, strict=True)
    again = np.full(len(rows), -1, dtype=np.int64)
    for attempt, next_attempt in (retry or {}).items():
        again[attempt] = next_attempt
    return Contacts(
        arrival=np.array(arrival, dtype=float),
        queue=np.array(of, dtype=np.int64),
        handle=np.array(handle, dtype=float),
        deadline=np.array(deadline, dtype=float),
        retry=again,
        callback_at=np.full(len(rows), np.inf),
        first_attempts=len(rows) - len(retry or {}),
    )
