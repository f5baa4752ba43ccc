"""The tournament of forecast methods, and a planner's choice."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from floorwalker.duties.scheduling.actions.choose_method import choose_method
from floorwalker.duties.scheduling.queries.tournament import (
    TournamentPage,
    TournamentRow,
    queue_seen,
    tournament_page,
    tournaments,
)
from floorwalker.duties.scheduling.queries.value_added_page import (
    ValueAddedRow,
    value_added_page,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Name, Sent, Text, Whole

router = ApiRouter(tags=["forecasts"])


class TournamentRowOut(Schema):
    """One queue's outcome; errors are a week ahead's; `decision` is empty when not judged."""

    queue_id: int
    queue_name: str
    version_id: int
    methods: str
    own_wape_ratio: float | None
    rival: str | None
    rival_wape_ratio: float | None
    noise_floor_ratio: float | None
    decision: str
    is_overruled: bool


class ScoreOut(Schema):
    """How far off a method was, so many weeks ahead."""

    method: str
    wape_ratio: float
    bias_ratio: float
    pinball_ratio: float
    coverage_90_ratio: float


class StandingOut(Schema):
    """One method in one lead week."""

    score: ScoreOut
    is_used: bool


class LeadWeekOut(Schema):
    """One lead week: every method, the least error first, and why one of them is used."""

    lead_week: int
    reason: str
    noise_floor_ratio: float | None
    standings: list[StandingOut]


class ChoiceOut(Schema):
    """A planner's word on the method."""

    weeks: str
    method: str
    reason: str
    by: str
    at: datetime


class TournamentOut(Schema):
    """One queue's tournament and the choices by hand, the newest first."""

    queue_id: int
    queue_name: str
    version_id: int | None
    weeks: list[LeadWeekOut]
    choices: list[ChoiceOut]
    is_choice_pending: bool


class ChoiceIn(Sent):
    """Which method for which lead week, and why; no week is all, no method is as picked."""

    reason: Name
    lead_week: Annotated[Whole, Field(ge=1, le=4)] | None = None
    method: Text = ""


class ValueAddedOut(Schema):
    """One queue's changes by one editor so long ahead; no editor: what was published of them."""

    queue_id: int
    queue_name: str
    editor: str
    lead_days: int
    days: int
    system_wape_ratio: float | None
    wape_ratio: float | None
    value_added_ratio: float | None
    margin_ratio: float | None
    verdict: str


@router.read("/forecasts/value-added", scope=Scope.PLANS_READ, answer=Page[ValueAddedOut])
def list_value_added(request: ActorRequest, wanted: PageWanted) -> PageOfRows[ValueAddedRow]:
    """List what changes by hand were worth in the last half year, `lead_days` or more ahead."""
    rows = value_added_page(request.actor, at=clock.now()).rows
    return page_after(
        rows, wanted, key=lambda row: f"{row.queue_id:09d} {row.editor_key} {row.lead_days:02d}"
    )


@router.read("/forecasts/methods", scope=Scope.PLANS_READ, answer=Page[TournamentRowOut])
def list_tournaments(request: ActorRequest, wanted: PageWanted) -> PageOfRows[TournamentRow]:
    """List what the newest forecast of each queue is made with."""
    return page_after(tournaments(request.actor), wanted, key=lambda row: row.queue_id)


@router.read("/forecasts/methods/{int:queue_id}", scope=Scope.PLANS_READ, answer=TournamentOut)
def get_tournament(request: ActorRequest, queue_id: int) -> TournamentPage:
    """Return one queue's tournament."""
    return tournament_page(request.actor, queue_id=queue_id)


@router.write(
    "/forecasts/methods/{int:queue_id}", scope=Scope.PLANS_WRITE, answer=TournamentOut, status=201
)
def choose_one_method(request: ActorRequest, queue_id: int, body: ChoiceIn) -> TournamentPage:
    """Choose a method by hand; it counts from the next forecast on."""
    queue = queue_seen(request.actor, queue_id=queue_id)
    choose_method(
        request.actor,
        queue=queue,
        lead_week=body.lead_week,
        method=body.method,
        reason=body.reason,
        at=clock.now(),
    )
    return tournament_page(request.actor, queue_id=queue_id)
