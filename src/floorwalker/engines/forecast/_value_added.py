"""Forecast value added: did a change to a forecast bring it nearer to what came, or further away?

Every version is compared with the first one on the very intervals that both foresaw and of which it
is known what came. WAPE and bias as in the glossary; value added is the first version's WAPE less
this version's, so that a change that did harm is negative (Gilliland 2010, The Business Forecasting
Deal, ch. 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from floorwalker.engines.forecast._history import FloatArray, IntArray

INTERVALS_MIN = 100  # two days of half-hours; with fewer, chance decides


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
        wape_ratio: Σ|forecast − actual| ÷ Σ actual; None with too few intervals, or no contact.
        bias_ratio: Σ(forecast − actual) ÷ Σ actual, positive is too high; None likewise.
        value_added_ratio: the first version's WAPE on these intervals less this one's; positive
            is better, negative is harm, 0 for the first version itself; None likewise.
    """

    stage: str
    editor: str | None
    lead_days: int
    intervals: int
    wape_ratio: float | None
    bias_ratio: float | None
    value_added_ratio: float | None


def value_added(
    actual: FloatArray, *, versions: Sequence[VersionMeans], intervals_min: int = INTERVALS_MIN
) -> tuple[ValueAdded, ...]:
    """Compare versions with the first of them, by stage, editor and lead time.

    Versions of the same stage and editor are taken together. Rows come in the order of the
    versions, then by lead time.

    Args:
        actual: contacts that came, shape (intervals,); NaN where unknown.
        versions: the first is the one to beat, usually the program's own.
        intervals_min: with fewer intervals to compare there is no answer.

    Raises:
        ValueError: no version, shapes differ, a value is negative, or `intervals_min` is below 1.
    """
    _check(actual, versions=versions, intervals_min=intervals_min)
    makers = dict.fromkeys((version.stage, version.editor) for version in versions)
    rows = []
    for stage, editor in makers:
        own = [v for v in versions if (v.stage, v.editor) == (stage, editor)]
        said_leads = [version.lead_days[~np.isnan(version.mean)] for version in own]
        for lead in np.unique(np.concatenate(said_leads)):
            compared = [_at_lead(v, actual=actual, first=versions[0], lead=lead) for v in own]
            rows.append(
                _row(
                    ValueAdded(stage, editor, int(lead), 0, None, None, None),
                    compared=np.concatenate(compared, axis=1),
                    intervals_min=intervals_min,
                )
            )
    return tuple(rows)


def _at_lead(
    version: VersionMeans, *, actual: FloatArray, first: VersionMeans, lead: int
) -> FloatArray:
    """Return what came, what the version and what the first one said, shape (3, intervals)."""
    values = np.stack([actual, version.mean, first.mean])
    return np.asarray(values[:, (version.lead_days == lead) & ~np.isnan(values).any(axis=0)])


def _row(empty: ValueAdded, *, compared: FloatArray, intervals_min: int) -> ValueAdded:
    actual, mean, first = compared
    total = float(actual.sum())
    if actual.size < intervals_min or total == 0:
        return replace(empty, intervals=actual.size)
    wape = float(np.abs(mean - actual).sum()) / total
    return replace(
        empty,
        intervals=actual.size,
        wape_ratio=wape,
        bias_ratio=float((mean - actual).sum()) / total,
        value_added_ratio=float(np.abs(first - actual).sum()) / total - wape,
    )


def _check(actual: FloatArray, *, versions: Sequence[VersionMeans], intervals_min: int) -> None:
    if not versions:
        raise ValueError("value_added needs one version or more.")
    if intervals_min < 1:
        raise ValueError(f"intervals_min is {intervals_min}; it must be 1 or more.")
    for version in versions:
        if not version.mean.shape == version.lead_days.shape == actual.shape or actual.ndim != 1:
            raise ValueError("actual, mean and lead_days must be flat and of one length.")
    for values in (actual, *(version.mean for version in versions)):
        known = values[~np.isnan(values)]
        if not np.isfinite(known).all() or (known < 0).any():
            raise ValueError("contacts must be finite and 0 or more, or NaN where unknown.")
