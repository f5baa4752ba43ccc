"""From files of lost and paid time to what is to be expected."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floorwalker.adapters.lost_time import read_lost_time, read_paid_time
from floorwalker.duties.scheduling.records import LostTimeFile
from floorwalker.foundation.errors import BadInputError

if TYPE_CHECKING:
    from floorwalker.engines.shrinkage import Learned, LossHistory

DAYS_PER_WEEK = 7
SPAN_DAYS_MAX = 20 * 366
CAUSES_MAX = 50


def history_of(file: Path, *, paid: Path | None) -> "LossHistory":
    """Return what the files tell, as the engine takes it.

    Raises:
        BadInputError: a file cannot be used, or they do not fit together.
    """
    import numpy as np

    from floorwalker.engines.shrinkage import LossHistory

    lost = read_lost_time(file)
    paid_seconds = read_paid_time(paid) if paid else lost.paid_seconds
    first = _first_day(lost, paid_seconds, file=file)
    causes = sorted({row.cause.casefold() for row in lost.losses})
    if len(causes) > CAUSES_MAX:
        raise BadInputError(f"there are more than {CAUSES_MAX} causes.", where=file.name)
    by_day = np.zeros((max(paid_seconds) - first).days + 1)
    for day, seconds in paid_seconds.items():
        by_day[(day - first).days] = seconds
    rows = lost.losses
    try:
        return LossHistory(
            causes=tuple(causes),
            first_day=first,
            paid_seconds=by_day,
            day=np.array([(row.day - first).days for row in rows], dtype=np.int64),
            cause=np.array([causes.index(row.cause.casefold()) for row in rows], dtype=np.int64),
            seconds=np.array([row.seconds for row in rows], dtype=np.float64),
            lead_days=np.array([(row.day - row.known_on).days for row in rows], dtype=np.int64),
        )
    except ValueError as error:
        raise BadInputError(f"{error}.", where=file.name) from None


def told(
    history: "LossHistory", *, lead_days: int, constant: float, people: float | None
) -> dict[str, Any]:
    """Return what is expected of the seven days from `lead_days` after the last, by cause."""
    from floorwalker.engines.shrinkage import DAYS_MIN, backtest, learn

    learned = learn(history)
    days = int((history.paid_seconds > 0).sum())
    if learned is None:
        return {
            "lead_days": lead_days,
            "days": days,
            "note": f"Cannot tell: {days} paid days are too few, {DAYS_MIN} are needed.",
            "expected": None,
            "by_lead": None,
            "backtest": None,
        }
    last = history.first_day + timedelta(days=history.days - 1)
    compared = backtest(history, lead_days=lead_days, constant=constant)
    return {
        "lead_days": lead_days,
        "days": days,
        "note": "Shares of the paid time that is left without what is known by then.",
        "expected": [
            _expected(learned, last + timedelta(days=lead_days + n), lead_days, people)
            for n in range(DAYS_PER_WEEK)
        ],
        "by_lead": [
            {"lead_days": lead} | _expected(learned, last + timedelta(days=lead_days), lead, people)
            for lead in learned.leads
        ],
        "backtest": None if compared is None else asdict(compared) | {"constant_ratio": constant},
    }


def _expected(
    learned: "Learned", day: date, lead_days: int, people: float | None
) -> dict[str, Any]:
    found = learned.expect(day, lead_days=lead_days, people=people)
    return {
        "day": day.isoformat(),
        "ratio": found.ratio,
        "by_cause": dict(zip(learned.causes, found.by_cause, strict=True)),
        **{name: getattr(found, name) for name in ("p05", "p25", "p75", "p95")},
    }


def _first_day(lost: LostTimeFile, paid_seconds: Mapping[date, int], *, file: Path) -> date:
    if not paid_seconds:
        raise BadInputError(
            "nothing says how much time was paid.",
            where=file.name,
            next_step="Add a column paid_minutes, or give --paid FILE.",
        )
    first, last = min(paid_seconds), max(paid_seconds)
    if (last - first).days > SPAN_DAYS_MAX:
        raise BadInputError(
            f"paid time runs from {first} to {last}: more than {SPAN_DAYS_MAX // 366} years.",
            where=file.name,
            next_step="Check the years.",
        )
    for row in lost.losses:
        if row.day not in paid_seconds:
            raise BadInputError(
                f"nothing says how much time was paid on {row.day}.",
                where=row.where,
                next_step="Add the paid minutes of that day, or leave its losses out.",
            )
    return first
