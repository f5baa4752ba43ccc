"""A centre whose true shrinkage is known, day by day."""

from collections.abc import Callable
from datetime import date

import numpy as np

from floorwalker.engines.shrinkage import LossHistory

FIRST_DAY = date(2024, 1, 1)  # a Monday
SHIFT_SECONDS = 8 * 3600.0
PEOPLE = 60
TOGETHER = 0.01
CAUSES = ("sickness", "training")
TRAINING_LEAD = 21


def always(day: int) -> float:
    """Return the same for every day."""
    return 1.0


def made_up(
    *,
    days: int,
    sickness: float = 0.06,
    training: float = 0.03,
    factor: Callable[[int], float] = always,
    seed: int = 1,
) -> LossHistory:
    """Return days of 60 people, Sundays closed; sickness is told 0 or 10 days ahead.

    `factor` multiplies the sickness of a day. People are ill together: a day's probability is drawn
    from a beta distribution with correlation `TOGETHER` between people.
    """
    dice = np.random.default_rng(seed)
    paid = np.where(np.arange(days) % 7 == 6, 0.0, PEOPLE * SHIFT_SECONDS)
    losses: list[tuple[int, int, int]] = []
    for day in np.flatnonzero(paid):
        share, size = sickness * factor(int(day)), 1 / TOGETHER - 1
        ill = dice.binomial(PEOPLE, dice.beta(share * size, (1 - share) * size))
        losses += [(int(day), 0, int(lead)) for lead in dice.choice([0, 10], size=ill)]
        learning = dice.binomial(PEOPLE - ill, training)
        losses += [(int(day), 1, TRAINING_LEAD)] * learning
    day_of, cause, lead = np.array(losses, dtype=np.int64).reshape(-1, 3).T
    seconds = np.full(len(losses), SHIFT_SECONDS)
    return LossHistory(CAUSES, FIRST_DAY, paid, day_of, cause, seconds, lead)
