"""Special days: closures, days with more or fewer contacts, days not to be learned from."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from floorwalker.duties.scheduling.actions.define_special_day import (
    DATES_MAX,
    FACTOR_MAX,
    SpecialDayFacts,
    define_special_day,
)
from floorwalker.duties.scheduling.actions.remove_special_day import remove_special_day
from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.queries.special_days import (
    SpecialDayRow,
    special_day_page,
    special_days_page,
)
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_after
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Day, Id, Name, Number, Sent, Text

router = ApiRouter(tags=["special days"])


class SpecialDayOut(Schema):
    """One special day; `factor` multiplies an adjusted day, null when its past days teach it."""

    id: int
    name: str
    kind: str
    queue_id: int | None
    first_day: date
    last_day: date
    also_on: list[date]
    repeats: str
    factor: float | None
    note: str
    next_day: date | None


class SpecialDayIn(Sent):
    """What is special and when. A rule looks forward from the first day; `also_on` are more."""

    name: Name
    kind: SpecialDayKind
    first_day: Day
    last_day: Day
    queue_id: Id | None = None
    factor: Annotated[Number, Field(gt=0, le=FACTOR_MAX)] | None = None
    repeats: Repeats = Repeats.NEVER
    also_on: list[Day] = Field(default=[], max_length=DATES_MAX)
    note: Text = ""


@router.read("/special-days", scope=Scope.PLANS_READ, answer=Page[SpecialDayOut])
def list_special_days(request: ActorRequest, wanted: PageWanted) -> PageOfRows[SpecialDayRow]:
    """List the special days of the site."""
    rows = special_days_page(request.actor, at=clock.now()).rows
    return page_after(rows, wanted, key=lambda row: row.id)


@router.write("/special-days", scope=Scope.PLANS_WRITE, answer=SpecialDayOut, status=201)
def add_special_day(request: ActorRequest, body: SpecialDayIn) -> SpecialDayRow:
    """Add a special day; forecasts made from now on know it."""
    made = define_special_day(
        request.actor, site=site_of(request.actor), facts=_facts(body), at=clock.now()
    )
    return _row(request, made.pk)


@router.read("/special-days/{int:special_day_id}", scope=Scope.PLANS_READ, answer=SpecialDayOut)
def get_special_day(request: ActorRequest, special_day_id: int) -> SpecialDayRow:
    """Return one special day."""
    return _row(request, special_day_id)


@router.write(
    "/special-days/{int:special_day_id}",
    scope=Scope.PLANS_WRITE,
    answer=SpecialDayOut,
    method="PUT",
)
def change_special_day(
    request: ActorRequest, special_day_id: int, body: SpecialDayIn
) -> SpecialDayRow:
    """Change a special day; forecasts made before stay."""
    page = special_day_page(request.actor, special_day_id=special_day_id, at=clock.now())
    define_special_day(
        request.actor,
        site=page.site,
        facts=_facts(body),
        special_day_id=special_day_id,
        at=clock.now(),
    )
    return _row(request, special_day_id)


@router.write(
    "/special-days/{int:special_day_id}",
    scope=Scope.PLANS_WRITE,
    answer=None,
    status=204,
    method="DELETE",
)
def remove_one_special_day(request: ActorRequest, special_day_id: int) -> None:
    """Take a special day back; forecasts made with it stay, and name it."""
    page = special_day_page(request.actor, special_day_id=special_day_id, at=clock.now())
    remove_special_day(request.actor, site=page.site, special_day_id=special_day_id, at=clock.now())


def _facts(body: SpecialDayIn) -> SpecialDayFacts:
    sent = dict(body)
    factor = sent["factor"]
    return SpecialDayFacts(
        **{
            **sent,
            "factor": None if factor is None else float(factor),
            "also_on": tuple(sent["also_on"]),
        }
    )


def _row(request: ActorRequest, special_day_id: int) -> SpecialDayRow:
    return special_day_page(request.actor, special_day_id=special_day_id, at=clock.now()).row
