"""Operations on retention."""

from datetime import datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Sent, Text
from floorwalker.foundation.jobs.api import JobOut
from floorwalker.foundation.jobs.queries import JobRow, job_row
from floorwalker.foundation.retention import queries
from floorwalker.foundation.retention.actions.change_rule import change_rule
from floorwalker.foundation.retention.actions.request_erasure import request_erasure
from floorwalker.foundation.retention.forms import DAYS_MOST

router = ApiRouter(tags=["retention"])

Days = Annotated[int, Field(ge=0, le=DAYS_MOST)]


class DataClassOut(Schema):
    """One class of data: its rule, what is due now, and what the last run did."""

    name: str
    title: str
    why: str
    what_happens: str
    days: int
    days_usual: int
    days_min: int
    days_max: int
    is_fixed: bool
    rows_due: int
    last_run_at: datetime | None
    last_erased: int


class TriedRuleOut(Schema):
    """What a rule with other days would erase at the next run."""

    days: int
    rows_due: int
    is_tighter: bool
    is_allowed: bool


class RuleIn(Sent):
    """How long a class of data stays."""

    days: Annotated[int, Field(strict=True, ge=0, le=DAYS_MOST)]


class PlaceOut(Schema):
    """How many rows of one place tell of someone, and what of them stays."""

    title: str
    rows: int
    stays: str


class ErasureOut(Schema):
    """What erasing someone would do."""

    key: str
    name: str
    pseudonym: str
    places: list[PlaceOut]
    is_erased: bool


class ErasureIn(Sent):
    """The name of whom to erase, as it is written."""

    name: Text


@router.read("/retention", scope=Scope.RETENTION_READ, answer=list[DataClassOut])
def list_retention(request: ActorRequest) -> tuple[queries.ClassRow, ...]:
    """List every class of data with its rule."""
    return queries.retention_page(request.actor, at=clock.now()).rows


@router.read("/retention/{slug:name}/trial", scope=Scope.RETENTION_READ, answer=TriedRuleOut)
def try_retention_rule(
    request: ActorRequest, name: str, days: Annotated[Days, Query()]
) -> queries.TriedRule:
    """Return what a rule with so many days would erase; nothing is erased."""
    return queries.tried_rule(request.actor, name=name, days=days, at=clock.now())


@router.write(
    "/retention/{slug:name}", method="PUT", scope=Scope.RETENTION_WRITE, answer=TriedRuleOut
)
def change_retention_rule(request: ActorRequest, name: str, body: RuleIn) -> queries.TriedRule:
    """Put other days in force, from the next daily run; the answer says how many rows will go."""
    at = clock.now()
    change_rule(request.actor, name=name, days=body.days, at=at)
    return queries.tried_rule(request.actor, name=name, days=body.days, at=at)


@router.read("/erasures/{slug:key}", scope=Scope.RETENTION_WRITE, answer=ErasureOut)
def preview_erasure(request: ActorRequest, key: str) -> queries.ErasurePage:
    """Return what erasing someone (`person-17`, `account-12`) would do; nothing is erased."""
    return queries.erasure_page(request.actor, key=key)


@router.write("/erasures/{slug:key}", scope=Scope.RETENTION_WRITE, answer=JobOut, status=202)
def request_one_erasure(request: ActorRequest, key: str, body: ErasureIn) -> JobRow:
    """Erase someone for good, as a job; send their name as it is written."""
    job = request_erasure(request.actor, key=key, typed_name=body.name, at=clock.now())
    return job_row(request.actor, job_id=job.pk)
