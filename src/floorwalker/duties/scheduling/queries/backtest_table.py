"""How good a forecast would have been in the past: as stored, as shown, and in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.duties.scheduling.week_methods import OWN_METHOD

PLAIN_METHOD = "seasonal_naive"

METHOD_LABELS = {
    OWN_METHOD: gettext_lazy("Floorwalker’s model"),
    "mean_of_last_4": gettext_lazy("Mean of the last 4 weeks"),
    "mean_of_last_8": gettext_lazy("Mean of the last 8 weeks"),
    PLAIN_METHOD: gettext_lazy("Last week again"),
    "constant": gettext_lazy("The same always"),
    "statsforecast_autoets": "AutoETS (statsforecast)",
    "statsforecast_mstl": "MSTL (statsforecast)",
    "prophet": "Prophet",
    "mlforecast_lightgbm": "LightGBM (mlforecast)",
}


def method_label(method: str) -> str:
    """Return a method's name in the reader's words; a stranger's is its own."""
    return str(METHOD_LABELS.get(method, method))


@dataclass(frozen=True)
class Score:
    """One method, so many weeks ahead (see engines/forecast/_backtest.py for the formulas)."""

    method: str
    lead_week: int
    intervals: int
    wape_ratio: float
    bias_ratio: float
    pinball_ratio: float
    coverage_90_ratio: float
    gain_ratios: Sequence[float] = ()

    @property
    def label(self) -> str:
        """The method in the reader's words."""
        return method_label(self.method)

    @property
    def is_own(self) -> bool:
        """Tell whether it is Floorwalker's own."""
        return self.method == OWN_METHOD


@dataclass(frozen=True)
class HandleTimeRow:
    """How far off one method's handle times were, by weeks ahead; a miss counts by its contacts."""

    method: str
    error_ratios: tuple[float | None, ...]

    @property
    def label(self) -> str:
        """The method in the reader's words."""
        return str(METHOD_LABELS.get(self.method, self.method))

    @property
    def is_own(self) -> bool:
        """Tell whether it is the method of the forecast shown."""
        return self.method == OWN_METHOD


@dataclass(frozen=True)
class LeadWeek:
    """Every method's score so many weeks ahead, and the error that no forecast can avoid."""

    number: int
    scores: tuple[Score, ...]
    noise_floor_ratio: float | None


@dataclass(frozen=True)
class BacktestTable:
    """Scores by lead week, from so many earlier forecasts a week apart."""

    origins: int
    weeks: tuple[LeadWeek, ...]
    handle_time: tuple[HandleTimeRow, ...] = ()

    def wape_ratio(self, method: str) -> float | None:
        """Return a method's WAPE one week ahead."""
        scores = self.weeks[0].scores if self.weeks else ()
        return next((score.wape_ratio for score in scores if score.method == method), None)


def backtest_table(stored: Mapping[str, Any] | None) -> BacktestTable | None:
    """Read a stored back-test; `None` when the history was too short for one."""
    if not stored or not stored["scores"]:
        return None
    scores = [Score(**score) for score in stored["scores"]]
    floors = stored["noise_floor_ratio"]
    weeks = sorted({score.lead_week for score in scores})
    return BacktestTable(
        origins=stored["origins"],
        weeks=tuple(
            LeadWeek(
                number=week,
                scores=tuple(score for score in scores if score.lead_week == week),
                noise_floor_ratio=floors[week - 1] if week <= len(floors) else None,
            )
            for week in weeks
        ),
        handle_time=_handle_time_rows(stored.get("handle_time", ()), weeks=weeks),
    )


def _handle_time_rows(
    stored: Sequence[Mapping[str, Any]], *, weeks: Sequence[int]
) -> tuple[HandleTimeRow, ...]:
    errors = {(score["method"], score["lead_week"]): score["error_ratio"] for score in stored}
    methods = dict.fromkeys(method for method, _week in errors)
    return tuple(
        HandleTimeRow(method, tuple(errors.get((method, week)) for week in weeks))
        for method in methods
    )


def backtest_sentence(table: BacktestTable, *, method: str, interval_minutes: int) -> str:
    """Say in plain words how far off one week ahead was, beside repeating last week."""
    own, plain = table.wape_ratio(method), table.wape_ratio(PLAIN_METHOD)
    if own is None or plain is None:
        return ""
    said = _(
        "Over the last %(weeks)d weeks, one week ahead, this forecast was off by %(own)s per "
        "interval of %(minutes)d minutes; repeating last week would have been off by %(plain)s."
    ) % {
        "weeks": table.origins,
        "minutes": interval_minutes,
        "own": _percent(own),
        "plain": _percent(plain),
    }
    floor = table.weeks[0].noise_floor_ratio
    if floor is None:
        return said
    return f"{said} " + _("Noise alone is %(floor)s.") % {"floor": _percent(floor)}


def _percent(ratio: float) -> str:
    return f"{number_format(round(ratio * 100, 1), decimal_pos=1)}\N{NO-BREAK SPACE}%"
