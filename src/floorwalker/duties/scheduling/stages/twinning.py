"""From a site's recorded contacts to its twin: fitted on the earlier days, judged by the later."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from floorwalker.duties.history.queries import contact_days, recorded_contacts
from floorwalker.duties.scheduling.models import Twin
from floorwalker.duties.scheduling.stages._twin_parameters import as_json
from floorwalker.duties.scheduling.stages.requiring import target_of
from floorwalker.engines import simulate as engine
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.people.models import Person, Site

DAYS_NEWEST = 56
DAYS_FITTED_LEAST = 5
SHARE_VALIDATED = 3
"""A third of the days judges, but no fewer than the verdict needs."""


@dataclass(frozen=True)
class TwinDraft:
    """A twin that is not stored; the last six as `Twin` keeps them."""

    site: Site
    fitted_from: date
    fitted_until: date
    validated_from: date | None
    validated_until: date | None
    parameters: dict[str, Any]
    verdict: str
    figures: dict[str, Any]


def make_twin(site: Site, *, seed: int, progress: Callable[[float], None]) -> TwinDraft:
    """Return a twin of the site's phone queues from their newest recorded days.

    Raises:
        StateError: no single contacts of a phone queue are known.
    """
    queues = list(site.queues.filter(is_active=True, channel=Channel.PHONE).order_by("pk"))
    days = contact_days(queues, newest=DAYS_NEWEST)
    if not days:
        raise StateError(
            _("no single calls of this site are known."),
            next_step=_("Import a file with a row for each call, with its wait and its agent."),
        )
    records = recorded_contacts(site, queues, first_day=days[0], last_day=days[-1])
    fitted, validated = split(days)
    found = engine.calibrate(_on(records, fitted))
    plain = [day for day in validated if not _changes_the_clock(day, site=site)]
    judged = engine.validate_twin(
        found,
        _on(records, plain),
        within_seconds=tuple(target_of(queue).within_seconds for queue in queues),
        seed=seed,
        progress=lambda done, total: progress(100 * done / total),
    )
    return TwinDraft(
        site=site,
        fitted_from=fitted[0],
        fitted_until=fitted[-1],
        validated_from=validated[0] if validated else None,
        validated_until=validated[-1] if validated else None,
        parameters=as_json(
            found, queues=queues, person_of_agent=_people(site, agents=records.agents)
        ),
        verdict=judged.verdict.value,
        figures={**_figures(judged, queues=queues), "clock_changes": len(validated) - len(plain)},
    )


def newest_twin(site: Site) -> Twin | None:
    """Return the twin that rehearsals of the site are played on."""
    return Twin.objects.filter(site=site).first()


def split(days: Sequence[date]) -> tuple[Sequence[date], Sequence[date]]:
    """Return the days to fit on, and the later ones that judge."""
    wanted = max(engine.DAYS_LEAST, len(days) // SHARE_VALIDATED)
    judging = max(0, min(wanted, len(days) - DAYS_FITTED_LEAST))
    return days[: len(days) - judging], days[len(days) - judging :]


def _on(records: engine.Records, days: Sequence[date]) -> engine.Records:
    return records.on_days(np.array([day.toordinal() for day in days], dtype=np.int64))


def _changes_the_clock(day: date, *, site: Site) -> bool:
    """Tell whether a day is shorter or longer than 24 hours, which the twin's day is not."""
    midnights = (datetime.combine(one, time.min, site.tzinfo) for one in (day, day + _A_DAY))
    before, after = (midnight.utcoffset() for midnight in midnights)
    return before != after


_A_DAY = timedelta(days=1)


def _people(site: Site, *, agents: Sequence[str]) -> dict[int, int]:
    """Return the people of the site whose name or employee number the records have."""
    known: dict[str, int] = {}
    rows = Person.objects.filter(team__site=site).order_by("-pk")
    for pk, name, number in rows.values_list("pk", "name", "employee_number"):
        known[number.casefold()] = pk
        known[name.casefold()] = pk
    return {
        place: known[name.casefold()]
        for place, name in enumerate(agents)
        if name.casefold() in known
    }


def _figures(judged: engine.Validation, *, queues: Sequence[Queue]) -> dict[str, Any]:
    return {
        "plays": engine.PLAYS,
        "measures": [asdict(finding) for finding in judged.findings],
        "queues": [
            {"queue": queue.name, "measures": [asdict(finding) for finding in findings]}
            for queue, findings in zip(queues, judged.queues, strict=True)
        ],
        "days": [
            {
                "day": date.fromordinal(day.day).isoformat(),
                "offered": day.offered,
                "agents": day.agents,
                **{measure: asdict(value) for measure, value in day.overall.items()},
            }
            for day in judged.days
        ],
        "left_out": judged.left_out,
        "overlap_ratio": judged.overlap_ratio,
    }
