"""How a day's contacts spread over its slots, per weekday.

The mean of two views: exponentially weighted shares, shrunk to the course all weekdays have in
common; and a rank-4 approximation of √(count + ¼), whose noise is the same in busy and quiet slots
(Brown, Zhang & Zhao 2001; Shen & Huang 2005).
"""

import numpy as np

from floorwalker.engines.forecast._cleaning import CleanPast
from floorwalker.engines.forecast._history import FloatArray, IntArray

HALF_LIFE_DAYS = 56.0
ALIKE_DISTANCE = 0.08  # total variation under which a weekday has the common course
SHRINK_DAYS = 3.0  # weight of the common course, in days of own data
SHRINK_CONTACTS = 500.0  # and in contacts: small queues lean on it longer
SMOOTHING_CONTACTS = 10.0  # a slot with fewer contacts than this leans on its neighbours
SMOOTHING_SLOTS = 2  # on either side
RANK = 4
RANK_DAYS_MAX = 400  # the latest ones


def day_profile(past: CleanPast) -> FloatArray:
    """Return each weekday's shares of slots, shape (7, slots); rows sum to 1, closed ones to 0."""
    days = np.flatnonzero(past.is_normal & (past.totals > 0))
    if days.size == 0:
        return _uniform(past)
    recency = 0.5 ** ((past.totals.size - 1 - days) / HALF_LIFE_DAYS)
    shrunk = _shrunk_shares(past, days=days, recency=recency)
    low_rank = _low_rank_shares(past, days=days, recency=recency)
    return _normalised(np.where(past.open_slots, shrunk + low_rank, 0.0))


def _shrunk_shares(past: CleanPast, *, days: IntArray, recency: FloatArray) -> FloatArray:
    shares = past.rows[days] / past.totals[days, None]
    common = _smoothed(
        np.average(shares, axis=0, weights=recency), contacts=float(past.totals[days].sum())
    )
    result = np.tile(common, (7, 1))
    for w in range(7):
        own = past.weekday[days] == w
        if not own.any():
            continue
        weight = float(recency[own].sum())
        contacts_per_day = float(past.totals[days][own].mean())
        mean = np.average(shares[own], axis=0, weights=recency[own])
        noise = 0.5 * np.sqrt(2 / np.pi * common / (weight * contacts_per_day)).sum()
        alike = 0.5 * np.abs(mean - common).sum() < ALIKE_DISTANCE + noise
        shrink = SHRINK_DAYS + SHRINK_CONTACTS / contacts_per_day if alike else 0.0
        result[w] = (weight * mean + shrink * common) / (weight + shrink)
    return result


def _smoothed(common: FloatArray, *, contacts: float) -> FloatArray:
    """Lean on neighbouring slots where there are too few contacts to tell a slot's own share."""
    padded = np.pad(common, SMOOTHING_SLOTS, mode="edge")
    width = 2 * SMOOTHING_SLOTS + 1
    around = np.convolve(padded, np.full(width, 1 / width), mode="valid")
    lean = SMOOTHING_CONTACTS / (SMOOTHING_CONTACTS + contacts * around)
    return np.asarray((1 - lean) * common + lean * around)


def _low_rank_shares(past: CleanPast, *, days: IntArray, recency: FloatArray) -> FloatArray:
    recent = days[-RANK_DAYS_MAX:]
    weights = recency[-RANK_DAYS_MAX:]
    ever_open = np.flatnonzero(past.open_slots.any(axis=0))
    roots = np.sqrt(past.rows[np.ix_(recent, ever_open)] + 0.25)
    _, vectors = np.linalg.eigh(roots.T @ roots)
    basis = vectors[:, -RANK:]
    scores = roots @ basis
    result = np.zeros((7, past.open_slots.shape[1]))
    for w in range(7):
        own = past.weekday[recent] == w
        used = own if own.any() else np.ones_like(own)
        mean_scores = np.average(scores[used], axis=0, weights=weights[used])
        result[w, ever_open] = np.maximum(basis @ mean_scores, 0.5) ** 2 - 0.25
    return _normalised(np.where(past.open_slots, result, 0.0))


def _normalised(shares: FloatArray) -> FloatArray:
    totals = shares.sum(axis=1, keepdims=True)
    return np.asarray(shares / np.where(totals > 0, totals, 1.0))


def _uniform(past: CleanPast) -> FloatArray:
    return _normalised(past.open_slots.astype(np.float64))
