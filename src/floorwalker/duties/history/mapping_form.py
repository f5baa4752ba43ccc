"""The form beside the preview: which column is which field, chosen from the file's own columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.duties.history.choices import ImportKind
from floorwalker.duties.history.fields import FIELDS, MOMENT_PARTS, NEEDED
from floorwalker.duties.history.forms import ReadingForm
from floorwalker.duties.history.quality_words import FIELD_WORDS
from floorwalker.duties.history.records import Detection, FileKind, Layout

EXAMPLE_VALUES = 2
VALUE_CHARS_MAX = 20
_OF_TIMES_ONLY = ("zone", "date_order", "queue")


class MappingForm(ReadingForm):
    """A select for each field of the detected kind; its values are positions in the header.

    When a person chooses another kind, the fields of that kind are detected, and what was chosen
    for fields that both kinds have is kept: the next preview shows the selects of that kind.
    """

    use_required_attribute = False  # a browser would hold back the choice of another kind

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        detection: Detection,
        choices: Mapping[str, Any],
    ) -> None:
        self._detection = detection
        super().__init__(data, initial=_initial(detection, choices))
        if detection.layout is not Layout.PLAIN:
            del self.fields["kind"]
            return
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, choices=ImportKind.choices
        )
        if detection.kind is FileKind.AGENTS:
            for name in _OF_TIMES_ONLY:
                del self.fields[name]
        self._add_columns()
        self.order_fields(["kind", *(_name(field) for field in FIELDS[detection.kind])])
        if data is None or data.get("kind") == detection.kind:
            self._require_columns()

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two fields, and two ways to tell the same time."""
        fields_by_column: dict[str, str] = {}
        for field, column in self._mapped():
            earlier = fields_by_column.setdefault(column, field) if column else field
            if earlier != field:
                words = {"column": column, "field": FIELD_WORDS[earlier]}
                self.add_error(
                    _name(field),
                    _("“%(column)s” is chosen for “%(field)s” too. Choose it for one of them.")
                    % words,
                )
        if all(self.cleaned_data.get(_name(part)) for part in MOMENT_PARTS):
            self.add_error(
                _name("time"),
                _("Date and time of day are chosen already: choose “not in the file” here."),
            )
        return self.cleaned_data

    def chosen_columns(self) -> Mapping[str, str]:
        """Return the column of each field, an empty one for those that the file does not have."""
        kind = self.cleaned_data.get("kind", self._detection.kind)
        is_same_kind = kind == self._detection.kind
        return {
            field: column
            for field, column in self._mapped()
            if is_same_kind or (column and field in FIELDS[FileKind(kind)])
        }

    def _add_columns(self) -> None:
        choices = [("", _("— not in the file —")), *_column_choices(self._detection)]
        for field in FIELDS[self._detection.kind]:
            self.fields[_name(field)] = forms.ChoiceField(
                label=str(FIELD_WORDS[field]),
                choices=choices,
                required=False,
                error_messages={
                    "invalid_choice": gettext_lazy(
                        "The file has no such column. Choose one from the list."
                    )
                },
            )

    def _require_columns(self) -> None:
        """Require one field of each needed group: the first, unless another one has a column."""
        for group in NEEDED[self._detection.kind]:
            served = [field for field in group if self[_name(field)].value()]
            required = self.fields[_name(served[0] if served else group[0])]
            required.required = True
            required.error_messages["required"] = _needed_words(group)

    def _mapped(self) -> Iterator[tuple[str, str]]:
        """Yield each field that has a select, with the name of its column or an empty one."""
        if self._detection.layout is not Layout.PLAIN:
            return
        for field in FIELDS[self._detection.kind]:
            position = self.cleaned_data.get(_name(field), "")
            yield field, self._detection.header[int(position)] if position else ""


def _name(field: str) -> str:
    return f"column_{field}"


def _initial(detection: Detection, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was detected for columns, and for the rest what a person chose before."""
    positions = {column: str(index) for index, column in enumerate(detection.header)}
    return {
        "kind": detection.kind.value,
        "zone": detection.zone_name,
        "date_order": choices.get("date_order") or "",
        "queue": choices.get("queue_name") or "",
        **{_name(field): positions[column] for field, column in detection.columns.items()},
    }


def _column_choices(detection: Detection) -> Iterator[tuple[str, str]]:
    """Yield the columns that have a name, each with its first values."""
    for index, column in enumerate(detection.header):
        if not column:
            continue
        cells = [row[index] for row in detection.first_rows if len(row) > index and row[index]]
        values = list(dict.fromkeys(cells))[:EXAMPLE_VALUES]
        shown = ", ".join(Truncator(value).chars(VALUE_CHARS_MAX) for value in values)
        yield str(index), f"{column} ({shown})" if shown else column


def _needed_words(group: tuple[str, ...]) -> str:
    if len(group) == 1:
        return _("This is needed: choose its column.")
    others = ", ".join(str(FIELD_WORDS[field]) for field in group[1:])
    return _("Choose a column for this or for one of: %(others)s.") % {"others": others}
