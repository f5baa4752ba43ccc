"""Where the pauses of a shift go when the shift is moved or resized."""

from datetime import datetime, timedelta
from typing import Any

from floorwalker.duties.scheduling.models import Shift, ShiftActivity


def fit_pauses(shift: Shift, *, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """Return the shift's new times with its pauses (as `times_of` writes them).

    A shift that keeps its length takes its pauses along. One that is made longer or shorter keeps
    them at the same share of its length, on the quarter-hour, so that lunch stays in the middle.
    """
    old_length = shift.ends_at - shift.starts_at
    stretch = (ends_at - starts_at) / old_length
    return {
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "pauses": [
            _moved(pause, shift, starts_at=starts_at, stretch=stretch)
            for pause in shift.activities.all()
        ],
    }


def _moved(
    pause: ShiftActivity, shift: Shift, *, starts_at: datetime, stretch: float
) -> dict[str, Any]:
    quarter = timedelta(minutes=15)
    after = round((pause.starts_at - shift.starts_at) * stretch / quarter) * quarter
    begins = starts_at + after
    return {
        "id": pause.pk,
        "starts_at": begins.isoformat(),
        "ends_at": (begins + (pause.ends_at - pause.starts_at)).isoformat(),
    }
