"""A time and a zone on the command line."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click


class Moment(click.ParamType[datetime]):
    """A date with a time of day, with or without an offset."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the time, or fail with an example."""
        text = str(value)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or len(text) <= len("2026-11-24"):
            self.fail(f"{text!r} is no time; write it as '2026-11-24 11:00'.", param, ctx)
        return moment


class ZoneName(click.ParamType[ZoneInfo]):
    """A time zone by its IANA name."""

    name = "zone"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        """Return the zone, or fail with an example."""
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"{value} is no known zone; try America/Toronto.", param, ctx)
