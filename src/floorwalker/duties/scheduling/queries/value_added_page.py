"""Forecast value added: what changes by hand were worth once it is known what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import EditVerdict
from floorwalker.duties.scheduling.queries.changed_intervals import (
    ChangedInterval,
    changed_intervals,
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.ui.charts import BarChart, Series

if TYPE_CHECKING:  # the engine is imported when it is needed
    from floorwalker.engines.forecast import ValueAdded

WEEKS_BACK = 26
LEADS = ((0, 2), (3, 7), (8, 14), (15, None))
"""Lead times told together: days from the change to the interval, both included."""


@dataclass(frozen=True)
class ValueAddedRow:
    """One queue's changes by one editor so long ahead, or what was published."""

    queue_id: int
    queue_name: str
    stage: str
    editor: str
    editor_key: str
    lead: str
    lead_days: int
    days: int
    system_wape_ratio: float | None
    wape_ratio: float | None
    value_added_ratio: float | None
    margin_ratio: float | None
    verdict: str
    verdict_label: str


@dataclass(frozen=True)
class ValueAddedPage:
    """All queues; no rows where nothing was changed of which it is known what came."""

    rows: tuple[ValueAddedRow, ...]
    chart: BarChart | None
    summary: str
    weeks: int


def value_added_page(actor: Actor, *, at: datetime) -> ValueAddedPage:
    """Return what changes of the last half year were worth at the actor's site.

    Raises:
        NotPermittedError: this actor may not see plans.
    """
    actor.require("see_plans")
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    changed = changed_intervals(site, first_day=today - timedelta(weeks=WEEKS_BACK), until=today)
    names = dict(site.queues.order_by("name").values_list("pk", "name"))
    rows: list[ValueAddedRow] = []
    totals: list[tuple[str, dict[bool, float | None]]] = []
    for queue_id, name in names.items():
        own = [c for c in changed if c.change.version.queue_id == queue_id]
        if own:
            rows += _rows(own, queue_id=queue_id, queue_name=name)
            totals.append((name, _total(own)))
    return ValueAddedPage(
        rows=tuple(rows), chart=_chart(totals), summary=_summary(rows), weeks=WEEKS_BACK
    )


def _rows(
    changed: Sequence[ChangedInterval], *, queue_id: int, queue_name: str
) -> list[ValueAddedRow]:
    editors = {_editor_key(c): c.change.version.created_by_name for c in changed}
    rows = []
    for made in _compared(changed, editor_of=_editor_key, lead_of=_lead_class):
        verdict = EditVerdict(made.verdict)
        value, wape = made.value_added_ratio, made.wape_ratio
        rows.append(
            ValueAddedRow(
                queue_id=queue_id,
                queue_name=queue_name,
                stage=_("Published") if made.stage == "published" else _("Edited"),
                editor=editors[made.editor] if made.editor else "",
                editor_key=made.editor or "",
                lead=_lead_label(made.lead_days),
                lead_days=made.lead_days,
                days=made.days,
                system_wape_ratio=None if wape is None or value is None else wape + value,
                wape_ratio=wape,
                value_added_ratio=value,
                margin_ratio=made.margin_ratio,
                verdict=verdict,
                verdict_label=str(verdict.label),
            )
        )
    return rows


def _total(changed: Sequence[ChangedInterval]) -> dict[bool, float | None]:
    """Return the value added of all edits, and of what was published of them."""
    made = _compared(changed, editor_of=lambda _c: None, lead_of=lambda _c: 0)
    return {row.stage == "published": row.value_added_ratio for row in made}


def _compared(
    changed: Sequence[ChangedInterval],
    *,
    editor_of: Callable[[ChangedInterval], str | None],
    lead_of: Callable[[ChangedInterval], int],
) -> "list[ValueAdded]":
    """Let the engine compare one queue's changes with what the program had said."""
    import numpy as np

    from floorwalker.engines.forecast import VersionMeans, value_added

    system = np.array([c.change.system_mean for c in changed])
    mean = np.array([c.change.mean for c in changed])
    lead = np.array([lead_of(c) for c in changed])
    makers = [("published", None) if c.is_published else ("edited", editor_of(c)) for c in changed]
    versions = [VersionMeans("system", None, lead, system)]
    for maker in dict.fromkeys(makers):
        is_own = np.array([other == maker for other in makers])
        versions.append(VersionMeans(*maker, lead, np.where(is_own, mean, np.nan)))
    compared = value_added(
        np.array([c.actual for c in changed]),
        day=np.array([c.day.toordinal() for c in changed]),
        versions=versions,
    )
    return [row for row in compared if row.stage != "system"]


def _editor_key(changed: ChangedInterval) -> str:
    version = changed.change.version
    return str(version.created_by_id or version.created_by_name)


def _lead_class(changed: ChangedInterval) -> int:
    return max(first for first, _last in LEADS if first <= max(changed.lead_days, 0))


def _lead_label(first: int) -> str:
    last = dict(LEADS)[first]
    if last is None:
        return _("%d days or more") % first
    return _("%(first)d to %(last)d days") % {"first": first, "last": last}


def _chart(totals: Sequence[tuple[str, dict[bool, float | None]]]) -> BarChart | None:
    told = [
        (name, values) for name, values in totals if any(v is not None for v in values.values())
    ]
    if not told:
        return None
    labels = {False: _("Edited"), True: _("Published")}
    return BarChart(
        id="value-added-chart",
        title=_("Value added in points, by queue"),
        description=_("Above zero the changes brought the forecast nearer to what came."),
        categories=[name for name, _values in told],
        series=[
            Series(label, [_points(values.get(key)) for _name, values in told])
            for key, label in labels.items()
            if any(values.get(key) is not None for _name, values in told)
        ],
        category_label=_("Queue"),
        decimals=1,
    )


def _points(ratio: float | None) -> float | None:
    return None if ratio is None else 100 * ratio


def _summary(rows: Sequence[ValueAddedRow]) -> str:
    edits = [row.verdict for row in rows if row.editor]
    counts = {verdict: edits.count(verdict) for verdict in EditVerdict}
    helped, harmed, open_ = (counts[verdict] for verdict in EditVerdict)
    return _(
        "%(all)d comparisons by queue, editor and days ahead: %(helped)d helped by more than "
        "chance, %(harmed)d did not help, %(open)d cannot be told yet."
    ) % {"all": len(edits), "helped": helped, "harmed": harmed, "open": open_}
