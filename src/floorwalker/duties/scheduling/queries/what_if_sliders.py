"""The sliders of the what-if board: what they may say, where they stand, and what that means."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.queries.what_if_words import risk_text
from floorwalker.duties.scheduling.stages.supposing import WhatIf
from floorwalker.foundation.ui.written import percent_text, signed_percent

CHANGE_PERCENT = (-50, 50)
ABSENT_PERCENT = (0, 40)
KEPT_PERCENT = (50, 99)
"""The lowest stands for the forecast itself."""


class SliderValues(NamedTuple):
    """Where the sliders stand, in whole percent; `None`: as planned."""

    volume: int | None = None
    aht: int | None = None
    patience: int | None = None
    absent: int | None = None
    kept: int | None = None


@dataclass(frozen=True)
class Slider:
    """One slider in whole percent; `kind` says how a script writes its value."""

    name: str
    label: str
    help: str
    kind: str
    low: int
    high: int
    value: int
    planned: int
    written: str


def what_if_of(tried: SliderValues, *, kept_days_ratio: float | None) -> WhatIf:
    """Return what the sliders say; as planned is staffed for the plan's own risk."""
    return WhatIf(
        volume_change_ratio=(tried.volume or 0) / 100,
        handle_change_ratio=(tried.aht or 0) / 100,
        patience_change_ratio=(tried.patience or 0) / 100,
        absent_ratio=(tried.absent or 0) / 100,
        kept_days_ratio=_kept(tried.kept, planned=kept_days_ratio),
    )


def sliders_of(what_if: WhatIf, *, as_planned: WhatIf) -> tuple[Slider, ...]:
    """Return the sliders where they stand."""
    low, high = CHANGE_PERCENT
    changes = (
        ("volume", _("Volume"), _("Contacts, against the forecast"), what_if.volume_change_ratio),
        ("aht", _("Handle time"), _("Against the forecast"), what_if.handle_change_ratio),
        (
            "patience",
            _("Patience"),
            _("How long callers stay, against what was planned"),
            what_if.patience_change_ratio,
        ),
    )
    signed = [
        Slider(name, label, help_, "signed", low, high, _percent(ratio), 0, signed_percent(ratio))
        for name, label, help_, ratio in changes
    ]
    absent = Slider(
        "absent",
        _("Absences"),
        _("People missing beyond the shrinkage"),
        "percent",
        *ABSENT_PERCENT,
        _percent(what_if.absent_ratio),
        0,
        percent_text(what_if.absent_ratio),
    )
    kept = Slider(
        "kept",
        _("Risk"),
        _("Days that keep the promise at least"),
        "kept",
        *KEPT_PERCENT,
        _kept_percent(what_if.kept_days_ratio),
        _kept_percent(as_planned.kept_days_ratio),
        risk_text(what_if.kept_days_ratio),
    )
    return (*signed, absent, kept)


def _percent(ratio: float) -> int:
    return round(ratio * 100)


def _kept_percent(ratio: float | None) -> int:
    low, high = KEPT_PERCENT
    return low if ratio is None else min(max(_percent(ratio), low), high)


def _kept(percent: int | None, *, planned: float | None) -> float | None:
    if percent is None or percent == _kept_percent(planned):
        return planned
    return None if percent == KEPT_PERCENT[0] else percent / 100
