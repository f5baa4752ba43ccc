"""The forms of the upload pages."""

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
    """How a file is read, where detection should be overruled."""

    kind = forms.ChoiceField(
        label=_("What is one row?"),
        choices=[("", _("As detected")), *ImportKind.choices],
        required=False,
    )
    zone = forms.CharField(label=_("Time zone of the times"), max_length=64)
    date_order = forms.ChoiceField(label=_("Order of dates"), choices=DATE_ORDERS, required=False)
    queue = forms.CharField(
        label=_("Queue for all rows"),
        max_length=100,
        required=False,
        help_text=_("Leave empty to use the queue column."),
    )
    columns = forms.CharField(
        label=_("Columns"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line, for example: Start of interval=time"),
    )

    def clean_zone(self) -> str:
        """Refuse a zone that does not exist."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise ValidationError(_("There is no such zone. Zones look like America/Toronto."))
        return zone

    def clean_columns(self) -> dict[str, str]:
        """Turn lines of `column=field` into columns by field."""
        columns = {}
        for line in self.cleaned_data["columns"].splitlines():
            column, equals, field = line.rpartition("=")
            if line.strip() and not equals:
                raise ValidationError(_("Write each line as: column=field"))
            if equals:
                columns[field.strip()] = column.strip()
        return columns

    def reading(self, *, file_name: str) -> Choices:
        """Return the choices that the valid form makes."""
        data = self.cleaned_data
        return Choices(
            zone_name=data["zone"],
            file_name=file_name,
            kind=FileKind(data["kind"]) if data["kind"] else None,
            columns=data["columns"],
            date_order=data["date_order"] or None,
            queue_name=data["queue"] or None,
        )


class UploadForm(ReadingForm):
    """A file to look at."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or TSV; agents may be XLSX too."))
    field_order = ["file"]

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse a file that no upload should carry."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > UPLOAD_BYTES_MAX:
            raise ValidationError(
                _("More than 2 GB: copy it to the server and use `floorwalker import`.")
            )
        return file
