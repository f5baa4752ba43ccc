"""What people send to the scheduling pages, checked."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.edit_forecast import PERCENT_LEAST, PERCENT_MOST, Edit
from floorwalker.duties.scheduling.queries.what_if import Assumptions

NOTE_LENGTH_MAX = 300


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PlanWeekForm(forms.Form):
    """Which week to plan, and whether new forecasts are made first."""

    week_starts_on = forms.DateField()
    with_forecast = forms.BooleanField(required=False)


class StretchForm(forms.Form):
    """Which day, or which day's week, a page shows; nothing for all of it."""

    day = forms.DateField(required=False)
    week = forms.DateField(required=False)


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


class RequirementForm(forms.Form):
    """What the requirement page shows, and what it should try."""

    queue = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    service_level = forms.FloatField(
        label=_("Service level in %"), required=False, min_value=1, max_value=99.9
    )
    within = forms.FloatField(
        label=_("Within seconds"), required=False, min_value=0, max_value=86_400
    )
    shrinkage = forms.FloatField(
        label=_("Shrinkage in %"), required=False, min_value=0, max_value=90
    )
    patience = forms.FloatField(
        label=_("Patience in seconds"),
        required=False,
        min_value=0,
        max_value=86_400,
    )

    def assumptions(self) -> Assumptions:
        """Return what to try; as planned while something sent is not valid."""
        if self.errors:
            return Assumptions()
        sent = self.cleaned_data
        return Assumptions(
            service_level=_ratio(sent["service_level"]),
            within_seconds=sent["within"],
            shrinkage_ratio=_ratio(sent["shrinkage"]),
            patience_seconds=sent["patience"],
        )


def _ratio(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


class ShiftTimesForm(forms.Form):
    """New times of a shift, in minutes from its day's midnight, as the roster grid sends them."""

    shift_id = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=1)
    starts_on = forms.DateField()
    start_minute = forms.IntegerField(min_value=0, max_value=1500)
    end_minute = forms.IntegerField(min_value=0, max_value=3000)


class UndoForm(forms.Form):
    """Which change to take back."""

    undo_token = forms.IntegerField(min_value=1)


class PublishForm(forms.Form):
    """The revision of the roster that was seen."""

    revision = forms.IntegerField(min_value=1)
