"""What people send to the pages of forecasts."""

from collections.abc import Sequence
from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.edit_forecast import PERCENT_LEAST, PERCENT_MOST, Edit
from floorwalker.duties.scheduling.forms.inputs import DateInput, TimeInput
from floorwalker.duties.scheduling.week_methods import LEAD_WEEKS

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


class MethodChoiceForm(forms.Form):
    """Which method to forecast which weeks with, and why; `names` are the methods there are."""

    lead_week = forms.TypedChoiceField(
        label=_("Weeks ahead"),
        choices=[("", _("All weeks")), *((week, str(week)) for week in LEAD_WEEKS)],
        required=False,
        empty_value=None,
        coerce=int,
    )
    method = forms.ChoiceField(label=_("Method"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=NOTE_LENGTH_MAX)

    def __init__(self, *args: Any, names: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("As the program picks")), *names]
        cast("forms.ChoiceField", self.fields["method"]).choices = choices
