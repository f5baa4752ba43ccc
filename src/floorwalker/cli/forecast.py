"""`floorwalker forecast`: from a CSV of past counts to expected counts, without a database."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from floorwalker.cli._finite_range import FiniteRange
from floorwalker.cli._moment import Moment, ZoneName

if TYPE_CHECKING:
    from floorwalker.cli._forecast_run import Wish

INTERVALS = ("5", "6", "10", "12", "15", "20", "30", "60")
HORIZON_DAYS_MAX = 400


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
@click.option(
    "--intraday",
    is_flag=True,
    help="Update the rest of the day of --as-of from what came before that time; later rows are "
    "not used.",
)
@click.option("--as-of", type=Moment(), help="With --intraday: now, e.g. '2026-11-24 11:00'.")
@click.option(
    "--service-level",
    type=FiniteRange(0, 0.999_999),
    help="With --intraday: share to answer in time, to print the agents needed, too.",
)
@click.option("--within", type=FiniteRange(0), help="In time: seconds.")
@click.option(
    "--patience",
    type=FiniteRange(0, min_open=True),
    help="Mean seconds until a waiting caller gives up (Erlang A); without it Erlang C.",
)
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
    intraday: bool,
    as_of: datetime | None,
    service_level: float | None,
    within: float | None,
    patience: float | None,
    as_json: bool,
) -> None:
    """Forecast contacts per interval, with quantiles, from a CSV of past counts.

    Rows are given for every time of day a queue has ever been open, on every day of the horizon,
    with zeros where it is closed. Holidays and closures that are not in --country are learned only
    as days to leave aside. An interval missing from the file is unknown, unless the file never
    writes zeros and that time of day is quiet.

    With --intraday --as-of TIME, the day of TIME is forecast as on its morning and the rest of it
    updated from what came before TIME, as far as such updates have helped on past days.
    """
    # Our matrices are small: threads of linear algebra would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from floorwalker.cli._forecast_run import Wish

    if province and not country:
        raise click.UsageError("--province needs --country.")
    wish = Wish(
        minutes=int(minutes),
        horizon_days=1 if intraday else horizon_days,
        first_day=_day(first_day),
        zone=zone,
        country=country,
        province=province,
        with_backtest=with_backtest or not as_json,
    )
    _check_intraday_words(click.get_current_context())
    if as_of is None:
        _show_forecast(path, wish=wish, as_json=as_json)
    else:
        staffing = (service_level, within, patience)
        _show_intraday(path, wish=wish, as_of=as_of, staffing=staffing, as_json=as_json)


def _check_intraday_words(context: click.Context) -> None:
    """Refuse options that do not go together."""
    given = {
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if ("intraday" in given) != ("as_of" in given):
        raise click.UsageError("--intraday and --as-of need each other.")
    if ("service_level" in given) != ("within" in given):
        raise click.UsageError("--service-level and --within need each other.")
    if "patience" in given and "service_level" not in given:
        raise click.UsageError("--patience needs --service-level.")
    if "service_level" in given and "intraday" not in given:
        raise click.UsageError("--service-level needs --intraday; see also `floorwalker staff`.")
    if "intraday" in given and given & {"first_day", "horizon_days", "with_backtest"}:
        raise click.UsageError(
            "--intraday is about one day; leave out --from, --horizon-days and --backtest."
        )


def _show_forecast(path: Path, *, wish: "Wish", as_json: bool) -> None:
    from floorwalker.cli._forecast_run import run_forecasts

    report = run_forecasts(path, wish=wish, show_progress=sys.stderr.isatty())
    if as_json:
        from floorwalker.cli._forecast_json import as_json_text

        click.echo(as_json_text(report))
    else:
        from floorwalker.cli._forecast_table import print_tables

        print_tables(report)


def _show_intraday(
    path: Path,
    *,
    wish: "Wish",
    as_of: datetime,
    staffing: tuple[float | None, float | None, float | None],
    as_json: bool,
) -> None:
    from floorwalker.cli._intraday_run import run_intraday
    from floorwalker.cli._intraday_staffing import StaffingWish

    service_level, within, patience = staffing
    target = None
    if service_level is not None and within is not None:
        target = StaffingWish(service_level, within, patience)
    report = run_intraday(path, wish=wish, as_of=as_of, staffing=target)
    if as_json:
        from floorwalker.cli._intraday_json import as_json_text

        click.echo(as_json_text(report))
    else:
        from floorwalker.cli._intraday_table import print_intraday

        print_intraday(report)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
