"""Expected waits by formula, from a live state.

`ql`: those ahead leave as fast as the agents work, (Q + 1) / (s mu). `qla` knows that those ahead
give up as well: the next of k waiting leaves at the rate s mu + k theta, so the wait is the sum of
1 / (s mu + i theta) for i = 0 … Q (Whitt 1999, Management Science 45:192, "Predicting queueing
delays"; Ibrahim & Whitt 2009, M&SOM 11:397, who name the predictors). Both are exact means in
M/M/s and M/M/s+M. LES and HOL, the last wait and that of the head of the line, are in the state.
"""

import numpy as np
from scipy.special import digamma, gammaincinv, polygamma

from floorwalker.engines.expected_wait._states import FloatArray, LiveStates

NOBODY_GIVES_UP = 1e-8  # gave up per completed contact: below it, sums of gammas lose their digits
START_LEAST = 1e-6  # and above this many they all give up at once


def ql(states: LiveStates) -> FloatArray:
    """Return the wait in seconds by queue length, as if nobody gave up."""
    return (states.ahead + 1.0) * states.handle_seconds / states.agents


def qla(states: LiveStates) -> FloatArray:
    """Return the wait in seconds by queue length with abandonment."""
    return qla_seconds(states, waiting=states.ahead)


def qla_seconds(states: LiveStates, *, waiting: FloatArray) -> FloatArray:
    """Return the wait in seconds if `waiting` contacts of the pool are served before."""
    between, start = _terms(states)
    gives_up = start < 1.0 / NOBODY_GIVES_UP
    at = np.where(gives_up, start, 1.0)
    steps = np.where(gives_up, (digamma(at + waiting + 1.0) - digamma(at)) * at, waiting + 1.0)
    return np.asarray(between * steps, dtype=float)


def qla_quantiles(states: LiveStates, *, levels: tuple[float, ...]) -> FloatArray:
    """Return quantiles of the wait, shape (states, levels), where only the formula is known.

    The wait is a sum of independent exponential times; a gamma distribution of the same mean and
    variance stands for it.
    """
    between, start = _terms(states)
    gives_up = start < 1.0 / NOBODY_GIVES_UP
    at, steps = np.where(gives_up, start, 1.0), states.ahead + 1.0
    squares = (polygamma(1, at) - polygamma(1, at + steps)) * at**2
    variance = between**2 * np.where(gives_up, squares, steps)
    mean = qla(states)
    known = np.isfinite(mean) & (variance > 0)
    scale = np.where(known, variance, 1.0) / np.where(known, mean, 1.0)
    shape = np.where(known, mean, 1.0) / scale
    quantiles = gammaincinv(shape[:, None], np.array(levels)) * scale[:, None]
    return np.where(known[:, None], quantiles, mean[:, None])


def _terms(states: LiveStates) -> tuple[FloatArray, FloatArray]:
    """Return mean seconds between two completions, and completions per second ÷ theta."""
    between = states.handle_seconds / states.agents
    with np.errstate(divide="ignore", invalid="ignore"):
        start = np.where(between > 0, states.patience_seconds / between, np.inf)
    return between, np.maximum(start, START_LEAST)
