"""Rehearse a roster: play the forecast week many times, with everyone and with some missing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from floorwalker.engines.simulate._centre import Centre
from floorwalker.engines.simulate._contacts import draw_contacts
from floorwalker.engines.simulate._counts import Counts, counts_of
from floorwalker.engines.simulate._estimates import Moments, QueueService
from floorwalker.engines.simulate._replication import Replication
from floorwalker.engines.simulate._roster import roster_of
from floorwalker.engines.simulate._trace import trace

REPLICATIONS_LEAST = 2  # one gives no interval
REPLICATIONS_MAX = 100_000
STOP_LEAST = 20  # of fewer, the interval itself is not known well enough to stop by
STOP_EVERY = 10

Progress = Callable[[int, int], None]
Run = Callable[[Callable[[int], tuple[Counts, ...]], Iterable[int]], Iterable[tuple[Counts, ...]]]


@dataclass(frozen=True)
class Scenario:
    """The service to expect with some people missing every day.

    Attributes:
        missing: how many of each day's rostered people stay away, drawn anew per replication.
        queues: in the centre's order.
        overall: all queues together.
    """

    missing: int
    queues: tuple[QueueService, ...]
    overall: QueueService


@dataclass(frozen=True)
class Rehearsal:
    """What to expect of a roster.

    Attributes:
        replications: how often the grid was played per scenario.
        contacts: contacts played in all scenarios together.
        scenarios: in the order asked for.
    """

    replications: int
    contacts: int
    scenarios: tuple[Scenario, ...]


def rehearse(
    centre: Centre,
    *,
    seed: int,
    replications: int = 100,
    missing: Sequence[int] = (0, 1, 2, 3),
    absence_ratio: float = 0.0,
    half_width_max: float | None = None,
    progress: Progress | None = None,
    run: Run = map,
    plain: bool = False,
) -> Rehearsal:
    """Play the centre's grid and estimate the service, each scenario on the very same contacts.

    Args:
        centre: queues, agents and grid.
        seed: 0 or more; the same seed gives the same result.
        replications: at least 2; intervals narrow with its square root.
        half_width_max: stop earlier, when in every scenario half the 95 % interval of the overall
            service level is at most this; looked at every 10 replications, from 20 on.
        missing: numbers of people missing per day, one scenario each.
        absence_ratio: share of each day's people (rounded) who stay away in every scenario, before
            the missing ones: the shrinkage that a roster is made with. 0 or more, below 1.
        progress: called with (done, total) after every replication; what it raises ends the run.
        run: plays the replications, as `map` does: results in order, lazily if they shall stop
            early. It may use other processes (same result).
        plain: run as plain Python even where compiled code is there (same result).

    Raises:
        ValueError: an argument is out of range.
    """
    _check(seed=seed, replications=replications, missing=missing, absence_ratio=absence_ratio)
    if half_width_max is not None and not half_width_max > 0:
        raise ValueError(f"half_width_max is {half_width_max}; it must be above 0")
    play = Replication(
        centre, roster_of(centre), seed, tuple(missing), absence_ratio=absence_ratio, plain=plain
    )
    moments = [Moments(day_of_interval=centre.day_of_interval) for _ in missing]
    contacts = done = 0
    for done, counts in enumerate(run(play, range(replications)), start=1):
        for sums, scenario in zip(moments, counts, strict=True):
            sums.add(scenario)
            contacts += scenario.contacts
        if progress is not None:
            progress(done, replications)
        if half_width_max is not None and _is_settled(moments, done=done, within=half_width_max):
            break
    return Rehearsal(
        replications=done,
        contacts=contacts,
        scenarios=tuple(_scenario(away, sums) for away, sums in zip(missing, moments, strict=True)),
    )


def _is_settled(moments: Sequence[Moments], *, done: int, within: float) -> bool:
    if done < STOP_LEAST or done % STOP_EVERY:
        return False
    return max(sums.level_half_width() for sums in moments) <= within


def play_once(centre: Centre, *, seed: int, replication: int = 0, plain: bool = False) -> Counts:
    """Return the counts of one replication with everyone present.

    Args and errors as for `rehearse`.
    """
    roster = roster_of(centre)
    contacts = draw_contacts(centre, seed=seed, replication=replication)
    happened = trace(contacts, roster=roster, centre=centre, plain=plain)
    return counts_of(happened, contacts=contacts, roster=roster, centre=centre, plain=plain)


def _scenario(missing: int, sums: Moments) -> Scenario:
    *queues, overall = sums.services()
    return Scenario(missing=missing, queues=tuple(queues), overall=overall)


def _check(*, seed: int, replications: int, missing: Sequence[int], absence_ratio: float) -> None:
    if seed < 0:
        raise ValueError(f"seed is {seed}; it must be 0 or more")
    if not REPLICATIONS_LEAST <= replications <= REPLICATIONS_MAX:
        raise ValueError(
            f"replications is {replications}; "
            f"it must be between {REPLICATIONS_LEAST} and {REPLICATIONS_MAX:,}"
        )
    if not 0 <= absence_ratio < 1:
        raise ValueError(f"absence_ratio is {absence_ratio}; it must be 0 or more and below 1")
    if not missing or min(missing) < 0 or len(set(missing)) < len(missing):
        raise ValueError("missing must name at least one number of people, each 0 or more, once")
