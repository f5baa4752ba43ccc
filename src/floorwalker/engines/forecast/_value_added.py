"""Forecast value added: did a change to a forecast bring it nearer to what came, or further away?

Every version is compared with the first one on the very intervals that both foresaw and of which it
is known what came. WAPE and bias as in the glossary; value added is the first version's WAPE less
this version's, so that a change that did harm is negative (Gilliland 2010, The Business Forecasting
Deal, ch. 4).

The intervals of a day stray together, so days are counted and not intervals: the margin is
Student's t times the standard error of the sum of the days' differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special

from floorwalker.engines.forecast._history import FloatArray, IntArray

DAYS_MIN = 5  # with fewer, chance decides
TWO_SIDED_95 = 0.975

Verdict = Literal["helped", "harmed", "cannot_tell"]


@dataclass(frozen=True)
class VersionMeans:
    """One version of a forecast, over the intervals of all versions.

    Attributes:
        stage: what it is: `system`, `edited`, `published`, or whatever the caller calls it.
        editor: who made it; None when the program did.
        lead_days: days between the last history and each interval, shape (intervals,).
        mean: expected contacts, shape (intervals,); NaN where this version says nothing.
    """

    stage: str
    editor: str | None
    lead_days: IntArray
    mean: FloatArray


@dataclass(frozen=True)
class ValueAdded:
    """What one editor's versions of one stage were worth at one lead time.

    Attributes:
        stage: as given.
        editor: as given.
        lead_days: days between the last history and the day forecast.
        intervals: intervals compared.
        days: days that they lie on.
        wape_ratio: Σ|forecast − actual| ÷ Σ actual; None with too few days, or no contact.
        bias_ratio: Σ(forecast − actual) ÷ Σ actual, positive is too high; None likewise.
        value_added_ratio: the first version's WAPE on these intervals less this one's; positive
            is better, negative is harm, 0 for the first version itself; None likewise.
        margin_ratio: half-width of the 95 % interval of the value added; None likewise.
    """

    stage: str
    editor: str | None
    lead_days: int
    intervals: int
    days: int
    wape_ratio: float | None = None
    bias_ratio: float | None = None
    value_added_ratio: float | None = None
    margin_ratio: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether it helped or harmed by more than chance does; `cannot_tell` otherwise."""
        if self.value_added_ratio is None or self.margin_ratio is None:
            return "cannot_tell"
        if abs(self.value_added_ratio) <= self.margin_ratio:
            return "cannot_tell"
        return "helped" if self.value_added_ratio > 0 else "harmed"


def value_added(
    actual: FloatArray,
    *,
    day: IntArray,
    versions: Sequence[VersionMeans],
    days_min: int = DAYS_MIN,
) -> tuple[ValueAdded, ...]:
    """Compare versions with the first of them, by stage, editor and lead time.

    Versions of the same stage and editor are taken together. Rows come in the order of the
    versions, then by lead time.

    Args:
        actual: contacts that came, shape (intervals,); NaN where unknown.
        day: a number for the local day of each interval, shape (intervals,).
        versions: the first is the one to beat, usually the program's own.
        days_min: with fewer days to compare there is no answer.

    Raises:
        ValueError: no version, shapes differ, a value is negative, or `days_min` is below 2.
    """
    _check(actual, day=day, versions=versions, days_min=days_min)
    makers = dict.fromkeys((version.stage, version.editor) for version in versions)
    rows = []
    for stage, editor in makers:
        own = [v for v in versions if (v.stage, v.editor) == (stage, editor)]
        said_leads = [version.lead_days[~np.isnan(version.mean)] for version in own]
        for lead in np.unique(np.concatenate(said_leads)):
            facts = np.stack([actual, versions[0].mean, day.astype(np.float64)])
            compared = [_at_lead(version, facts=facts, lead=lead) for version in own]
            rows.append(
                _row(
                    ValueAdded(stage, editor, int(lead), 0, 0),
                    compared=np.concatenate(compared, axis=1),
                    days_min=days_min,
                )
            )
    return tuple(rows)


def _at_lead(version: VersionMeans, *, facts: FloatArray, lead: int) -> FloatArray:
    """Return what the version said, what came, what the first one said and the day, by interval."""
    values = np.vstack([version.mean, facts])
    return np.asarray(values[:, (version.lead_days == lead) & ~np.isnan(values).any(axis=0)])


def _row(empty: ValueAdded, *, compared: FloatArray, days_min: int) -> ValueAdded:
    mean, actual, first, day = compared
    total = float(actual.sum())
    different, day_index = np.unique(day, return_inverse=True)
    counted = replace(empty, intervals=actual.size, days=different.size)
    if counted.days < days_min or total == 0:
        return counted
    gain_by_day = np.zeros(different.size)
    np.add.at(gain_by_day, day_index, np.abs(first - actual) - np.abs(mean - actual))
    return replace(
        counted,
        wape_ratio=float(np.abs(mean - actual).sum()) / total,
        bias_ratio=float((mean - actual).sum()) / total,
        value_added_ratio=float(gain_by_day.sum()) / total,
        margin_ratio=_margin_of_sum(gain_by_day) / total,
    )


def _margin_of_sum(values: FloatArray) -> float:
    """Return the half-width of the 95 % interval of a sum of independent values."""
    t = float(special.stdtrit(values.size - 1, TWO_SIDED_95))
    return t * float(values.std(ddof=1)) * float(np.sqrt(values.size))


def _check(
    actual: FloatArray, *, day: IntArray, versions: Sequence[VersionMeans], days_min: int
) -> None:
    if not versions:
        raise ValueError("value_added needs one version or more.")
    if days_min < 2:
        raise ValueError(f"days_min is {days_min}; it must be 2 or more.")
    if day.shape != actual.shape:
        raise ValueError("actual and day must be flat and of one length.")
    for version in versions:
        if not version.mean.shape == version.lead_days.shape == actual.shape or actual.ndim != 1:
            raise ValueError("actual, mean and lead_days must be flat and of one length.")
    for values in (actual, *(version.mean for version in versions)):
        known = values[~np.isnan(values)]
        if not np.isfinite(known).all() or (known < 0).any():
            raise ValueError("contacts must be finite and 0 or more, or NaN where unknown.")
