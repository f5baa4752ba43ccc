"""From a site's latest contacts to a calibration of each queue's expected wait, and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from floorwalker.duties.history.queries import latest_contacts
from floorwalker.engines.expected_wait import (
    FEATURES,
    UNCALIBRATED,
    Band,
    Calibration,
    WaitError,
    WaitScore,
    calibrate_queues,
)
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class WaitDraft:
    """A calibration of one queue that is not stored yet."""

    site_id: int
    queue_id: int
    pool: tuple[int, ...]
    calibration: Calibration
    history_from: date
    history_until: date

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a `WaitCalibration`, in types that JSON gives back alike."""
        return {
            "queue_id": self.queue_id,
            "verdict": self.calibration.verdict,
            "learned": stored(self.calibration),
            "pool": list(self.pool),
            "history_from": self.history_from,
            "history_until": self.history_until,
        }


def calibrate_site(site: Site) -> tuple[WaitDraft, ...]:
    """Calibrate every queue in use that has contacts one by one; none where no queue has."""
    latest = latest_contacts(site)
    if latest is None:
        return ()
    found = calibrate_queues(latest.record, day=latest.day, queues=len(latest.queue_ids))
    return tuple(
        WaitDraft(
            site_id=site.pk,
            queue_id=queue_id,
            pool=tuple(latest.queue_ids[index] for index in waits.pool),
            calibration=waits.calibration,
            history_from=latest.first_day,
            history_until=latest.last_day,
        )
        for queue_id, waits in zip(latest.queue_ids, found, strict=True)
    )


def stored(calibration: Calibration) -> dict[str, Any]:
    """Return a calibration in JSON's own types, with the names of what it weighs."""
    band = calibration.band
    return asdict(calibration) | {
        "features": list(FEATURES),
        "coefficients": list(calibration.coefficients),
        "band": band
        and {
            "expected_seconds": list(band.expected_seconds),
            "quantile_seconds": [list(row) for row in band.quantile_seconds],
        },
        "score": calibration.score
        and asdict(calibration.score)
        | {"errors": [asdict(error) for error in calibration.score.errors]},
    }


def calibration_of(learned: Mapping[str, Any]) -> Calibration:
    """Read a stored calibration; one that weighs other things than today's is none."""
    if learned["features"] != list(FEATURES):
        return UNCALIBRATED
    band, score = learned["band"], learned["score"]
    return Calibration(
        verdict=learned["verdict"],
        coefficients=tuple(learned["coefficients"]),
        band=band
        and Band(
            expected_seconds=tuple(band["expected_seconds"]),
            quantile_seconds=tuple(tuple(row) for row in band["quantile_seconds"]),
        ),
        score=score
        and WaitScore(**score | {"errors": tuple(WaitError(**error) for error in score["errors"])}),
        waits=learned["waits"],
        days=learned["days"],
    )
