"""Judge a stored roster by the independent checker: broken rules, and who covers what."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from floorwalker.duties.scheduling.models import Shift
from floorwalker.duties.scheduling.stages.rostering import GRID_MINUTES, RosterFacts
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY, Week
from floorwalker.engines import roster_check as judge
from floorwalker.engines.roster import Agent, ShiftTemplate

_Place = tuple[str, str, str, str, int | None]


@dataclass(frozen=True)
class Judgement:
    """What the checker says of one state of a roster."""

    broken: tuple[judge.BrokenRule, ...]
    coverage: judge.Coverage

    def newly_broken_since(self, before: "Judgement") -> tuple[judge.BrokenRule, ...]:
        """Return what is broken now and was not before, or is worse than before."""
        known: dict[_Place, list[float]] = {}
        for rule in sorted(before.broken, key=_worst_first):
            known.setdefault(_place(rule), []).append(rule.by)
        return tuple(
            rule
            for rule in sorted(self.broken, key=_worst_first)
            if rule.by > _next_known(known, rule) + 1e-9
        )


def judge_roster(facts: RosterFacts, shifts: Iterable[Shift]) -> Judgement:
    """Judge shifts (with their activities prefetched) against the facts of their week."""
    terms = terms_of(facts)
    roster: dict[str, list[judge.Shift]] = {}
    for shift in shifts:
        roster.setdefault(str(shift.person_id), []).append(_as_judged(shift, facts.week))
    return Judgement(
        broken=judge.check(terms, roster),
        coverage=judge.coverage(terms, roster),
    )


def terms_of(facts: RosterFacts) -> judge.Terms:
    """Say the rules of the week in the checker's words; by hand a shift may move by a quarter."""
    return judge.Terms(
        days=facts.problem.days,
        interval_minutes=facts.problem.interval_minutes,
        need=facts.problem.need,
        people={agent.name: _person(agent) for agent in facts.problem.agents},
        templates={template.name: _allowed(template) for template in facts.problem.templates},
    )


def _person(agent: Agent) -> judge.Person:
    return judge.Person(
        queues=agent.queues,
        availability=(
            None
            if agent.availability is None
            else tuple(judge.Span(w.start_minute, w.end_minute) for w in agent.availability)
        ),
        leave=tuple(judge.Span(w.start_minute, w.end_minute) for w in agent.leave),
        last_shift_end_minute=agent.last_shift_end_minute,
        days_worked_run=agent.days_worked_run,
        **asdict(agent.contract),
    )


def _allowed(template: ShiftTemplate) -> judge.AllowedShift:
    shortest, longest = min(template.lengths_minutes), max(template.lengths_minutes)
    return judge.AllowedShift(
        earliest_start_minutes=template.earliest_start_minutes,
        latest_start_minutes=template.latest_start_minutes,
        start_step_minutes=GRID_MINUTES,
        lengths_minutes=tuple(range(shortest, longest + 1, GRID_MINUTES)),
        breaks=tuple(judge.NeededBreak(**asdict(pause)) for pause in template.breaks),
        breaks_apart_minutes=template.breaks_apart_minutes,
    )


def _as_judged(shift: Shift, week: Week) -> judge.Shift:
    return judge.Shift(
        start_minute=week.minute(shift.starts_at),
        end_minute=week.minute(shift.ends_at),
        template=shift.template.name if shift.template else "",
        breaks=tuple(
            judge.Break(
                name=pause.activity,
                start_minute=week.minute(pause.starts_at),
                end_minute=week.minute(pause.ends_at),
                paid=pause.is_paid,
            )
            for pause in shift.activities.all()
        ),
    )


def _worst_first(rule: judge.BrokenRule) -> float:
    return -rule.by


def _next_known(known: dict[_Place, list[float]], rule: judge.BrokenRule) -> float:
    """Take the worst that is left of what was broken at the same place before."""
    found = known.get(_place(rule))
    return found.pop(0) if found else 0.0


def _place(rule: judge.BrokenRule) -> _Place:
    day = None if rule.at_minute is None else rule.at_minute // MINUTES_PER_DAY
    return (rule.agent, rule.rule, rule.detail, rule.subject, day)
