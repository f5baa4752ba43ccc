"""Estimates of service: what they mean, and how they stand in a table on the terminal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floorwalker.engines.simulate import Estimate, Service

BOOKING = (
    "Everything about a contact is booked in the interval in which it arrived; busy and staffed "
    "time when it passes."
)
MEASURES = (
    "service_level = answered within the threshold / offered; asa_seconds = mean wait of the "
    "answered; abandonment = abandoned / offered; occupancy = busy / staffed time of the people "
    "who serve the queue, on any queue."
)
INTERVALS = "low and high bound a 95 % interval for the mean; null: too few contacts to tell."

COLUMNS = ("offered", "in time", "ASA s", "give up", "busy")
CANNOT_TELL = "–"


def service_cells(service: "Service") -> list[str]:
    """Return one cell per name of `COLUMNS`; ± is half of the 95 % interval."""
    return [
        f"{service.offered:.1f}",
        _share(service.service_level),
        _seconds(service.asa_seconds),
        _share(service.abandonment),
        _share(service.occupancy),
    ]


def _share(estimate: "Estimate | None") -> str:
    if estimate is None:
        return CANNOT_TELL
    return f"{estimate.mean:.1%} ±{50 * (estimate.high - estimate.low):.1f}"


def _seconds(estimate: "Estimate | None") -> str:
    if estimate is None:
        return CANNOT_TELL
    return f"{estimate.mean:.1f} ±{(estimate.high - estimate.low) / 2:.1f}"
