"""What people send to the what-if board and the price list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.queries.what_if_sliders import (
    ABSENT_PERCENT,
    CHANGE_PERCENT,
    KEPT_PERCENT,
    SliderValues,
)

ID_MAX = 2**63 - 1
SUNDAY = 6


def _whole(label: Any, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=low, max_value=high)


class WhatIfForm(forms.Form):
    """Which week, queue and day, and where the sliders stand in whole percent."""

    requirement = _whole(_("Week"), 1, ID_MAX)
    queue = _whole(_("Queue"), 1, ID_MAX)
    weekday = _whole(_("Day"), 0, SUNDAY)
    volume = _whole(_("Volume"), *CHANGE_PERCENT)
    aht = _whole(_("Handle time"), *CHANGE_PERCENT)
    patience = _whole(_("Patience"), *CHANGE_PERCENT)
    absent = _whole(_("Absences"), *ABSENT_PERCENT)
    kept = _whole(_("Risk"), *KEPT_PERCENT)

    def tried(self) -> SliderValues:
        """Return where the sliders stand; one that is not valid stands as planned."""
        sent = self.cleaned_data
        return SliderValues(*(sent.get(name) for name in SliderValues._fields))

    def mistakes(self) -> list[tuple[Any, Any]]:
        """Return the label and the sentence of each value that makes no sense."""
        return [
            (self[name].label, " ".join(str(one) for one in said))
            for name, said in self.errors.items()
        ]


class RiskForm(forms.Form):
    """The line of the price list that was chosen; nothing stands for the forecast itself."""

    kept_days_percent = _whole(
        _("Days that keep the promise, in %"), KEPT_PERCENT[0], KEPT_PERCENT[1]
    )

    def kept_days_ratio(self) -> float | None:
        """Return the share of days that keep the promise at least."""
        percent = self.cleaned_data["kept_days_percent"]
        return None if percent is None else percent / 100
