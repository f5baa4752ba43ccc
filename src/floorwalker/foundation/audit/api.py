"""The audit log: search."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import zone_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, Where, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Text
from floorwalker.foundation.audit.queries import AuditRow, Search, records_before

router = ApiRouter(tags=["audit"])


class AuditRecordOut(Schema):
    """Who did what to what, when, and what it was before and after."""

    id: int
    at: datetime
    who: str
    account_id: int | None
    token: str
    action: str
    subject_type: str
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditWanted(Where):
    """What is looked for; days are those of the site's clock, both included."""

    who: Text = ""
    action: Text = ""
    subject: Text = Field("", description="a type, a number or both: people.Person 7")
    since: Day | None = None
    until: Day | None = None


@router.read("/audit", scope=Scope.AUDIT_READ, answer=Page[AuditRecordOut])
def list_audit_records(
    request: ActorRequest, wanted: Annotated[AuditWanted, Query()]
) -> PageOfRows[AuditRow]:
    """Search the audit log; the newest records come first."""
    search = Search(wanted.who, wanted.action, wanted.subject, wanted.since, wanted.until)
    with timezone.override(zone_of(request.actor)):
        rows = records_before(
            request.actor, search=search, before_id=wanted.id, count=wanted.limit + 1
        )
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)
