"""How many contacts come to the made-up centre: the published parameters of the demo.

A day's expected contacts = week level x weekday x season x first days of the month x growth; a
half-hour's share comes from a two-humped profile; the day as a whole is busier or calmer by a gamma
factor. Handle times are lognormal, and some people are quicker than others; patience is exponential
(mean 6 minutes, within what Brown et al. 2005 report for a bank).
"""

from dataclasses import dataclass
from datetime import date, time

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

INTERVAL_MINUTES = 30
INTERVALS_PER_DAY = 48
PATIENCE_SECONDS = 360
HANDLE_CV = 1.1
DAY_FACTOR_CV = 0.05
PACE_SPREAD = 0.12
YEARLY_GROWTH_RATIO = 0.04
SEASON_RATIO = 0.08
FIRST_DAYS_OF_MONTH_RATIO = 0.15
OPEN_WEEKDAY = (time(8), time(20))
OPEN_SATURDAY = (time(9), time(17))
WEEKDAY_RATIOS = (1.22, 1.08, 1.02, 0.98, 1.0, 0.45, 0.0)


@dataclass(frozen=True)
class DemoQueue:
    """One queue: who may serve it, what is promised, and how busy it is on a plain Friday."""

    name: str
    required_skills: tuple[str, ...]
    service_level: float
    within_seconds: int
    contacts_per_day: float
    handle_seconds: float


QUEUES = (
    DemoQueue("Accounts", ("english", "accounts"), 0.80, 20, 1560, 230),
    DemoQueue("Comptes", ("french", "accounts"), 0.80, 20, 700, 240),
    DemoQueue("Cards", ("english", "cards"), 0.85, 20, 800, 190),
    DemoQueue("Cartes", ("french", "cards"), 0.85, 20, 330, 195),
)


def expected_contacts(queue: DemoQueue, day: date, *, first_day: date, closed: bool) -> Floats:
    """Return the contacts expected in each half-hour of a local day, before the day's own luck."""
    ratio = 0.0 if closed else WEEKDAY_RATIOS[day.weekday()]
    years = (day - first_day).days / 365.25
    season = 1 + SEASON_RATIO * np.cos(2 * np.pi * (day.timetuple().tm_yday - 20) / 365.25)
    month = 1 + FIRST_DAYS_OF_MONTH_RATIO * np.exp(-(day.day - 1) / 3)
    growth = 1 + YEARLY_GROWTH_RATIO * years
    total = queue.contacts_per_day * ratio * season * month * growth
    contacts: Floats = total * _profile(day)
    return contacts


def handle_seconds(queue: DemoQueue) -> Floats:
    """Return the mean handle time by half-hour: calls grow a little longer into the evening."""
    hours = np.arange(INTERVALS_PER_DAY) * INTERVAL_MINUTES / 60
    seconds: Floats = queue.handle_seconds * (1 + 0.006 * (hours - 14))
    return seconds


def _profile(day: date) -> Floats:
    """Return each half-hour's share of the day: a hump before noon, a lower one after lunch."""
    opens, closes = OPEN_SATURDAY if day.weekday() == 5 else OPEN_WEEKDAY  # Saturday
    hours = (np.arange(INTERVALS_PER_DAY) + 0.5) * INTERVAL_MINUTES / 60
    humps = np.exp(-(((hours - 10.5) / 2.0) ** 2)) + 0.75 * np.exp(-(((hours - 15.0) / 2.6) ** 2))
    shares = np.where((hours > opens.hour) & (hours < closes.hour), humps + 0.08, 0.0)
    profile: Floats = shares / shares.sum()
    return profile
