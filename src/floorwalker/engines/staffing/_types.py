"""What staffing takes and gives: workload, target, requirement, performance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Variant = Literal["offered", "answered", "patient", "virtual"]

LOAD_MAX_ERLANGS = 1_000_000.0
PATIENCE_TO_AHT = (1e-6, 1e9)
OCCUPANCY_CAP_LEAST = 0.01
SERVICE_LEVEL_HIGHEST = 0.999_999


@dataclass(frozen=True)
class Workload:
    """Contacts to answer per interval.

    Attributes:
        offered: contacts per interval; zero or more.
        aht_seconds: mean handle time of each interval; may be zero only where nothing is offered.
        interval_seconds: length of an interval.

    Raises:
        ValueError: shapes differ, or a value is negative, not finite or beyond the limits.
    """

    offered: npt.ArrayLike
    aht_seconds: npt.ArrayLike
    interval_seconds: float

    def __post_init__(self) -> None:
        offered, aht = np.broadcast_arrays(
            np.asarray(self.offered, dtype=float), np.asarray(self.aht_seconds, dtype=float)
        )
        require_values("offered", offered)
        require_values("aht_seconds", aht)
        if not (np.isfinite(self.interval_seconds) and self.interval_seconds > 0):
            raise ValueError(f"interval_seconds is {self.interval_seconds}; it must be above 0")
        if ((aht == 0) & (offered > 0)).any():
            raise ValueError("aht_seconds is 0 where contacts are offered; it must be above 0")
        object.__setattr__(self, "offered", offered)
        object.__setattr__(self, "aht_seconds", aht)
        require_values("the load in Erlangs", self.load_erlangs, at_most=LOAD_MAX_ERLANGS)

    @property
    def load_erlangs(self) -> FloatArray:
        """Mean number of agents busy if nobody waited: offered × handle time ÷ interval."""
        load: FloatArray = (
            np.asarray(self.offered) * np.asarray(self.aht_seconds) / self.interval_seconds
        )
        return load


@dataclass(frozen=True)
class ServiceTarget:
    """What the customers are promised; every part must hold in every interval.

    Attributes:
        service_level: least share answered within `within_seconds`, 0 to 0.999999.
        within_seconds: the threshold of the service level, 0 or more.
        occupancy_max: largest share of their time that agents may be busy.
        asa_seconds_max: largest mean wait of answered contacts; None for no limit.
        abandonment_max: largest share of contacts that abandon; None for no limit.
        of: the service level's denominator (see `Performance`).
    """

    service_level: float
    within_seconds: float
    occupancy_max: float = 1.0
    asa_seconds_max: float | None = None
    abandonment_max: float | None = None
    of: Variant = "offered"

    def __post_init__(self) -> None:
        _require(
            "service_level",
            self.service_level,
            low=0,
            high=SERVICE_LEVEL_HIGHEST,
            low_included=True,
        )
        _require("within_seconds", self.within_seconds, low=0, low_included=True)
        _require(
            "occupancy_max", self.occupancy_max, low=OCCUPANCY_CAP_LEAST, high=1, low_included=True
        )
        if self.asa_seconds_max is not None:
            _require("asa_seconds_max", self.asa_seconds_max, low=0)
        if self.abandonment_max is not None:
            _require("abandonment_max", self.abandonment_max, low=0, high=1)
        if self.of not in ("offered", "answered", "patient", "virtual"):
            raise ValueError(f"of is {self.of!r}; choose offered, answered, patient or virtual")


@dataclass(frozen=True)
class Performance:
    """Steady-state service per interval; arrays of the workload's shape.

    The service level has four denominators, which part as soon as people abandon:

    Attributes:
        agents: people answering, as asked for.
        wait_probability: share of contacts that do not find a free agent at once.
        service_level: answered within T ÷ offered.
        service_level_answered: answered within T ÷ answered.
        service_level_patient: answered within T ÷ (offered - abandoned within T).
        service_level_virtual: share of arrivals whom an endlessly patient caller would
            be answered within T.
        asa_seconds: mean wait of answered contacts; inf when the queue grows without end.
        abandonment: abandoned ÷ offered.
        occupancy: busy time ÷ staffed time.
    """

    agents: FloatArray
    wait_probability: FloatArray
    service_level: FloatArray
    service_level_answered: FloatArray
    service_level_patient: FloatArray
    service_level_virtual: FloatArray
    asa_seconds: FloatArray
    abandonment: FloatArray
    occupancy: FloatArray


@dataclass(frozen=True)
class Requirement:
    """Least agents per interval that meet the target, and the service they give.

    Attributes:
        agents: people answering, per interval; 0 where nothing is offered.
        scheduled: people to schedule, ceil(agents / (1 - shrinkage)).
        service_level: with the denominator the target asked for.
        asa_seconds: mean wait of answered contacts.
        abandonment: abandoned ÷ offered; 0 without patience (Erlang C).
        occupancy: busy time ÷ staffed time.
    """

    agents: IntArray
    scheduled: IntArray
    service_level: FloatArray
    asa_seconds: FloatArray
    abandonment: FloatArray
    occupancy: FloatArray


def require_patience(patience_seconds: float | None, *, workload: Workload) -> None:
    """Refuse a patience that is not a positive time or is absurd beside the handle time."""
    if patience_seconds is None:
        return
    _require("patience_seconds", patience_seconds, low=0)
    aht = np.asarray(workload.aht_seconds)[np.asarray(workload.offered) > 0]
    if not aht.size:
        return
    least, most = PATIENCE_TO_AHT
    ratio_low, ratio_high = patience_seconds / aht.max(), patience_seconds / aht.min()
    if ratio_low < least or ratio_high > most:
        raise ValueError(
            f"patience_seconds is {patience_seconds:g}; it must be between {least:g} and {most:g} "
            "times the handle time (leave it out for callers who never give up)"
        )


def require_shrinkage(shrinkage: float) -> None:
    """Refuse what is not 0 or more and below 1."""
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage is {shrinkage}; it must be 0 or more and below 1")


def require_values(name: str, values: FloatArray, *, at_most: float = np.inf) -> None:
    """Refuse values that are negative, not finite or above `at_most`."""
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError(f"{name} holds a negative or non-finite value; it must be 0 or more")
    if (values > at_most).any():
        raise ValueError(f"{name} reaches {values.max():.3g}; at most {at_most:,.0f} is allowed")


def _require(
    name: str, value: float, *, low: float, high: float = np.inf, low_included: bool = False
) -> None:
    above = value >= low if low_included else value > low
    if not (above and value <= high and np.isfinite(value)):
        least = f"{low:g} or more" if low_included else f"above {low:g}"
        most = "" if np.isinf(high) else f" and at most {high:g}"
        raise ValueError(f"{name} is {value}; it must be {least}{most}")
