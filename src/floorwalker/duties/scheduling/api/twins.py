"""Twins: what a site's records tell the simulation, and whether it plays the past as it was."""

from datetime import date, datetime

from ninja import Schema

from floorwalker.duties.scheduling.actions.start_twin import start_twin
from floorwalker.duties.scheduling.api.weeks import PlanOut
from floorwalker.duties.scheduling.queries.twin_list import TwinRow, twins_page
from floorwalker.duties.scheduling.queries.twin_page import TwinPage, twin_page
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter

router = ApiRouter(tags=["twins"])


class TwinRowOut(Schema):
    """One twin: `passed`, `failed`, or `open` where the records cannot tell."""

    id: int
    fitted_from: date
    fitted_until: date
    validated_from: date | None
    validated_until: date | None
    verdict: str
    days: int
    inside: int
    made_by: str
    made_at: datetime


class FindingOut(Schema):
    """One measure over all days: recorded − played, and how many days lie in the band."""

    measure: str
    judgement: str
    days: int
    inside: int
    chance: float | None
    recorded: float | None
    error: float | None
    error_low: float | None
    error_high: float | None
    tolerance: float | None


class DayMeasureOut(Schema):
    """One measure of a day: what was recorded, and the mean and band of the plays."""

    recorded: float | None
    mean: float | None
    low: float | None
    high: float | None


class PlayedDayOut(Schema):
    """A recorded day beside its plays."""

    day: date
    offered: int
    agents: int
    measures: dict[str, DayMeasureOut]


class QueueLearnedOut(Schema):
    """What the twin knows of a queue; null where the records do not tell."""

    id: int
    queue: str
    contacts: int
    gave_up: int
    patience_mean_seconds: float | None
    patience_median_seconds: float | None
    patience_seen_until: float
    aht_seconds: float
    handle_cv: float
    retrial_probability: float | None
    retrial_after_seconds: float | None


class PaceLearnedOut(Schema):
    """How people differ in pace; nobody is named."""

    people: int
    contacts: int
    spread: float
    quick_tenth: float | None
    slow_tenth: float | None


class TwinOut(Schema):
    """One twin: its verdict with the reasons, the days behind it, and its parameters."""

    id: int
    verdict: str
    reasons: list[str]
    fitted_from: date
    fitted_until: date
    validated_from: date | None
    validated_until: date | None
    made_by: str
    made_at: datetime
    newer_id: int | None
    findings: list[FindingOut]
    days: list[PlayedDayOut]
    queues: list[QueueLearnedOut]
    pace: PaceLearnedOut
    turnaround_seconds: float | None
    cannot_tell: list[str]


@router.read("/twins", scope=Scope.PLANS_READ, answer=Page[TwinRowOut])
def list_twins(request: ActorRequest, wanted: PageWanted) -> PageOfRows[TwinRow]:
    """List the twins of the site, oldest first."""
    return page_after(twins_page(request.actor).rows, wanted, key=lambda row: row.id)


@router.write("/twins", scope=Scope.PLANS_WRITE, answer=PlanOut, status=202)
def make_one_twin(request: ActorRequest) -> PlanOut:
    """Start making a twin from the newest recorded days; rehearsals are then played on it."""
    request.actor.require("plan_week")
    job = start_twin(request.actor, site=site_of(request.actor), at=clock.now())
    return PlanOut(job_id=job.pk)


@router.read("/twins/{int:twin_id}", scope=Scope.PLANS_READ, answer=TwinOut)
def get_twin(request: ActorRequest, twin_id: int) -> TwinPage:
    """Return one twin."""
    return twin_page(request.actor, twin_id=twin_id)
