"""Where the pauses of a shift go when the shift is moved or resized."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from floorwalker.duties.scheduling.models import Shift, ShiftActivity, TemplateBreak

QUARTER = timedelta(minutes=15)


def fit_pauses(shift: Shift, *, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """Return the shift's new times with its pauses (as `times_of` writes them).

    A shift that keeps its length takes its pauses along. One that is made longer or shorter keeps
    them at the same share of its length, on the quarter-hour, so that lunch stays in the middle;
    but no later and no earlier in the shift than its template allows.
    """
    stretch = (ends_at - starts_at) / (shift.ends_at - shift.starts_at)
    pauses = list(shift.activities.all())
    windows = [None] * len(pauses) if stretch == 1 else _windows(shift, pauses)
    return {
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "pauses": [
            _moved(pause, window, shift, starts_at=starts_at, stretch=stretch)
            for pause, window in zip(pauses, windows, strict=True)
        ],
    }


def _windows(shift: Shift, pauses: Sequence[ShiftActivity]) -> list[TemplateBreak | None]:
    """Return what the template asks of each pause: its first break goes to the first, and so on."""
    asked = list(shift.template.breaks.all()) if shift.template else []
    windows: list[TemplateBreak | None] = []
    for pause in pauses:
        found = next((rule for rule in asked if rule.activity == pause.activity), None)
        if found is not None:
            asked.remove(found)
        windows.append(found)
    return windows


def _moved(
    pause: ShiftActivity,
    window: TemplateBreak | None,
    shift: Shift,
    *,
    starts_at: datetime,
    stretch: float,
) -> dict[str, Any]:
    after = pause.starts_at - shift.starts_at
    if stretch != 1:
        after = round(after * stretch / QUARTER) * QUARTER
    if window is not None:
        earliest = timedelta(minutes=window.after_minutes_earliest)
        latest = timedelta(minutes=window.after_minutes_latest)
        after = min(max(after, earliest), latest)
    begins = starts_at + after
    return {
        "id": pause.pk,
        "starts_at": begins.isoformat(),
        "ends_at": (begins + (pause.ends_at - pause.starts_at)).isoformat(),
    }
