"""`/kit`: every component in every state on one page, for whoever works on the look.

It is there in development only (`FLOORWALKER_DEBUG`), and its words are not translated. A test
compares pictures of it (tests/foundation/ui/test_pictures.py).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict

from floorwalker.foundation.ui.finding import Found, FoundGroup
from floorwalker.foundation.ui.kit import chart_samples as samples
from floorwalker.foundation.ui.kit.grid_sample import grid
from floorwalker.foundation.ui.tables import Choice, Column, Kind, ShownTable, Table


class KitForm(forms.Form):
    """One field of each sort, with help and errors."""

    name = forms.CharField(help_text="As it is on the badge.")
    team = forms.ChoiceField(choices=[("n", "North"), ("s", "South")])
    hours = forms.IntegerField(min_value=1, required=False)
    starts_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    file = forms.FileField(required=False)
    is_bilingual = forms.BooleanField(required=False, label="Speaks both languages")
    days = forms.MultipleChoiceField(
        choices=[("sat", "Saturday"), ("sun", "Sunday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@dataclass(frozen=True)
class QueueSample:
    """A row of the sample table."""

    name: str
    channel: str
    offered: int | None
    service_level: float | None
    aht_seconds: int | None
    state: str
    changed_at: datetime


_TONES = {"On target": "good", "Short": "bad", "Late": "warn", "Closed": ""}
_TABLE: dict[str, Any] = {
    "columns": (
        Column("name", "Queue", link=lambda _row: "#"),
        Column("channel", "Channel"),
        Column("offered", "Offered", Kind.NUMBER),
        Column("service_level", "Service level", Kind.PERCENT, decimals=1),
        Column("aht_seconds", "Handle time", Kind.DURATION),
        Column("state", "State", Kind.BADGE, tone=lambda row: _TONES[row.state]),
        Column("changed_at", "Changed", Kind.MOMENT, is_hidden_at_first=True),
    ),
    "words_in": ("name",),
    "choices": (Choice("channel", "Channel", [("Phone", "Phone"), ("Chat", "Chat")]),),
    "rows_per_page": 5,
    "is_caption_shown": True,
}


def kit_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows."""
    sent = {"name": "", "hours": "0", "starts_on": "2026-03-02", "team": "n", "days": ["sat"]}
    off = KitForm(sent, auto_id="off_%s")
    for field in off.fields.values():
        field.disabled = True
    return {
        "form": KitForm(sent),
        "off_form": off,
        "table": Table(name="queues", caption="Queues today", **_TABLE).show(_rows(), request),
        "found_nothing": _found_nothing(),
        "page_obj": Paginator(range(100), 10).page(3),
        "tabs": [
            {"label": "By person", "url": "#", "is_current": True},
            {"label": "By interval", "url": "#", "is_current": False},
            {"label": "Rehearsal", "url": "#", "is_current": False},
        ],
        "crumbs": [{"label": "Weeks", "url": "#"}, {"label": "Week of 2 March", "url": ""}],
        "items": [
            ("Site", "Toronto"),
            ("Required hours", "1 284.5"),
            ("Gap to the bound", "1.8 %"),
        ],
        "groups": (
            FoundGroup("Pages", (Found("Queues", "#", "headphones", "Plan"),)),
            FoundGroup("People", (Found("Chloé Tremblay-Lévesque", "#", "user", "North"),)),
        ),
        **_drawings(),
    }


def _drawings() -> dict[str, Any]:
    return {
        "forecast": samples.forecast(),
        "bars": samples.bars(),
        "curve": samples.curve(),
        "stacked_bars": samples.bars(is_stacked=True),
        "cover": samples.cover(),
        "heat": samples.heat(),
        "wide_heat": samples.heat(columns=12),
        "week": samples.week(),
        "spark": samples.spark(),
        "nothing": samples.nothing(),
        "grid": grid(),
        "week_grid": grid(people=8, days=7),
    }


def _rows() -> tuple[QueueSample, ...]:
    at = datetime(2026, 3, 2, 13, 5, tzinfo=UTC)
    states = tuple(_TONES)
    first = (
        QueueSample("Calls in English", "Phone", 1204, 0.814, 312, "On target", at),
        QueueSample("Appels en français", "Phone", 486, 0.71, 327, "Short", at),
        QueueSample("Not known yet", "Chat", None, None, None, "Closed", at),
    )
    others = (
        QueueSample(f"Queue {n}", "Chat", 90 * n, n / 12, 100 + 7 * n, states[n % 4], at)
        for n in range(1, 10)
    )
    return (*first, *others)


def _found_nothing() -> ShownTable:
    asked = HttpRequest()
    asked.path = "/kit/"
    asked.GET = QueryDict("none-words=nobody")
    return Table(name="none", caption="Nothing found", prefix="none", **_TABLE).show(_rows(), asked)
