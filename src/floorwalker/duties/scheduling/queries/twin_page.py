"""One twin: whether it is true, what it has learned, and what it cannot tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.models import Twin
from floorwalker.duties.scheduling.queries.twin_charts import day_charts, hours_chart
from floorwalker.duties.scheduling.queries.twin_words import (
    TONES,
    Finding,
    findings_of,
    reasons,
    verdict_sentence,
)
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.ui.charts import HeatMap, LineChart
from floorwalker.foundation.ui.written import percent_text

MEDIAN = 50


@dataclass(frozen=True)
class QueueLearned:
    """What a twin knows of one queue; `None` where the records do not tell."""

    id: int
    queue: str
    contacts: int
    gave_up: int
    patience_mean_seconds: float | None
    patience_median_seconds: float | None
    patience_seen_until: float
    aht_seconds: float
    handle_cv: float
    retrial_probability: float | None
    retrial_after_seconds: float | None


@dataclass(frozen=True)
class PaceLearned:
    """How people differ; nobody is named."""

    people: int
    contacts: int
    spread: float
    quick_tenth: float | None
    slow_tenth: float | None


@dataclass(frozen=True)
class QueueFindings:
    """What the measures say of one queue alone, for information."""

    queue: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PlayedDay:
    """A recorded day beside its plays, all queues together."""

    day: date
    offered: int
    agents: int
    measures: Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True)
class TwinPage:
    """One twin of a site."""

    id: int
    verdict: str
    verdict_label: str
    tone: str
    sentence: str
    reasons: tuple[str, ...]
    fitted_from: date
    fitted_until: date
    validated_from: date | None
    validated_until: date | None
    made_by: str
    made_at: datetime
    newer_id: int | None
    plays: int
    findings: tuple[Finding, ...]
    by_queue: tuple[QueueFindings, ...]
    days: tuple[PlayedDay, ...]
    charts: tuple[LineChart, ...]
    queues: tuple[QueueLearned, ...]
    hours: HeatMap | None
    pace: PaceLearned
    turnaround_seconds: float | None
    cannot_tell: tuple[str, ...]


def twin_page(actor: Actor, *, twin_id: int) -> TwinPage:
    """Return one twin.

    Raises:
        NotFoundError: there is no such twin.
        NotPermittedError: it is of a site this actor may not see.
    """
    from floorwalker.engines.simulate import DAYS_LEAST, OVERLAP_MOST

    twin = Twin.objects.select_related("site").filter(pk=twin_id).first()
    if twin is None:
        raise NotFoundError(_("there is no such twin."), next_step=_("Choose one from the list."))
    actor.require("see_plans", site_id=twin.site_id)
    figures, learned = twin.figures, twin.parameters
    queues = tuple(_queue(int(pk), stored) for pk, stored in learned["queues"].items())
    newest = Twin.objects.filter(site=twin.site_id).values_list("pk", flat=True).first()
    return TwinPage(
        id=twin.pk,
        verdict=twin.verdict,
        verdict_label=twin.get_verdict_display(),
        tone=TONES[twin.verdict],
        sentence=verdict_sentence(twin.verdict),
        reasons=reasons(figures, days_least=DAYS_LEAST, overlap_most=OVERLAP_MOST),
        fitted_from=twin.fitted_from,
        fitted_until=twin.fitted_until,
        validated_from=twin.validated_from,
        validated_until=twin.validated_until,
        made_by=twin.created_by_name,
        made_at=twin.created_at,
        newer_id=newest if newest != twin.pk else None,
        plays=figures["plays"],
        findings=findings_of(figures["measures"]),
        by_queue=tuple(
            QueueFindings(row["queue"], findings_of(row["measures"])) for row in figures["queues"]
        ),
        days=tuple(_day(row) for row in figures["days"]),
        charts=day_charts(figures["days"], zone=twin.site.tzinfo),
        queues=queues,
        hours=hours_chart(learned["queues"]),
        pace=_pace(learned),
        turnaround_seconds=learned["turnaround_seconds"],
        cannot_tell=tuple(_cannot_tell(twin, queues)),
    )


def _day(row: Mapping[str, Any]) -> PlayedDay:
    measures = {name: value for name, value in row.items() if isinstance(value, Mapping)}
    return PlayedDay(date.fromisoformat(row["day"]), row["offered"], row["agents"], measures)


def _queue(queue_id: int, stored: Mapping[str, Any]) -> QueueLearned:
    patience, again = stored["patience"], stored["retrials"]
    is_seen = patience["table"] is not None and patience["seen_until"] >= MEDIAN / 100
    return QueueLearned(
        id=queue_id,
        queue=stored["name"],
        contacts=stored["contacts"],
        gave_up=stored["gave_up"],
        patience_mean_seconds=patience["mean_seconds"],
        patience_median_seconds=patience["table"][MEDIAN] if is_seen else None,
        patience_seen_until=patience["seen_until"],
        aht_seconds=stored["hours"]["overall"],
        handle_cv=stored["handle_cv"],
        retrial_probability=again["probability"] if again else None,
        retrial_after_seconds=again["after_seconds"] if again else None,
    )


def _pace(learned: Mapping[str, Any]) -> PaceLearned:
    quick, slow = learned["pace_tenths"] or (None, None)
    return PaceLearned(
        people=learned["people"],
        contacts=learned["pace_contacts"],
        spread=learned["pace_spread"],
        quick_tenth=quick,
        slow_tenth=slow,
    )


def _cannot_tell(twin: Twin, queues: tuple[QueueLearned, ...]) -> Iterator[str]:
    figures, learned = twin.figures, twin.parameters
    yield _(
        "Who was on duty: it is inferred from who took contacts. A gap of more than ten minutes,"
        " and of more than ten times the usual one, counts as a pause; shorter breaks are not seen."
    )
    if not any(queue.retrial_probability is not None for queue in queues):
        yield _(
            "Whether callers who gave up call again: the records do not tell one caller from"
            " another. Forecasts count every call, so none is missing while as many give up as"
            " before."
        )
    if hidden := [queue for queue in queues if queue.patience_median_seconds is None]:
        shares = (f"{queue.queue} {percent_text(queue.patience_seen_until)}" for queue in hidden)
        yield _(
            "How patient the more patient callers are: the records show only the least patient"
            " (%(shares)s). Beyond, as many keep giving up as in the longest waits."
        ) % {"shares": ", ".join(shares)}
    if learned["queues_unknown"]:
        yield _(
            "Too few calls to know: %(queues)s. The assumptions of the service target stand in."
        ) % {"queues": ", ".join(learned["queues_unknown"])}
    if count := learned["people_unknown"]:
        yield ngettext(
            "%(count)d name of the records is nobody’s at this site: its pace is not used.",
            "%(count)d names of the records are nobody’s at this site: their pace is not used.",
            count,
        ) % {"count": count}
    yield from _days_left_out(figures)


def _days_left_out(figures: Mapping[str, Any]) -> Iterator[str]:
    if count := figures["left_out"]["agents_unknown"]:
        yield ngettext(
            "%(count)d day was not played: its records do not say who answered.",
            "%(count)d days were not played: their records do not say who answered.",
            count,
        ) % {"count": count}
    if count := figures["left_out"]["waits_unknown"]:
        yield ngettext(
            "%(count)d day was not played: its records do not say how long callers waited.",
            "%(count)d days were not played: their records do not say how long callers waited.",
            count,
        ) % {"count": count}
    if count := figures["clock_changes"]:
        yield ngettext(
            "%(count)d day was not played: the clock was changed on it.",
            "%(count)d days were not played: the clock was changed on them.",
            count,
        ) % {"count": count}
