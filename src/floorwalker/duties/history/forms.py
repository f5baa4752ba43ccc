"""The forms of the upload and the preview: how a file is read, where detection is overruled."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.history.choices import ImportKind
from floorwalker.duties.history.quality_words import DATE_ORDER_WORDS
from floorwalker.duties.history.records import Choices, FileKind

UPLOAD_BYTES_MAX = 2 * 1024**3
DATE_ORDERS = [
    ("", _("As detected")),
    *((code, words) for code, words in DATE_ORDER_WORDS.items() if code != "epoch"),
]


class ReadingForm(forms.Form):
    """How a file is read; `initial` holds the zone that counts when none is written."""

    kind = forms.ChoiceField(
        label=_("What is one row?"),
        choices=[("", _("As detected")), *ImportKind.choices],
        required=False,
    )
    zone = forms.CharField(
        label=_("Time zone of the times"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    date_order = forms.ChoiceField(label=_("Order of dates"), choices=DATE_ORDERS, required=False)
    queue = forms.CharField(
        label=_("Queue for all rows"),
        max_length=100,
        required=False,
        help_text=_("Leave empty to use the queue column."),
    )

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones to choose from."""
        return _zones()

    def clean_zone(self) -> str:
        """Refuse a zone that does not exist."""
        zone: str = self.cleaned_data["zone"] or self.initial["zone"]
        if zone not in _zones():
            raise ValidationError(_("There is no such zone. Zones look like America/Toronto."))
        return zone

    def chosen_columns(self) -> Mapping[str, str]:
        """Return the column of each field that a person chose."""
        return {}

    def reading(self, *, file_name: str) -> Choices:
        """Return the choices that the valid form makes."""
        data: dict[str, Any] = self.cleaned_data
        kind = data.get("kind")
        return Choices(
            zone_name=data.get("zone") or self.initial["zone"],
            file_name=file_name,
            kind=FileKind(kind) if kind else None,
            columns=self.chosen_columns(),
            date_order=data.get("date_order") or None,
            queue_name=data.get("queue") or None,
        )


class UploadForm(ReadingForm):
    """A file to look at."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or TSV; agents may be XLSX too."))

    @property
    def details(self) -> list[forms.BoundField]:
        """What may be said about the file, but need not be."""
        return [field for field in self if field.name != "file"]

    @property
    def details_have_errors(self) -> bool:
        """Whether one of those needs a look."""
        return any(field.errors for field in self.details)

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse a file that no upload should carry."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > UPLOAD_BYTES_MAX:
            raise ValidationError(
                _("More than 2 GB: copy it to the server and use `floorwalker import`.")
            )
        return file


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
