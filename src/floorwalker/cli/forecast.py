"""`floorwalker forecast`: from a CSV of past counts to expected counts, without a database."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

INTERVALS = ("5", "6", "10", "12", "15", "20", "30", "60")
HORIZON_DAYS_MAX = 400


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


@click.command("forecast")
@click.option(
    "--history",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    help="CSV with a header: time,queue,offered[,aht_seconds]. Without a queue column, the queue "
    'is named "all".',
)
@click.option(
    "--interval",
    "minutes",
    type=click.Choice(INTERVALS),
    default="30",
    show_default=True,
    help="Minutes per interval; finer data is summed.",
)
@click.option(
    "--horizon-days",
    type=click.IntRange(1, HORIZON_DAYS_MAX),
    default=28,
    show_default=True,
    help="Days to forecast.",
)
@click.option(
    "--from",
    "first_day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day to forecast; rows of that day and later are not used. "
    "Default: the day after the last.",
)
@click.option(
    "--zone",
    type=ZoneName(),
    help="The local clock, e.g. America/Toronto. Needed when times carry an offset; without it, "
    "local times are kept as they are written.",
)
@click.option("--country", help="Take its public holidays into account, e.g. CA. Default: none.")
@click.option("--province", help="And those of this province, e.g. QC.")
@click.option("--backtest", "with_backtest", is_flag=True, help="Add accuracy by weeks ahead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(
    *,
    path: Path,
    minutes: str,
    horizon_days: int,
    first_day: datetime | None,
    zone: ZoneInfo | None,
    country: str | None,
    province: str | None,
    with_backtest: bool,
    as_json: bool,
) -> None:
    """Forecast contacts per interval, with quantiles, from a CSV of past counts.

    Rows are given for every time of day a queue has ever been open, on every day of the horizon,
    with zeros where it is closed. Holidays and closures that are not in --country are learned only
    as days to leave aside. An interval missing from the file is unknown, unless the file never
    writes zeros and that time of day is quiet.
    """
    # Our matrices are small: threads of linear algebra would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from floorwalker.cli._forecast_run import Wish, run_forecasts

    if province and not country:
        raise click.UsageError("--province needs --country.")
    wish = Wish(
        minutes=int(minutes),
        horizon_days=horizon_days,
        first_day=_day(first_day),
        zone=zone,
        country=country,
        province=province,
        with_backtest=with_backtest or not as_json,
    )
    report = run_forecasts(path, wish=wish, show_progress=sys.stderr.isatty())
    if as_json:
        from floorwalker.cli._forecast_json import as_json_text

        click.echo(as_json_text(report))
    else:
        from floorwalker.cli._forecast_table import print_tables

        print_tables(report)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
