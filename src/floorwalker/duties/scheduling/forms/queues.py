"""What people send to the pages of queues and of the site."""

from collections.abc import Sequence
from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.forms.inputs import TimeInput
from floorwalker.foundation.demand.actions.define_queue import DUE_SECONDS_MAX, SECONDS_MAX, Promise
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.models import MINUTES_PER_DAY as DAY_MINUTES
from floorwalker.foundation.demand.opening_hours import OpenDay
from floorwalker.foundation.people.actions.change_site import SiteFacts
from floorwalker.foundation.people.choices import Weekday


class QueueForm(forms.Form):
    """What a queue promises, and who may serve it."""

    service_level = forms.FloatField(
        label=_("Service level in %"),
        min_value=1,
        max_value=99.9,
        help_text=_("The share of contacts to be answered in time."),
    )
    within_seconds = forms.IntegerField(
        label=_("Within seconds"),
        min_value=0,
        max_value=DUE_SECONDS_MAX,
        help_text=_("Of e-mail and letters: the due time, in seconds of opening hours."),
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


class OpenDayForm(forms.Form):
    """When the queue is open on one weekday; without times it is closed."""

    from_time = forms.TimeField(label=_("From"), required=False, widget=TimeInput)
    until_time = forms.TimeField(label=_("Until"), required=False, widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        """Ask for both times or neither."""
        sent = super().clean() or self.cleaned_data
        missing = [name for name in ("from_time", "until_time") if sent.get(name) is None]
        if len(missing) == 1 and not self.errors:
            self.add_error(missing[0], _("Give both times, or neither."))
        return sent


class OpeningHoursForms:
    """A form for each weekday, Monday first; `data` is what was sent, if anything."""

    def __init__(self, days: Sequence[OpenDay] = (), data: Any = None) -> None:
        known = {day.weekday: day for day in days}
        self.errors: list[str] = []
        self.rows = [
            (
                Weekday(weekday).label,
                OpenDayForm(data, prefix=f"day{weekday}", initial=_times_of(known.get(weekday))),
            )
            for weekday in Weekday.values
        ]

    def is_valid(self) -> bool:
        """Tell whether every row can be used."""
        return all(form.is_valid() for _label, form in self.rows)

    def days(self) -> tuple[OpenDay, ...]:
        """Return the days that have times; midnight as an end is the day's own end."""
        sent = [(weekday, form.cleaned_data) for weekday, (_label, form) in enumerate(self.rows)]
        return tuple(
            OpenDay(weekday, _minute(row["from_time"]), _minute(row["until_time"]) or DAY_MINUTES)
            for weekday, row in sent
            if row["from_time"] is not None
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
    is_federal_employer = forms.BooleanField(
        label=_("Federal employer"),
        required=False,
        help_text=_("Keeps the federal holidays, such as 30 September, and not the province’s."),
    )

    def facts(self) -> SiteFacts:
        """Return what was sent, codes in capitals."""
        sent = self.cleaned_data
        return SiteFacts(
            sent["name"],
            sent["zone"],
            sent["country"].upper(),
            sent["province"].upper(),
            sent["is_federal_employer"],
        )


def _times_of(day: OpenDay | None) -> dict[str, time]:
    if day is None:
        return {}
    return {
        "from_time": time(*divmod(day.from_minute, 60)),
        "until_time": time(*divmod(day.until_minute % DAY_MINUTES, 60)),
    }


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
