"""Searching the least number of agents that keeps a promise, all intervals together.

Every part of a target improves with each agent added (the wait of a caller who never gives up
falls in likelihood ratio), so we gallop from a guess and halve the bracket; all intervals move
together and leave when they are settled.
"""

import math
from collections.abc import Callable

import numpy as np

from floorwalker.engines.staffing._steady import Queue, Steady, answered_wait_seconds
from floorwalker.engines.staffing._types import FloatArray, IntArray, ServiceTarget, Variant

ROUNDING_SLACK = 1e-12  # a target met but for rounding is met
SEARCH_STEPS = 200
HALVINGS = 50  # of one agent: to the precision of a double

Meets = Callable[[IntArray, FloatArray], np.ndarray]


def least_agents(meets: Meets, *, guess: FloatArray) -> FloatArray:
    """Return the least whole number ≥ 1 per element for which `meets` holds; 0 never meets."""
    short = np.zeros_like(guess)  # the largest number known not to be enough
    enough = np.full_like(guess, math.inf)
    trial = np.maximum(guess, 1.0)
    step = np.ones_like(guess)
    open_ = np.arange(guess.size)
    for _ in range(SEARCH_STEPS):
        if not open_.size:
            return enough
        met = meets(open_, trial[open_])
        enough[open_[met]] = trial[open_[met]]
        short[open_[~met]] = trial[open_[~met]]
        open_ = open_[enough[open_] - short[open_] > 1]
        trial[open_] = _next_trial(short[open_], enough[open_], step[open_])
        step[open_] *= 2
    raise ValueError("the target cannot be met by any number of agents")


def halved(meets: Meets, *, enough: FloatArray, halvings: int) -> FloatArray:
    """Return what is still enough after halving the gap below each least whole number."""
    everyone = np.arange(enough.size)
    short = enough - 1
    for _ in range(halvings):
        middle = (short + enough) / 2
        met = meets(everyone, middle)
        enough = np.where(met, middle, enough)
        short = np.where(met, short, middle)
    return enough


def meets_target(queue: Queue, *, steady: Steady, target: ServiceTarget) -> np.ndarray:
    """Return where every part of the target is met."""
    met = level_in(steady, of=target.of) >= target.service_level - ROUNDING_SLACK
    met &= steady.occupancy <= target.occupancy_max + ROUNDING_SLACK
    if queue.patience_seconds is None:
        met &= queue.load < queue.agents
    if target.abandonment_max is not None:
        met &= steady.abandonment <= target.abandonment_max + ROUNDING_SLACK
    if target.asa_seconds_max is not None:
        wait = answered_wait_seconds(queue, steady=steady)
        met &= wait <= target.asa_seconds_max * (1 + ROUNDING_SLACK)
    return met


def level_in(steady: Steady, *, of: Variant) -> FloatArray:
    """Return the service level with this denominator, of people who are there."""
    return {
        "offered": steady.level_offered,
        "answered": steady.level_answered,
        "patient": steady.level_patient,
        "virtual": steady.level_virtual,
    }[of]


def _next_trial(short: FloatArray, enough: FloatArray, step: FloatArray) -> FloatArray:
    upward = np.isinf(enough)
    downward = short == 0
    middle = np.floor((short + np.where(upward, short, enough)) / 2)
    down = np.maximum(np.where(upward, 0.0, enough) - step, middle)
    return np.where(upward, short + step, np.where(downward, down, middle))
