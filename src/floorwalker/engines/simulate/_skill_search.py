"""How many agents of each group meet every target at the least cost, by simulation.

No formula knows the service of groups that help each other out, so every staffing is played, all
with the very same contacts (common random numbers): grow from the offered load until the targets
hold, then take away and swap as long as the targets still hold and the cost falls. Short plays are
lucky now and then, so a cheaper staffing must also pass a longer one, and the answer is validated
by at least a million other contacts, and grown again when it misses there.

The search is a local one: adding one or two agents anywhere does not save more elsewhere than they
cost. It proves no optimum.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations_with_replacement

import numpy as np

from floorwalker.engines.simulate._centre import Centre, FloatArray
from floorwalker.engines.simulate._contacts import Contacts, draw_contacts
from floorwalker.engines.simulate._counts import Counts, counts_of
from floorwalker.engines.simulate._estimates import Estimate, Moments, Service
from floorwalker.engines.simulate._roster import roster_of
from floorwalker.engines.simulate._skill_problem import (
    SETTLED,
    SkillProblem,
    SkillStaffing,
    SkillType,
    TypeService,
)
from floorwalker.engines.simulate._trace import trace

PLAY_CONTACTS = 10_000
LOOKS = ((1, 0.03), (4, 0.01), (20, 0.0))
"""Plays, and the shortfall beyond which a trial needs no longer look: a short one is noisy."""
SHORT, LONG = LOOKS[0][0], LOOKS[-1][0]
VALIDATION_CONTACTS = 1_000_000
VALIDATION_PLAYS_LEAST = 20  # of fewer, the interval is not known well enough
ADDED_MOST = 2
PLENTY_ROOTS, PLENTY_MORE = 10.0, 30.0
STEP_SHARE = 0.01  # of all agents: how many are added or taken at once in a big centre

OUT_OF_REACH = "the targets cannot be met with the most agents that the groups may have"

Agents = tuple[int, ...]
Told = Callable[[int, float], None]


def staff_skills(
    problem: SkillProblem,
    *,
    seed: int,
    told: Told | None = None,
    plain: bool = False,
) -> SkillStaffing:
    """Return agents per group that meet every target, at a cost no small change lowers.

    Args:
        problem: types, groups and targets.
        seed: 0 or more; the same seed gives the same answer.
        told: called with (staffings tried, lowest cost so far) on the way; what it raises ends it.
        plain: run as plain Python even where compiled code is there (same answer).

    Raises:
        ValueError: the targets cannot be met with the most agents allowed, or seed is negative.
    """
    if seed < 0:
        raise ValueError(f"seed is {seed}; it must be 0 or more")
    trials = _Trials(problem, seed=seed, told=told, plain=plain)
    if trials.shortfall(_plenty(problem), plays=LONG) > 0:
        raise ValueError(OUT_OF_REACH)
    agents = min(
        (_shrunk(trials, _grown(trials, start, plays=LONG)) for start in _starts(problem)),
        key=lambda found: (problem.cost(found), found),
    )
    while True:
        services = trials.validated(agents)
        validated = [_type_service(*pair) for pair in zip(problem.types, services, strict=True)]
        level = np.array([service.service_level.mean for service in validated])
        gone = np.array([service.abandonment.mean for service in validated])
        if not _shortfall(problem, level=level, gone=gone):
            break
        agents = _with_more(trials, agents, more=1, plays=LONG)
    return SkillStaffing(
        agents=agents,
        cost=problem.cost(agents),
        types=tuple(validated),
        contacts=round(sum(s.offered for s in services) * trials.validation_plays),
        tried=trials.tried,
    )


class _Trials:
    """Plays staffings on contacts drawn once."""

    def __init__(self, problem: SkillProblem, *, seed: int, told: Told | None, plain: bool) -> None:
        self.problem = problem
        self.tried = 0
        self.lowest = float("inf")
        self._told = told
        self._plain = plain
        self._seed = seed
        settled = max(2, round(PLAY_CONTACTS / problem.per_interval))
        self._intervals = settled + 2
        contacts_of_a_play = settled * problem.per_interval
        self.validation_plays = max(
            VALIDATION_PLAYS_LEAST, int(np.ceil(1.02 * VALIDATION_CONTACTS / contacts_of_a_play))
        )
        self._drawn: dict[int, Contacts] = {}
        self._known: dict[tuple[Agents, int], float] = {}

    def shortfall(self, agents: Agents, *, plays: int) -> float:
        """Return by how much the targets are missed, all types together; 0 when they are met."""
        if (agents, plays) not in self._known:
            self.tried += 1
            if self._told is not None:
                self._told(self.tried, self.lowest)
            level, gone = self._shares(agents, plays=plays)
            self._known[agents, plays] = _shortfall(self.problem, level=level, gone=gone)
        return self._known[agents, plays]

    def is_enough(self, agents: Agents) -> bool:
        """Tell whether every target is met, in the longest look too."""
        return all(self.shortfall(agents, plays=plays) <= most for plays, most in LOOKS)

    def validated(self, agents: Agents) -> tuple[Service, ...]:
        """Return the service of each type over contacts that no trial has seen."""
        centre = self.problem.centre(agents, intervals=self._intervals)
        moments = Moments(day_of_interval=centre.day_of_interval)
        for counts in self._played(centre, range(LONG, LONG + self.validation_plays)):
            moments.add(counts)
        return tuple(queue.days[SETTLED] for queue in moments.services()[:-1])

    def _shares(self, agents: Agents, *, plays: int) -> tuple[FloatArray, FloatArray]:
        """Return, per type, the share answered in time and the share that gave up."""
        centre = self.problem.centre(agents, intervals=self._intervals)
        sums = np.zeros((3, len(centre.queues)))
        for counts in self._played(centre, range(plays)):
            tables = (counts.answered_within, counts.abandoned, counts.offered)
            sums += [table[:-1, 1:-1].sum(axis=1) for table in tables]
        offered = np.maximum(sums[2], 1.0)
        return sums[0] / offered, sums[1] / offered

    def _played(self, centre: Centre, replications: range) -> Iterator[Counts]:
        roster = roster_of(centre)
        for replication in replications:
            contacts = self._contacts(replication)
            happened = trace(contacts, roster=roster, centre=centre, plain=self._plain)
            yield counts_of(
                happened, contacts=contacts, roster=roster, centre=centre, plain=self._plain
            )

    def _contacts(self, replication: int) -> Contacts:
        """Draw contacts, which are the same for every staffing; those of trials are kept."""
        if replication in self._drawn:
            return self._drawn[replication]
        centre = self.problem.centre((0,) * len(self.problem.groups), intervals=self._intervals)
        drawn = draw_contacts(centre, seed=self._seed, replication=replication)
        if replication < LONG:
            self._drawn[replication] = drawn
        return drawn


def _plenty(problem: SkillProblem) -> Agents:
    """Return more of every group than any target takes, as far as they may be."""
    load = sum(kind.load_erlangs for kind in problem.types)
    ample = int(np.ceil(load + PLENTY_ROOTS * np.sqrt(load) + PLENTY_MORE))
    return tuple(int(np.clip(ample, g.agents_min, g.agents_max)) for g in problem.groups)


def _starts(problem: SkillProblem) -> Iterator[Agents]:
    """Yield where to grow from: the load on the cheapest groups, and on the most skilled."""
    for skilled_first in (False, True):
        load = np.zeros(len(problem.groups))
        for index, kind in enumerate(problem.types):
            serving = [g for g, group in enumerate(problem.groups) if index in group.types]
            load[min(serving, key=lambda g: _preference(problem, g, skilled_first))] += (
                kind.load_erlangs
            )
        yield tuple(
            int(np.clip(np.floor(erlangs), group.agents_min, group.agents_max))
            for erlangs, group in zip(load, problem.groups, strict=True)
        )


def _preference(problem: SkillProblem, group: int, skilled_first: bool) -> tuple[float, float, int]:  # noqa: FBT001
    cost, skills = problem.groups[group].cost, len(problem.groups[group].types)
    return (-skills, cost, group) if skilled_first else (cost, skills, group)


def _grown(trials: _Trials, agents: Agents, *, plays: int) -> Agents:
    """Add until the targets hold in a look of so many plays."""
    while trials.shortfall(agents, plays=plays) > 0:
        agents = _with_more(trials, agents, more=_step(agents), plays=SHORT)
    return agents


def _with_more(trials: _Trials, agents: Agents, *, more: int, plays: int) -> Agents:
    """Add so many to the group where they help most for their cost."""
    problem = trials.problem
    now = trials.shortfall(agents, plays=plays)
    options = {
        group: trial
        for group in range(len(agents))
        if (trial := _changed(problem, agents, add={group: more})) is not None
    }
    if not options:
        raise ValueError(OUT_OF_REACH)

    def worth(group: int) -> tuple[float, int]:
        gain = now - trials.shortfall(options[group], plays=plays)
        return gain / problem.groups[group].cost, len(problem.groups[group].types)

    return options[max(options, key=worth)]


def _shrunk(trials: _Trials, agents: Agents) -> Agents:
    """Take away, and add some to take more away, as long as that lowers the cost."""
    problem = trials.problem
    agents = _taken_away(trials, agents, kept=())
    improved = True
    while improved:
        improved = False
        trials.lowest = min(trials.lowest, problem.cost(agents))
        for added in _additions(len(agents)):
            trial = _changed(problem, agents, add=Counter(added))
            if trial is None:
                continue
            trial = _taken_away(trials, trial, kept=added)
            if problem.cost(trial) < problem.cost(agents):
                agents, improved = trial, True
                break
    return agents


def _additions(groups: int) -> Iterator[tuple[int, ...]]:
    """Yield which groups get one more, a single one first."""
    for count in range(1, ADDED_MOST + 1):
        yield from combinations_with_replacement(range(groups), count)


def _taken_away(trials: _Trials, agents: Agents, *, kept: tuple[int, ...]) -> Agents:
    """Take away what is not needed, the costliest and least skilled first."""
    problem = trials.problem
    order = sorted(
        (group for group in range(len(agents)) if group not in kept),
        key=lambda g: (-problem.groups[g].cost, len(problem.groups[g].types), g),
    )
    for size in sorted({1, _step(agents)}, reverse=True):
        for group in order:
            while (trial := _changed(problem, agents, add={group: -size})) is not None:
                if not trials.is_enough(trial):
                    break
                agents = trial
    return agents


def _changed(problem: SkillProblem, agents: Agents, *, add: Mapping[int, int]) -> Agents | None:
    changed = tuple(count + add.get(group, 0) for group, count in enumerate(agents))
    fits = all(
        group.agents_min <= count <= group.agents_max
        for count, group in zip(changed, problem.groups, strict=True)
    )
    return changed if fits else None


def _step(agents: Agents) -> int:
    return max(1, round(STEP_SHARE * sum(agents)))


def _shortfall(problem: SkillProblem, *, level: FloatArray, gone: FloatArray) -> float:
    """Return by how much the shares miss the targets, all types together."""
    wanted = np.array([kind.service_level for kind in problem.types])
    limit = np.array([_abandonment_limit(kind) for kind in problem.types])
    return float(np.maximum(wanted - level, 0).sum() + np.maximum(gone - limit, 0).sum())


def _abandonment_limit(kind: SkillType) -> float:
    return 1.0 if kind.abandonment_max is None else kind.abandonment_max


def _type_service(kind: SkillType, service: Service) -> TypeService:
    nothing = Estimate(0.0, 0.0, 0.0)
    level, gone = service.service_level or nothing, service.abandonment or nothing
    limit = _abandonment_limit(kind)
    is_met = None
    if level.low >= kind.service_level and gone.high <= limit:
        is_met = True
    elif level.high < kind.service_level or gone.low > limit:
        is_met = False
    return TypeService(level, gone, service.asa_seconds or nothing, is_met)
