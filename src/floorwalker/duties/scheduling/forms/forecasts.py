"""What people send to the pages of forecasts."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.edit_forecast import PERCENT_LEAST, PERCENT_MOST, Edit
from floorwalker.duties.scheduling.forms.inputs import DateInput, TimeInput

NOTE_LENGTH_MAX = 300


class ForecastEditForm(forms.Form):
    """More or fewer contacts on a day, or a part of it, and why."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    from_time = forms.TimeField(label=_("From"), required=False, widget=TimeInput)
    until_time = forms.TimeField(label=_("Until"), required=False, widget=TimeInput)
    percent = forms.FloatField(
        label=_("Change in %"),
        min_value=PERCENT_LEAST,
        max_value=PERCENT_MOST,
    )
    note = forms.CharField(label=_("Reason"), max_length=NOTE_LENGTH_MAX)

    def clean(self) -> dict[str, Any]:
        """Refuse a stretch of time that ends before it begins."""
        sent = super().clean() or self.cleaned_data
        start, end = sent.get("from_time"), sent.get("until_time")
        if end == time.min:  # midnight as an end is the day's own end
            sent["until_time"] = None
        elif start and end and end <= start:
            self.add_error("until_time", _("Choose a time after the start."))
        return sent

    def edit(self) -> Edit:
        """Return the change asked for; without times it is the whole day."""
        sent = self.cleaned_data
        times = {"from_time": sent["from_time"]} if sent["from_time"] else {}
        return Edit(
            day=sent["day"], percent=sent["percent"], until_time=sent["until_time"], **times
        )
