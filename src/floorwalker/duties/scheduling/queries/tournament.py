"""The tournament of forecast methods: each queue's outcome, and one queue week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import MethodDecision
from floorwalker.duties.scheduling.models import ForecastVersion, MethodChoice
from floorwalker.duties.scheduling.ports import forecast_methods
from floorwalker.duties.scheduling.queries.backtest_table import (
    LeadWeek,
    Score,
    backtest_table,
    method_label,
)
from floorwalker.duties.scheduling.queries.forecast_list import newest_versions
from floorwalker.duties.scheduling.queries.method_words import methods_used, reason, weeks_label
from floorwalker.duties.scheduling.week_methods import (
    LEAD_WEEKS,
    OWN_METHOD,
    WeekMethod,
    week_methods_of,
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.ui.charts import BarChart, Series

SERIES_MAX = 4  # as many as a chart tells apart
CHOICES_SHOWN_MAX = 20


@dataclass(frozen=True)
class TournamentRow:
    """One queue: what its newest forecast is made with, and the errors of a week ahead."""

    queue_id: int
    queue_name: str
    version_id: int
    methods: str
    own_wape_ratio: float | None
    rival: str | None
    rival_wape_ratio: float | None
    noise_floor_ratio: float | None
    decision: str
    decision_label: str

    @property
    def is_overruled(self) -> bool:
        """Whether a planner chose the method of the first week."""
        return self.decision == MethodDecision.OVERRULED


@dataclass(frozen=True)
class Standing:
    """One method in one lead week."""

    label: str
    score: Score
    is_used: bool


@dataclass(frozen=True)
class WeekStandings:
    """One lead week: every method, the floor of chance, and why one of them is used."""

    lead_week: int
    label: str
    method: str
    decision_label: str
    reason: str
    standings: tuple[Standing, ...]
    noise_floor_ratio: float | None


@dataclass(frozen=True)
class ChoiceRow:
    """A planner's word on the method, the newest first."""

    weeks: str
    method: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TournamentPage:
    """One queue's tournament; without a forecast there is nothing but the choices."""

    queue_id: int
    queue_name: str
    version_id: int | None
    is_judged: bool
    weeks: tuple[WeekStandings, ...]
    chart: BarChart | None
    choices: tuple[ChoiceRow, ...]
    is_choice_pending: bool
    method_names: tuple[tuple[str, str], ...]
    may_choose: bool


def tournaments(actor: Actor) -> tuple[TournamentRow, ...]:
    """Return the outcome of each queue that has a forecast.

    Raises:
        NotPermittedError: this actor may not see plans.
    """
    actor.require("see_plans")
    return tuple(_row(version) for version in newest_versions(site_of(actor)))


def tournament_page(actor: Actor, *, queue_id: int) -> TournamentPage:
    """Return one queue's tournament, as its newest forecast was made.

    Raises:
        NotFoundError: there is no queue with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    queue = queue_seen(actor, queue_id=queue_id)
    version = ForecastVersion.objects.filter(queue=queue).first()
    used = week_methods_of(version.week_methods if version else None)
    table = backtest_table(version.backtest if version else None)
    scored = table.weeks if table else ()
    choices = list(MethodChoice.objects.filter(queue=queue)[:CHOICES_SHOWN_MAX])
    return TournamentPage(
        queue_id=queue.pk,
        queue_name=queue.name,
        version_id=version.pk if version else None,
        is_judged=bool(used),
        weeks=tuple(_week(week, used=_of_week(used, week.number)) for week in scored),
        chart=_chart(scored, used=used) if scored else None,
        choices=tuple(_choice(choice) for choice in choices),
        is_choice_pending=bool(
            choices and (version is None or choices[0].created_at > version.created_at)
        ),
        method_names=tuple((name, method_label(name)) for name in forecast_methods()),
        may_choose=actor.may("edit_forecast", site_id=queue.site_id),
    )


def queue_seen(actor: Actor, *, queue_id: int) -> Queue:
    """Return one queue whose plans this actor may see.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    queue = Queue.objects.select_related("site").filter(pk=queue_id).first()
    if queue is None:
        raise NotFoundError(_("there is no such queue."), next_step=_("Choose one from the list."))
    actor.require("see_plans", site_id=queue.site_id)
    return queue


def _row(version: ForecastVersion) -> TournamentRow:
    used = week_methods_of(version.week_methods)
    table = backtest_table(version.backtest)
    first = table.weeks[0] if table else None
    rival = _best_rival(first)
    decision = _decision(used[0]) if used else None
    return TournamentRow(
        queue_id=version.queue_id,
        queue_name=version.queue.name,
        version_id=version.pk,
        methods=methods_used(used) if used else method_label(version.method),
        own_wape_ratio=table.wape_ratio(OWN_METHOD) if table else None,
        rival=rival.label if rival else None,
        rival_wape_ratio=rival.wape_ratio if rival else None,
        noise_floor_ratio=first.noise_floor_ratio if first else None,
        decision=decision or "",
        decision_label=str(decision.label) if decision else _("Not judged yet"),
    )


def _best_rival(week: LeadWeek | None) -> Score | None:
    rivals = [score for score in week.scores if not score.is_own] if week else []
    return min(rivals, key=lambda score: score.wape_ratio, default=None)


def _decision(week: WeekMethod) -> MethodDecision:
    return MethodDecision.OVERRULED if week.is_overruled else MethodDecision(week.verdict)


def _of_week(used: Sequence[WeekMethod], lead_week: int) -> WeekMethod | None:
    return next((week for week in used if week.lead_week == lead_week), None)


def _week(week: LeadWeek, *, used: WeekMethod | None) -> WeekStandings:
    method = used.method if used else OWN_METHOD
    ranked = sorted(week.scores, key=lambda score: score.wape_ratio)
    return WeekStandings(
        lead_week=week.number,
        label=weeks_label(week.number, week.number),
        method=method_label(method),
        decision_label=str(_decision(used).label) if used else _("Not judged yet"),
        reason=reason(used) if used else "",
        standings=tuple(
            Standing(score.label, score, is_used=score.method == method) for score in ranked
        ),
        noise_floor_ratio=week.noise_floor_ratio,
    )


def _chart(weeks: Sequence[LeadWeek], *, used: Sequence[WeekMethod]) -> BarChart:
    """Return each lead week's errors: our own, those used, then the best others."""
    ranked = sorted(weeks[0].scores, key=lambda score: score.wape_ratio)
    names = dict.fromkeys(
        [OWN_METHOD, *(week.method for week in used), *(score.method for score in ranked)]
    )
    shown = list(names)[:SERIES_MAX]
    percents = {(s.method, w.number): 100 * s.wape_ratio for w in weeks for s in w.scores}
    floors = [None if w.noise_floor_ratio is None else 100 * w.noise_floor_ratio for w in weeks]
    best = ranked[0]
    return BarChart(
        id="tournament-chart",
        title=_("Error per interval in %, by weeks ahead"),
        description=_("One week ahead %(method)s has the least error, %(error)s %%.")
        % {
            "method": best.label,
            "error": number_format(round(100 * best.wape_ratio, 1), decimal_pos=1),
        },
        categories=[_("Week %d") % week.number for week in weeks],
        series=[
            Series(method_label(name), [percents.get((name, week.number)) for week in weeks])
            for name in shown
        ],
        level=Series(_("Noise alone"), floors),
        category_label=_("Weeks ahead"),
        decimals=1,
    )


def _choice(choice: MethodChoice) -> ChoiceRow:
    week = choice.lead_week
    return ChoiceRow(
        weeks=weeks_label(week, week) if week else weeks_label(LEAD_WEEKS[0], LEAD_WEEKS[-1]),
        method=method_label(choice.method) if choice.method else _("As the program picks"),
        reason=choice.reason,
        by=choice.created_by_name,
        at=choice.created_at,
    )
