"""Is a twin true? The recorded past beside the past as the twin plays it.

Each recorded day is played again and again: with the contacts that came, at the very moment they
came, and the people who were there as far as the records tell (`_presence.py`). What the twin makes
up is what it has learned: how long people wait, how long the work takes. So what differs is its
fault and not that of a forecast (Law calls this the correlated inspection approach, *Simulation
Modeling and Analysis*, ch. 5). The days must not be those that it was fitted on.

The band of a day runs from the 2nd lowest to the 2nd highest of 39 plays. If the recorded day was a
40th play of the same twin, each of 40 ranks would be as likely, so it would fall between them 36
times in 40: nine days in ten. `_verdict.py` judges by that and by the mean error.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from floorwalker.engines.simulate._calibration import Calibration, queue_model
from floorwalker.engines.simulate._centre import Agent, Centre, FloatArray, Shift
from floorwalker.engines.simulate._contacts import draw_contacts
from floorwalker.engines.simulate._counts import counts_of
from floorwalker.engines.simulate._presence import Presence, presence_of
from floorwalker.engines.simulate._records import UNKNOWN, Records
from floorwalker.engines.simulate._roster import roster_of
from floorwalker.engines.simulate._trace import trace
from floorwalker.engines.simulate._verdict import (
    MEASURES,
    DayMeasure,
    Finding,
    Verdict,
    judge,
    verdict_of,
)

PLAYS = 39
BAND_RANK = 2  # from either end: 36 of 40 ranks lie between
INTERVAL_SECONDS = 1800.0
INTERVALS = 50  # a day and one hour more, for what began before midnight
HOURS = 24
KNOWN_LEAST = 0.95  # of a day's contacts: wait, and whose the answered ones were
OVERLAP_MOST = 0.1

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ValidatedDay:
    """A recorded day beside its plays.

    Attributes:
        day: as in the records.
        offered: contacts that came.
        agents: people who took one.
        overall: by measure, all queues together.
        queues: by measure, for each queue.
    """

    day: int
    offered: int
    agents: int
    overall: dict[str, DayMeasure]
    queues: tuple[dict[str, DayMeasure], ...]


@dataclass(frozen=True)
class Validation:
    """How true a twin is.

    Attributes:
        verdict: passed, failed, or open where it cannot be told.
        findings: by measure, of all queues together; the verdict follows from them.
        queues: the same for each queue, for information.
        days: those that could be played.
        left_out: days that could not, by reason: "waits_unknown", "agents_unknown".
        overlap_ratio: share of contacts taken while the same person had another in hand; above a
            tenth the verdict is open, for the twin gives each person one at a time.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    queues: tuple[tuple[Finding, ...], ...]
    days: tuple[ValidatedDay, ...]
    left_out: dict[str, int]
    overlap_ratio: float


def validate_twin(
    calibration: Calibration,
    records: Records,
    *,
    within_seconds: tuple[float, ...],
    seed: int,
    progress: Progress | None = None,
    plain: bool = False,
) -> Validation:
    """Play recorded days with a twin that was calibrated on others, and judge it.

    Args:
        calibration: of records with the same queues and agents, on other days.
        records: of the days to play.
        within_seconds: threshold of the service level, by queue.
        seed: 0 or more; the same seed gives the same result.
        progress: called with (done, total) after every day; what it raises ends the run.
        plain: run as plain Python even where compiled code is there (same result).

    Raises:
        ValueError: calibration and records do not have the same queues and agents.
    """
    names = tuple(queue.name for queue in calibration.queues)
    if names != records.queues or calibration.pace.size != len(records.agents):
        raise ValueError("calibration and records must have the same queues and agents")
    presence = presence_of(records)
    numbers, left_out = _usable_days(records)
    days = []
    for done, day in enumerate(numbers, start=1):
        of_day = records.on_days(np.array([day]))
        centre = _centre(calibration, of_day, presence, within_seconds=within_seconds)
        turnaround = calibration.turnaround_seconds or 0.0
        days.append(_day(centre, of_day, turnaround_seconds=turnaround, seed=seed, plain=plain))
        if progress is not None:
            progress(done, len(numbers))
    findings = judge([day.overall for day in days])
    return Validation(
        verdict=verdict_of(findings, can_tell=presence.overlap_ratio <= OVERLAP_MOST),
        findings=findings,
        queues=tuple(judge([day.queues[q] for day in days]) for q in range(len(names))),
        days=tuple(days),
        left_out=left_out,
        overlap_ratio=presence.overlap_ratio,
    )


def _usable_days(records: Records) -> tuple[list[int], dict[str, int]]:
    """Return the days that can be played, and how many cannot, by reason."""
    usable, left_out = [], {"waits_unknown": 0, "agents_unknown": 0}
    for day in np.unique(records.day).tolist():
        of = records.day == day
        answered = of & records.answered
        if np.isfinite(records.wait_seconds[of]).mean() < KNOWN_LEAST:
            left_out["waits_unknown"] += 1
        elif not answered.any() or (records.agent[answered] > UNKNOWN).mean() < KNOWN_LEAST:
            left_out["agents_unknown"] += 1
        else:
            usable.append(int(day))
    return usable, left_out


def _centre(
    calibration: Calibration,
    of_day: Records,
    presence: Presence,
    *,
    within_seconds: tuple[float, ...],
) -> Centre:
    """Return the centre of a recorded day; its contacts are given, so nothing is offered."""
    hour_of_interval = (np.arange(INTERVALS) * INTERVAL_SECONDS // 3600).astype(int) % HOURS
    return Centre(
        queues=tuple(
            queue_model(
                found,
                offered=np.zeros(INTERVALS),
                aht_seconds=found.aht_seconds(
                    hour_of_interval, otherwise=calibration.usual_aht_seconds
                ),
                within_seconds=threshold,
                turnaround_seconds=calibration.turnaround_seconds,
                with_retrials=False,  # the recorded contacts hold every attempt
            )
            for found, threshold in zip(calibration.queues, within_seconds, strict=True)
        ),
        agents=_agents(calibration, of_day, presence),
        interval_seconds=INTERVAL_SECONDS,
        day_of_interval=np.zeros(INTERVALS, dtype=np.int64),
    )


def _agents(calibration: Calibration, of_day: Records, presence: Presence) -> tuple[Agent, ...]:
    """Return who was there, each with the queues they took from that day, none before another."""
    found = []
    for agent, blocks in presence.blocks(int(of_day.day[0])).items():
        served = np.unique(of_day.queue[of_day.answered & (of_day.agent == agent)]).tolist()
        found.append(
            Agent(
                name=of_day.agents[agent],
                queues=tuple(served),
                shifts=(Shift(day=0, blocks=blocks),),
                pace=float(calibration.pace[agent]),
                urgency=(0,) * len(served),
            )
        )
    return tuple(found)


def _day(
    centre: Centre, of_day: Records, *, turnaround_seconds: float, seed: int, plain: bool
) -> ValidatedDay:
    day = int(of_day.day[0])
    arrivals = [
        np.sort(of_day.second[of_day.queue == queue]) for queue in range(len(centre.queues))
    ]
    roster = roster_of(centre)
    plays = []
    for play in range(PLAYS):
        contacts = draw_contacts(centre, seed=seed + day, replication=play, arrivals=arrivals)
        happened = trace(contacts, roster=roster, centre=centre, plain=plain)
        counts = counts_of(happened, contacts=contacts, roster=roster, centre=centre)
        sums = (
            *(counts.offered, counts.answered, counts.answered_within, counts.abandoned),
            *(counts.wait_seconds, counts.busy_seconds, counts.staffed_seconds),
        )
        plays.append([values.sum(axis=1) for values in sums])
    played = _measures(np.array(plays).transpose(1, 2, 0))  # sums, queues + 1, plays
    recorded = _measures(_recorded(of_day, centre, turnaround_seconds=turnaround_seconds))
    *queues, overall = (
        {measure: _compare(recorded[measure][row], played[measure][row]) for measure in MEASURES}
        for row in range(len(centre.queues) + 1)
    )
    return ValidatedDay(day, of_day.day.size, len(centre.agents), overall, tuple(queues))


def _recorded(of_day: Records, centre: Centre, *, turnaround_seconds: float) -> FloatArray:
    """Return the day's sums as the plays have them, by queue and for all."""
    queues = len(centre.queues)
    threshold = np.array([queue.within_seconds for queue in centre.queues])[of_day.queue]
    wait = np.nan_to_num(of_day.wait_seconds)
    known = of_day.answered & np.isfinite(of_day.wait_seconds)
    handle = np.where(of_day.is_handled, np.nan_to_num(of_day.handle_seconds), 0.0)
    handle = handle + np.where(of_day.answered, turnaround_seconds, 0.0)
    sums = (
        np.ones(wait.size),
        known,
        known & (wait <= threshold),
        ~of_day.answered,
        np.where(known, wait, 0.0),
    )
    by_queue = [np.bincount(of_day.queue, weights=w, minlength=queues) for w in sums]
    # Time is counted for the people who serve a queue, on whichever queue they spend it.
    serves = np.array([[q in agent.queues for agent in centre.agents] for q in range(queues)])
    agent_of = {agent.name: place for place, agent in enumerate(centre.agents)}
    busy = np.zeros(len(centre.agents))
    for agent, seconds in zip(of_day.agent.tolist(), handle.tolist(), strict=True):
        place = agent_of.get(of_day.agents[agent]) if agent > UNKNOWN else None
        if place is not None:
            busy[place] += seconds
    staffed = np.array(
        [sum(end - start for start, end in agent.shifts[0].blocks) for agent in centre.agents]
    )
    table = [np.append(values, values.sum()) for values in by_queue]
    table += [np.append(serves @ values, values.sum()) for values in (busy, staffed)]
    return np.array(table, dtype=float)


def _measures(sums: FloatArray) -> dict[str, FloatArray]:
    """Return each measure from the seven sums along the first axis; NaN for 0 ÷ 0."""
    offered, answered, within, abandoned, wait, busy, staffed = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "service_level": within / offered,
            "asa_seconds": wait / answered,
            "abandonment": abandoned / offered,
            "occupancy": busy / staffed,
        }


def _compare(recorded: float, played: FloatArray) -> DayMeasure:
    if not (np.isfinite(recorded) and np.isfinite(played).all()):
        return DayMeasure(None, None, None, None)
    ordered = np.sort(played)
    return DayMeasure(
        recorded=float(recorded),
        mean=float(ordered.mean()),
        low=float(ordered[BAND_RANK - 1]),
        high=float(ordered[-BAND_RANK]),
    )
