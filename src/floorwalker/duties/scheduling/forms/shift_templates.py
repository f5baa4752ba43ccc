"""The form of a shift template: its times, and a row for each pause."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.define_shift_template import Pause, TemplateTimes
from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.forms.inputs import TimeInput
from floorwalker.duties.scheduling.queries.shift_templates import ShiftTemplatePage

PAUSES_MAX = 4
HOUR = 60


class ShiftTemplateForm(forms.Form):
    """When shifts of a template may start, and how long they may be."""

    name = forms.CharField(label=_("Name"), max_length=100)
    start_minute_earliest = forms.TimeField(label=_("Earliest start"), widget=TimeInput)
    start_minute_latest = forms.TimeField(label=_("Latest start"), widget=TimeInput)
    length_minutes_min = forms.FloatField(
        label=_("Shortest, in hours"), min_value=0.25, max_value=24, step_size=0.25
    )
    length_minutes_max = forms.FloatField(
        label=_("Longest, in hours"), min_value=0.25, max_value=24, step_size=0.25
    )

    def times(self) -> TemplateTimes:
        """Return the times in minutes."""
        sent = self.cleaned_data
        return TemplateTimes(
            start_minute_earliest=_minutes(sent["start_minute_earliest"]),
            start_minute_latest=_minutes(sent["start_minute_latest"]),
            length_minutes_min=round(sent["length_minutes_min"] * HOUR),
            length_minutes_max=round(sent["length_minutes_max"] * HOUR),
        )


class PauseForm(forms.Form):
    """One pause; a row without minutes is none."""

    activity = forms.ChoiceField(
        label=_("Kind"),
        choices=[(pause.value, pause.label) for pause in (Activity.BREAK, Activity.LUNCH)],
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=15, max_value=240, step_size=15
    )
    after_minutes_earliest = forms.IntegerField(
        label=_("Begins after minutes, earliest"),
        required=False,
        min_value=0,
        max_value=1440,
        step_size=15,
    )
    after_minutes_latest = forms.IntegerField(
        label=_("Latest"),
        required=False,
        min_value=0,
        max_value=1440,
        step_size=15,
    )
    is_paid = forms.BooleanField(label=_("Paid"), required=False)

    def clean(self) -> dict[str, Any]:
        """A pause says when it begins."""
        sent = super().clean() or self.cleaned_data
        for name in ("after_minutes_earliest", "after_minutes_latest"):
            if sent.get("minutes") and name not in self.errors and sent.get(name) is None:
                self.add_error(name, _("Say when the pause begins."))
        return sent


PauseForms = forms.formset_factory(PauseForm, extra=0, max_num=PAUSES_MAX, absolute_max=PAUSES_MAX)


class ShiftTemplateForms:
    """The template's form and its pauses' together; `data` is what was sent, if anything."""

    def __init__(self, page: ShiftTemplatePage, data: Any = None) -> None:
        self.template = ShiftTemplateForm(data, initial=_initial(page))
        if page.id is not None:
            self.template.fields["name"].disabled = True  # others know the template by its name
        blank = [{"activity": Activity.BREAK, "is_paid": True}] * (PAUSES_MAX - len(page.pauses))
        self.pauses = PauseForms(data, initial=[*map(vars, page.pauses), *blank], prefix="pauses")

    def is_valid(self) -> bool:
        """Tell whether both can be used."""
        return self.template.is_valid() and self.pauses.is_valid()

    def wished_pauses(self) -> tuple[Pause, ...]:
        """Return the rows that are filled in."""
        return tuple(
            Pause(**{**sent, "activity": Activity(sent["activity"])})
            for sent in self.pauses.cleaned_data
            if sent.get("minutes")
        )


def _initial(page: ShiftTemplatePage) -> dict[str, object]:
    times = page.times
    return {
        "name": page.name,
        "start_minute_earliest": time(*divmod(times.start_minute_earliest, HOUR)),
        "start_minute_latest": time(*divmod(times.start_minute_latest, HOUR)),
        "length_minutes_min": f"{times.length_minutes_min / HOUR:g}",
        "length_minutes_max": f"{times.length_minutes_max / HOUR:g}",
    }


def _minutes(moment: time) -> int:
    return moment.hour * HOUR + moment.minute
