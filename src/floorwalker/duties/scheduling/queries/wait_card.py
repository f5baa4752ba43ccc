"""What the page of a queue says about its expected waits: how they are told, and how far off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.duties.scheduling.choices import WaitVerdict
from floorwalker.duties.scheduling.models import WaitCalibration
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.ui.charts import BarChart, Series
from floorwalker.foundation.ui.written import percent_text

METHOD_LABELS = {
    "model": gettext_lazy("Calibrated"),
    "qla": gettext_lazy("Formula (QLA)"),
    "ql": gettext_lazy("Formula, nobody giving up (QL)"),
    "constant": gettext_lazy("Always the mean wait"),
    "last_five": gettext_lazy("Mean of the last five waits"),
    "last": gettext_lazy("The last wait"),
    "head": gettext_lazy("The wait so far of the first in line"),
}
"""In the order in which a page shows them."""

CHART_LABELS = {
    "model": gettext_lazy("Calibrated"),
    "qla": "QLA",
    "constant": gettext_lazy("The mean"),
    "last": gettext_lazy("Last wait"),
}
"""Short: there is little room below a bar."""


@dataclass(frozen=True)
class WaitErrorRow:
    """How far off one way to tell waits was on the last days (see engines/expected_wait)."""

    method: str
    rrmse_ratio: float
    mae_seconds: float
    is_told: bool

    @property
    def label(self) -> str:
        """The method in the reader's words."""
        return str(METHOD_LABELS[self.method])


@dataclass(frozen=True)
class WaitCard:
    """The newest calibration of a queue; without `errors` there was too little history to judge."""

    verdict: WaitVerdict
    waits: int
    days: int
    learned_from: date
    learned_until: date
    made_at: datetime
    other_queues: tuple[str, ...]
    judged_waits: int
    mean_seconds: float
    coverage_ratio: float | None
    errors: tuple[WaitErrorRow, ...]
    told_ratio: float
    constant_ratio: float

    @property
    def beats_constant(self) -> bool:
        """Whether what is told was better than always saying the mean."""
        return self.told_ratio < self.constant_ratio

    @property
    def chart(self) -> BarChart:
        """The errors as bars."""
        said = _("What is told was off by %(told)s of the mean wait, the mean by %(constant)s.")
        return BarChart(
            id="wait-errors",
            title=_("Error of each way to tell the wait"),
            description=said
            % {
                "told": percent_text(self.told_ratio),
                "constant": percent_text(self.constant_ratio),
            },
            categories=[str(label) for label in CHART_LABELS.values()],
            series=[Series(_("Error, % of the mean wait"), self._percents)],
            category_label=_("Told by"),
            height=200,
        )

    @property
    def _percents(self) -> list[float | None]:
        ratios = {row.method: row.rrmse_ratio for row in self.errors}
        return [100 * ratios[method] for method in CHART_LABELS]


def wait_card(queue: Queue) -> WaitCard | None:
    """Return what the newest calibration says, or None where there is none yet."""
    newest = WaitCalibration.objects.filter(queue=queue).first()
    if newest is None:
        return None
    learned, score = newest.learned, newest.learned["score"] or {}
    others = Queue.objects.filter(pk__in=newest.pool).exclude(pk=queue.pk)
    errors = {error["method"]: error for error in score.get("errors", ())}
    told = "model" if learned["coefficients"] else "qla"
    return WaitCard(
        verdict=WaitVerdict(newest.verdict),
        waits=learned["waits"],
        days=learned["days"],
        learned_from=newest.history_from,
        learned_until=newest.history_until,
        made_at=newest.created_at,
        other_queues=tuple(others.order_by("name").values_list("name", flat=True)),
        judged_waits=score.get("waits", 0),
        mean_seconds=score.get("mean_seconds", 0.0),
        coverage_ratio=score.get("coverage_ratio"),
        errors=_rows(errors, told=told),
        told_ratio=errors[told]["rrmse_ratio"] if errors else 0.0,
        constant_ratio=errors["constant"]["rrmse_ratio"] if errors else 0.0,
    )


def _rows(errors: Mapping[str, Mapping[str, Any]], *, told: str) -> tuple[WaitErrorRow, ...]:
    return tuple(
        WaitErrorRow(
            method=method,
            rrmse_ratio=errors[method]["rrmse_ratio"],
            mae_seconds=errors[method]["mae_seconds"],
            is_told=method == told,
        )
        for method in METHOD_LABELS
        if method in errors
    )
