"""What people send to the scheduling pages, checked."""

from collections.abc import Sequence
from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.edit_forecast import PERCENT_LEAST, PERCENT_MOST, Edit
from floorwalker.duties.scheduling.queries.what_if import Assumptions
from floorwalker.foundation.demand.actions.define_queue import SECONDS_MAX, Promise
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.people.actions.change_site import SiteFacts

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


class RosterSeenForm(forms.Form):
    """What a roster's page shows: its newest change by hand, and its state."""

    after = forms.IntegerField(min_value=0)
    state = forms.CharField(max_length=10)


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


class QueueForm(forms.Form):
    """What a queue promises, and who may serve it."""

    service_level = forms.FloatField(
        label=_("Service level in %"),
        min_value=1,
        max_value=99.9,
        help_text=_("The share of contacts to be answered in time."),
    )
    within_seconds = forms.IntegerField(
        label=_("Within seconds"), min_value=0, max_value=SECONDS_MAX
    )
    occupancy_max = forms.FloatField(
        label=_("Occupancy at most, in %"),
        min_value=1,
        max_value=100,
        help_text=_("Planning adds people before they are busier than this."),
    )
    patience_seconds = forms.IntegerField(
        label=_("Patience in seconds"),
        required=False,
        min_value=1,
        max_value=SECONDS_MAX,
        help_text=_("The mean time until a waiting caller gives up. Empty: never."),
    )
    handle_seconds_default = forms.IntegerField(
        label=_("Handle time in seconds"),
        min_value=1,
        max_value=SECONDS_MAX,
        help_text=_("Used where the history tells none."),
    )
    short_abandon_seconds = forms.IntegerField(
        label=_("Short abandon below seconds"),
        min_value=0,
        max_value=SECONDS_MAX,
        help_text=_(
            "Who leaves sooner did not really wait. Counts for files imported from now on."
        ),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel)
    required_skills = forms.MultipleChoiceField(
        label=_("Required skills"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has all of them may serve the queue; without any, everybody may."),
    )
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A queue out of use is not planned.")
    )

    def __init__(self, *args: Any, skills: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in skills]
        cast("forms.MultipleChoiceField", self.fields["required_skills"]).choices = choices

    def promise(self) -> Promise:
        """Return the promise."""
        sent = self.cleaned_data
        seconds = {name: sent[name] for name in sent if name.endswith(("_seconds", "_default"))}
        return Promise(
            service_level=sent["service_level"] / 100,
            occupancy_max=sent["occupancy_max"] / 100,
            **seconds,
        )


class SiteForm(forms.Form):
    """What is known of a site."""

    name = forms.CharField(label=_("Name"), max_length=200)
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, help_text=_("For example America/Toronto.")
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters: whose public holidays the forecasts know."),
    )
    province = forms.CharField(
        label=_("Province"), max_length=3, required=False, help_text=_("For example ON or QC.")
    )

    def facts(self) -> SiteFacts:
        """Return what was sent, codes in capitals."""
        sent = self.cleaned_data
        return SiteFacts(
            sent["name"], sent["zone"], sent["country"].upper(), sent["province"].upper()
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
