"""What people send to the pages of shrinkage and lost time."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.forms.inputs import DateInput
from floorwalker.duties.scheduling.queries.shrinkage_page import LEAD_DAYS_USUAL
from floorwalker.duties.scheduling.records import Loss

LEAD_DAYS_MAX = 365
UPLOAD_BYTES_MAX = 64 * 1024**2
SECONDS_PER_MINUTE = 60
MINUTES_MAX = 10_000_000

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class LeadForm(forms.Form):
    """How many days ahead a week is planned."""

    lead = forms.IntegerField(label=_("Days ahead"), min_value=1, max_value=LEAD_DAYS_MAX)

    def lead_days(self) -> int:
        """Return them; as usual while what was sent is not valid."""
        self.full_clean()
        return self.cleaned_data.get("lead") or LEAD_DAYS_USUAL


class UsualShrinkageForm(forms.Form):
    """The share to plan with while nothing is learned."""

    percent = forms.FloatField(label=_("Usual shrinkage in %"), min_value=0, max_value=90)


class LostTimeForm(forms.Form):
    """Time lost on a day, by whom and why."""

    whose = forms.ChoiceField(label=_("Whose time"))
    day = forms.DateField(label=_("Day"), widget=DateInput)
    cause = forms.ChoiceField(label=_("Cause"), choices=LossCause)
    minutes = forms.FloatField(label=_("Minutes of paid time"), min_value=1, max_value=MINUTES_MAX)
    known_on = forms.DateField(
        label=_("Known since"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: today, or the day itself if that is over."),
    )

    def __init__(self, *args: Any, whose: Groups, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["whose"]).choices = whose
        self._today = today

    def loss(self) -> Loss:
        """Return what was sent."""
        sent = self.cleaned_data
        kind, _dash, number = sent["whose"].partition("-")
        return Loss(
            day=sent["day"],
            cause=LossCause(sent["cause"]),
            seconds=round(sent["minutes"] * SECONDS_PER_MINUTE),
            known_on=sent["known_on"] or min(sent["day"], self._today),
            person_id=int(number) if kind == "person" else None,
            team_id=int(number) if kind == "team" else None,
        )


class LostTimeFileForm(forms.Form):
    """A file of lost time."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with day, cause and minutes; known_on, person, team and paid_minutes too."
        ),
    )

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse a file that no upload should carry."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > UPLOAD_BYTES_MAX:
            raise ValidationError(_("More than 64 MB: split it by year."))
        return file
