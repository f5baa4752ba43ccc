"""What callers send: only the fields that are named, each of the type that is said.

JSON knows numbers, booleans and text, so nothing is guessed from one to another.
"""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
)

ID_MAX = 2**63 - 1
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:00)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _text_only(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("send text, as 2026-11-23T09:00:00-05:00")  # noqa: TRY004  # pydantic wants it
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)  # a database knows no zone beyond 16 hours
    except OverflowError:
        raise ValueError("send a moment between the years 1 and 9999") from None


def _day_only(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("send a date, as 2026-11-23")
    return value


def _clock_only(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("send a time of the day, as 09:30")
    return value


Day = Annotated[date, BeforeValidator(_day_only)]
Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_in_utc)]
ClockTime = Annotated[time, BeforeValidator(_clock_only)]
Number = StrictFloat | StrictInt
Flag = StrictBool
Whole = StrictInt
Id = Annotated[StrictInt, Field(ge=1, le=ID_MAX)]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=300)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", min_length=1, max_length=100)]


class Sent(Schema):
    """A body of a request."""

    model_config = ConfigDict(extra="forbid")
