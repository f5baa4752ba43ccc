"""What share of paid time is lost: now, by cause and lead time, and how well that is told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.queries.shrinkage_charts import shrinkage_charts
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.people.models import Site, Team
from floorwalker.foundation.ui.charts import BarChart

if TYPE_CHECKING:
    from floorwalker.duties.scheduling.stages.shrinking import DayShrinkage, Evidence, LearnedWeek
    from floorwalker.engines.shrinkage import Learned

LEAD_DAYS_USUAL = 8
LEADS_SHOWN = (1, 3, 7, 14, 28, 56)


@dataclass(frozen=True)
class CauseShare:
    """One cause of a week's shrinkage."""

    cause: str
    label: str
    is_planned: bool
    ratio: float


@dataclass(frozen=True)
class LeadShare:
    """What a usual day is planned with so many days ahead, and what is usually known by then."""

    lead_days: int
    ratio: float
    p05: float
    p95: float
    team_p05: float
    team_p95: float
    known_ratio: float


@dataclass(frozen=True)
class MethodScore:
    """How far off a method was in the past; `is_own` is what is learned."""

    method: str
    error_ratio: float
    bias_ratio: float
    is_own: bool


@dataclass(frozen=True)
class Told:
    """What is learned, for the week that begins in so many days."""

    week: "LearnedWeek"
    days: tuple["DayShrinkage", ...]
    causes: tuple[CauseShare, ...]
    leads: tuple[LeadShare, ...]
    team_people: int
    scores: tuple[MethodScore, ...]
    days_compared: int
    covered_ratio: float | None
    lead_chart: BarChart
    day_chart: BarChart


@dataclass(frozen=True)
class ShrinkagePage:
    """The page; without `told` there is too little evidence, of `days` of the `days_needed`."""

    site: Site
    lead_days: int
    starts_on: date
    usual_ratio: float
    used_ratio: float
    days: int
    days_needed: int
    days_left_out: int
    last_day: date | None
    told: Told | None
    may_record: bool
    may_set: bool


def shrinkage_page(
    actor: Actor, *, lead_days: int = LEAD_DAYS_USUAL, at: datetime
) -> ShrinkagePage:
    """Return what is used for a week that begins in so many days, and why.

    Raises:
        NotPermittedError: this actor sees no plans.
    """
    from floorwalker.duties.scheduling.stages import shrinking
    from floorwalker.engines.shrinkage import DAYS_MIN, learn

    actor.require("see_plans")
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    evidence = shrinking.evidence_of(site, today=today)
    learned = learn(evidence.history) if evidence else None
    usual = shrinking.usual_shrinkage_ratio(site)
    told = None
    if evidence and learned:
        told = _told(site, evidence, learned, usual=usual, lead_days=lead_days, today=today)
    return ShrinkagePage(
        site=site,
        lead_days=lead_days,
        starts_on=today + timedelta(days=lead_days),
        usual_ratio=usual,
        used_ratio=told.week.ratio if told else usual,
        days=int((evidence.history.paid_seconds > 0).sum()) if evidence else 0,
        days_needed=DAYS_MIN,
        days_left_out=evidence.days_left_out if evidence else 0,
        last_day=evidence.last_day if evidence else None,
        told=told,
        may_record=actor.may("record_lost_time", site_id=site.pk),
        may_set=actor.may("plan_week", site_id=site.pk),
    )


def _told(
    site: Site,
    evidence: "Evidence",
    learned: "Learned",
    *,
    usual: float,
    lead_days: int,
    today: date,
) -> Told:
    from floorwalker.duties.scheduling.stages.shrinking import week_of
    from floorwalker.engines.shrinkage import backtest

    starts_on = today + timedelta(days=lead_days)
    week = week_of(site, evidence.history, learned, starts_on=starts_on, today=today)
    compared = backtest(evidence.history, lead_days=lead_days, constant=usual)
    scores = {
        "learned": compared and compared.learned,
        "constant": compared and compared.constant,
        "mean_8_weeks": compared and compared.mean_8_weeks,
    }
    people = _people_of_a_team(site, learned)
    by_lead, by_day = shrinkage_charts(learned, week, leads=LEADS_SHOWN)
    return Told(
        week=week,
        days=week.days,
        causes=tuple(_cause(cause, ratio) for cause, ratio in week.by_cause.items() if ratio > 0),
        leads=tuple(
            _lead(evidence, learned, day=today, lead=n, people=people) for n in LEADS_SHOWN
        ),
        team_people=people,
        scores=tuple(
            MethodScore(name, score.error_ratio, score.bias_ratio, name == "learned")
            for name, score in scores.items()
            if score
        ),
        days_compared=compared.days if compared else 0,
        covered_ratio=compared.covered_ratio if compared else None,
        lead_chart=by_lead,
        day_chart=by_day,
    )


def _cause(cause: str, ratio: float) -> CauseShare:
    known = LossCause(cause)
    return CauseShare(cause, str(known.label), known.is_planned, ratio)


def _lead(
    evidence: "Evidence", learned: "Learned", *, day: date, lead: int, people: int
) -> LeadShare:
    from floorwalker.engines.shrinkage import known_ratio

    target = day + timedelta(days=lead)
    site_day = learned.usual(target, lead_days=lead)
    team_day = learned.usual(target, lead_days=lead, people=people)
    return LeadShare(
        lead_days=lead,
        ratio=site_day.ratio,
        p05=site_day.p05,
        p95=site_day.p95,
        team_p05=team_day.p05,
        team_p95=team_day.p95,
        known_ratio=known_ratio(evidence.history, lead_days=lead),
    )


def _people_of_a_team(site: Site, learned: "Learned") -> int:
    """Return how many of a usual team are there on a day."""
    return max(1, round(learned.people / max(Team.objects.filter(site=site).count(), 1)))
