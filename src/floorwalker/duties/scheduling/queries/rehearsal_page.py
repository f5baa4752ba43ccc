"""The rehearsal page: what service to expect of a roster, and with people missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import TwinVerdict
from floorwalker.duties.scheduling.models import Roster
from floorwalker.duties.scheduling.queries.metrics import Estimate, estimate
from floorwalker.duties.scheduling.queries.rehearsed_twin import newest_rehearsal
from floorwalker.duties.scheduling.queries.roster_page import visible_roster
from floorwalker.duties.scheduling.queries.weeks import running_planning_jobs
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.ui.charts import Band, LineChart, Series


@dataclass(frozen=True)
class ServiceRow:
    """The service expected of a queue, a day or a scenario; `None` where it cannot be told."""

    label: str
    day: date | None
    target: float | None
    offered: float
    service_level: Estimate | None
    asa_seconds: Estimate | None
    abandonment: Estimate | None
    occupancy: Estimate | None

    @property
    def verdict(self) -> str:
        """Compare with the target: `met`, `missed`, or `open` when the interval holds it."""
        if self.target is None or self.service_level is None:
            return ""
        if self.service_level.low >= self.target:
            return "met"
        return "missed" if self.service_level.high < self.target else "open"


@dataclass(frozen=True)
class TwinSeen:
    """The twin that a rehearsal was played on."""

    id: int
    verdict: str
    made_at: datetime


@dataclass(frozen=True)
class RehearsalPage:
    """One roster's newest rehearsal, if there is one, and the job that makes the next."""

    roster_id: int
    starts_on: date
    revision: int
    state: str
    state_label: str
    created_at: datetime | None
    is_current: bool
    replications: int
    contacts: int
    twin: TwinSeen | None
    assumed: tuple[str, ...]
    week: ServiceRow | None
    queues: tuple[ServiceRow, ...]
    days: tuple[ServiceRow, ...]
    missing: tuple[ServiceRow, ...]
    charts: tuple[LineChart, ...]
    day: date | None
    running_job_ids: tuple[int, ...]
    can_rehearse: bool
    can_publish: bool

    @property
    def is_twin_failed(self) -> bool:
        """Tell whether the figures come from a twin that failed its validation."""
        return self.twin is not None and self.twin.verdict == TwinVerdict.FAILED


def rehearsal_page(actor: Actor, *, roster_id: int, day: date | None) -> RehearsalPage:
    """Return the newest rehearsal of a roster.

    Raises:
        NotFoundError: there is no such roster, or the day is not in its week.
        NotPermittedError: it is of a site this actor may not see.
    """
    roster = visible_roster(actor, roster_id=roster_id)
    if day is not None and not 0 <= (day - roster.week_starts_on).days < DAYS_PER_WEEK:
        raise NotFoundError(_("this roster does not hold that day."))
    found = newest_rehearsal(roster)
    twin = found.twin if found else None
    outcome: dict[str, Any] = found.outcome if found else {}
    targets = {name: t["service_level"] for name, t in roster.requirement.targets.items()}
    return RehearsalPage(
        roster_id=roster.pk,
        starts_on=roster.week_starts_on,
        revision=roster.revision,
        state=roster.state,
        state_label=roster.get_state_display(),
        created_at=found.created_at if found else None,
        is_current=bool(found and found.roster_revision == roster.revision),
        replications=outcome.get("replications", 0),
        contacts=outcome.get("contacts", 0),
        twin=TwinSeen(twin.pk, twin.verdict, twin.created_at) if twin else None,
        assumed=tuple(outcome.get("assumed", ())),
        week=_row("", outcome["week"]) if found else None,
        queues=tuple(
            _row(q["queue"], _of_day(q, day), target=targets.get(q["queue"]))
            for q in outcome.get("queues", ())
        ),
        days=tuple(_row("", row) for row in outcome.get("days", ())),
        missing=tuple(_row(str(s["missing"]), _of_day(s, day)) for s in outcome.get("missing", ())),
        charts=_charts(roster, outcome, day or roster.week_starts_on),
        day=day,
        running_job_ids=running_planning_jobs(roster.site),
        can_rehearse=actor.may("plan_week", site_id=roster.site_id),
        can_publish=actor.may("publish_roster", site_id=roster.site_id)
        and roster.state == "rehearsed",
    )


def _of_day(part: Mapping[str, Any], day: date | None) -> Mapping[str, Any]:
    """Return a part's service on the day, or over the week."""
    if day is None:
        week: Mapping[str, Any] = part["week"]
        return week
    return next(row for row in part["days"] if row["day"] == day.isoformat())


def _row(label: str, stored: Mapping[str, Any], *, target: float | None = None) -> ServiceRow:
    return ServiceRow(
        label=label,
        day=date.fromisoformat(stored["day"]) if "day" in stored else None,
        target=target,
        offered=stored["offered"],
        service_level=estimate(stored["service_level"]),
        asa_seconds=estimate(stored["asa_seconds"]),
        abandonment=estimate(stored["abandonment"]),
        occupancy=estimate(stored["occupancy"]),
    )


def _charts(roster: Roster, outcome: Mapping[str, Any], day: date) -> tuple[LineChart, ...]:
    """Draw each queue's service level by interval of a day, with its 95 % interval."""
    zone = roster.site.tzinfo
    charts = []
    for number, queue in enumerate(outcome.get("queues", ())):
        rows = [
            (datetime.fromisoformat(row["starts_at"]), row["service_level"])
            for row in queue["intervals"]
            if row["service_level"] is not None
        ]
        rows = [(start, level) for start, level in rows if start.astimezone(zone).date() == day]
        if rows:
            charts.append(_chart(f"service-{number}", queue["queue"], rows))
    return tuple(charts)


def _chart(chart_id: str, title: str, rows: list[tuple[datetime, Any]]) -> LineChart:
    percents = [
        {name: 100 * level[name] for name in ("mean", "low", "high")} for _start, level in rows
    ]
    return LineChart(
        id=chart_id,
        title=title,
        description=_(
            "Service level expected in each interval, in percent, with its 95 % interval."
        ),
        times=[start for start, _level in rows],
        series=[Series(_("Service level, %"), [level["mean"] for level in percents])],
        bands=[
            Band(
                _("95 % interval"),
                [level["low"] for level in percents],
                [level["high"] for level in percents],
            )
        ],
        pause_max=timedelta(hours=1),
        height=200,
    )
