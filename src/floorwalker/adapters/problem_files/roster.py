"""A roster problem as a JSON file: what it may hold, and reading it with errors told by path.

Times are local wall-clock time. A span of the day whose end is not after its start runs into the
next day, so an end of 00:00 is midnight.
"""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NaiveDatetime,
    ValidationError,
    model_validator,
)

from floorwalker.foundation.errors import BadInputError

MAX_BYTES = 50_000_000
QUEUES_MAX = 8
DAYS_MAX = 14
YEARS = range(1970, 2200)  # of days that can be meant
UTF8_MARK = b"\xef\xbb\xbf"  # some editors begin a file with it
AGENTS_MAX = 5_000

Name = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0, le=24 * DAYS_MAX, allow_inf_nan=False)]
DayMinutes = Annotated[int, Field(ge=0, le=1440)]


def _local_minute(moment: time) -> time:
    if moment.tzinfo is not None or moment.second or moment.microsecond:
        raise ValueError("must be a local time on a whole minute, such as 08:30")
    return moment


def _plausible(day: date) -> date:
    if day.year not in YEARS:
        raise ValueError(f"must lie in {YEARS.start} to {YEARS.stop - 1}")
    return day


LocalTime = Annotated[time, AfterValidator(_local_minute)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DaySpan(_Part):
    """A stretch of the day, on the days named or on every day."""

    days: tuple[date, ...] | None = Field(None, description="Dates; left out: every day.")
    start: LocalTime
    end: LocalTime


class Need(DaySpan):
    """Agents needed through a stretch of the day; stretches add up."""

    agents: Number


class Queue(_Part):
    """What agents serve, and how many of them it needs when."""

    name: Name
    need: tuple[Need, ...] = ()
    need_per_interval: tuple[Number, ...] | None = Field(
        None, description="Instead of `need`: agents for every interval from the first midnight."
    )

    @model_validator(mode="after")
    def _says_its_need_once(self) -> Self:
        if self.need and self.need_per_interval is not None:
            raise ValueError("give need or need_per_interval, not both")
        return self


class Break(_Part):
    """A break that shifts of some lengths need; the windows count from the shift's start."""

    name: Name
    minutes: Annotated[int, Field(gt=0, le=1440)]
    paid: bool
    earliest_start_minutes: DayMinutes
    latest_start_minutes: DayMinutes
    shift_minutes_min: DayMinutes = 0
    shift_minutes_max: DayMinutes = 1440


class Template(_Part):
    """Which starts and lengths a shift may have; its breaks are taken in the order given."""

    name: Name
    earliest_start: LocalTime
    latest_start: LocalTime
    start_step_minutes: Annotated[int, Field(gt=0, le=1440)] = 30
    lengths_minutes: Annotated[tuple[DayMinutes, ...], Field(min_length=1)]
    breaks: tuple[Break, ...] = ()
    breaks_apart_minutes: DayMinutes = Field(0, description="Least work between two breaks.")


class Contract(_Part):
    """Rules of a week; a day is worked when a shift starts on it."""

    name: Name
    paid_hours_min: Hours
    paid_hours_max: Hours
    shift_hours_min: Hours = 0
    shift_hours_max: Hours = 24
    shifts_max: Annotated[int, Field(ge=0, le=DAYS_MAX)] = DAYS_MAX
    days_off_min: Annotated[int, Field(ge=0, le=DAYS_MAX)] = 0
    consecutive_days_max: Annotated[int, Field(ge=0, le=DAYS_MAX)] = DAYS_MAX
    rest_hours_min: Hours = 11


class Absence(_Part):
    """Leave, from a moment to a moment."""

    start: NaiveDatetime
    end: NaiveDatetime

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("leave must end after it starts")
        return self


class PreferredStart(_Part):
    """When an agent would like to start; a start outside costs `weight` agent-hours."""

    start: LocalTime
    end: LocalTime
    weight: Number = 0.25


class PinnedBreak(_Part):
    """A break of a pinned shift."""

    name: Name
    start: NaiveDatetime
    end: NaiveDatetime
    paid: bool


class PinnedShift(_Part):
    """A shift that is kept exactly as it is."""

    start: NaiveDatetime
    end: NaiveDatetime
    template: Name
    breaks: tuple[PinnedBreak, ...] = ()


class Agent(_Part):
    """A person: what they can do, may do, would like, and did before these days."""

    name: Name
    queues: Annotated[tuple[Name, ...], Field(min_length=1)]
    contract: Name
    templates: tuple[Name, ...] | None = Field(None, description="Left out: all templates.")
    availability: tuple[DaySpan, ...] | None = Field(None, description="Left out: always.")
    leave: tuple[Absence, ...] = ()
    preferred_start: PreferredStart | None = None
    wished_days_off: tuple[date, ...] = ()
    day_off_weight: Number = 1.0
    last_shift_end: NaiveDatetime | None = None
    days_worked_run: Annotated[int, Field(ge=0, le=365)] = 0
    pinned: tuple[PinnedShift, ...] = ()


class Weights(_Part):
    """What is minimised, in weighted agent-hours; see the reference page."""

    short: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    short_below_90: Number = 2.0
    short_below_75: Number = 4.0
    over: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.1
    paid_hour: Number = 0.02


class RosterProblemFile(_Part):
    """A roster problem for `floorwalker roster`: 1 to 14 days of one centre."""

    first_day: Annotated[date, AfterValidator(_plausible)]
    days: Annotated[int, Field(ge=1, le=DAYS_MAX)] = 7
    interval_minutes: Literal[15, 30] = 15
    queues: Annotated[tuple[Queue, ...], Field(min_length=1, max_length=QUEUES_MAX)]
    templates: Annotated[tuple[Template, ...], Field(min_length=1)]
    contracts: Annotated[tuple[Contract, ...], Field(min_length=1)]
    agents: Annotated[tuple[Agent, ...], Field(min_length=1, max_length=AGENTS_MAX)]
    weights: Weights = Weights()


def read_roster_problem(path: Path) -> RosterProblemFile:
    """Read a problem file.

    Raises:
        BadInputError: The file cannot be read or breaks the schema; it names the JSON path.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInputError("the file is larger than 50 MB.", where=str(path))
        content = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"cannot be read: {error.strerror}.", where=str(path)) from None
    try:
        return RosterProblemFile.model_validate_json(content.removeprefix(UTF8_MARK))
    except ValidationError as error:
        raise _readable(error, path) from None


def roster_problem_schema() -> dict[str, Any]:
    """The JSON Schema of a problem file."""
    return RosterProblemFile.model_json_schema()


def _readable(error: ValidationError, path: Path) -> BadInputError:
    first, others = error.errors()[0], error.error_count() - 1
    more = f" ({others} more like it.)" if others else ""
    return BadInputError(
        f"{first['msg'].removeprefix('Value error, ')}.{more}",
        where=f"{path}: {json_path(first['loc'])}",
        next_step="`floorwalker roster --schema` prints what a problem may hold.",
    )


def json_path(parts: tuple[int | str, ...]) -> str:
    """A place in a JSON document, as agents[3].queues[0]; the whole document is $."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.lstrip(".") or "$"
