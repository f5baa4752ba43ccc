"""What people send to the page of special days."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.actions.define_special_day import (
    FACTOR_MAX,
    NAME_LENGTH_MAX,
    NOTE_LENGTH_MAX,
    SpecialDayFacts,
)
from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.forms.inputs import DateInput

DATES_LENGTH_MAX = 2000


class YearForm(forms.Form):
    """Which year of the calendar is shown."""

    year = forms.IntegerField(required=False)


class SpecialDayForm(forms.Form):
    """A day or days, and what forecasts do about them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH_MAX,
        help_text=_("Days of the same name are learned from together."),
    )
    kind = forms.ChoiceField(
        label=_("What forecasts do"),
        choices=[
            (SpecialDayKind.ADJUST, _("Expect more or fewer contacts")),
            (SpecialDayKind.CLOSED, _("Expect nothing: closed")),
            (SpecialDayKind.EXCLUDE, _("Learn nothing from it")),
        ],
    )
    percent = forms.FloatField(
        label=_("Change in %"),
        required=False,
        min_value=-100,
        max_value=(FACTOR_MAX - 1) * 100,
        help_text=_("Empty: learned from past days of this name."),
    )
    first_day = forms.DateField(label=_("Day"), widget=DateInput)
    last_day = forms.DateField(
        label=_("Until"), required=False, widget=DateInput, help_text=_("Empty: one day.")
    )
    repeats = forms.ChoiceField(label=_("Repeats"), choices=Repeats)
    also_on = forms.CharField(
        label=_("Also on"),
        required=False,
        max_length=DATES_LENGTH_MAX,
        help_text=_("Further first days, such as 2026-12-01, 2027-01-04."),
    )
    queue = forms.ChoiceField(label=_("Queue"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=NOTE_LENGTH_MAX)

    def __init__(self, *args: Any, queues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All queues")), *((str(pk), name) for pk, name in queues)]
        cast("forms.ChoiceField", self.fields["queue"]).choices = choices

    def clean_also_on(self) -> tuple[date, ...]:
        """Read the dates."""
        words = re.split(r"[\s,;]+", self.cleaned_data["also_on"].strip())
        try:
            return tuple(date.fromisoformat(word) for word in words if word)
        except ValueError:
            raise forms.ValidationError(
                _now("Write dates as 2026-12-01, with commas between.")
            ) from None

    def facts(self) -> SpecialDayFacts:
        """Return what was sent."""
        sent = self.cleaned_data
        percent = sent["percent"]
        return SpecialDayFacts(
            name=sent["name"],
            kind=SpecialDayKind(sent["kind"]),
            first_day=sent["first_day"],
            last_day=sent["last_day"] or sent["first_day"],
            queue_id=int(sent["queue"]) if sent["queue"] else None,
            factor=None if percent is None else 1 + percent / 100,
            repeats=Repeats(sent["repeats"]),
            also_on=sent["also_on"],
            note=sent["note"],
        )


def initial_of(facts: SpecialDayFacts) -> dict[str, object]:
    """Return the facts as the form shows them."""
    return {
        "name": facts.name,
        "kind": facts.kind,
        "percent": None if facts.factor is None else f"{(facts.factor - 1) * 100:.6g}",
        "first_day": facts.first_day,
        "last_day": facts.last_day,
        "repeats": facts.repeats,
        "also_on": ", ".join(day.isoformat() for day in facts.also_on),
        "queue": "" if facts.queue_id is None else str(facts.queue_id),
        "note": facts.note,
    }
