"""Say when shifts of a template may start, how long they may be and which pauses they have."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.models import ShiftTemplate, TemplateBreak
from floorwalker.duties.scheduling.stages.rostering import GRID_MINUTES
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site


@dataclass(frozen=True)
class TemplateTimes:
    """When a shift may start, in minutes of the local day, and its length, pauses included."""

    start_minute_earliest: int
    start_minute_latest: int
    length_minutes_min: int
    length_minutes_max: int


@dataclass(frozen=True)
class Pause:
    """A break or lunch, and when it may begin, in minutes after the start of the shift."""

    activity: Activity
    minutes: int
    is_paid: bool
    after_minutes_earliest: int
    after_minutes_latest: int


def define_shift_template(
    actor: Actor,
    *,
    site: Site,
    name: str,
    times: TemplateTimes,
    pauses: Sequence[Pause],
    is_new: bool,
    at: datetime,
) -> ShiftTemplate:
    """Add a template (`is_new`), or change the one of that name. Shifts made of it stay.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: the name is taken, or no shift could be made of the template.
    """
    actor.require("plan_week", site_id=site.pk)
    pauses = sorted(pauses, key=lambda pause: pause.after_minutes_earliest)
    for problem in _problems(times, pauses):
        raise problem
    with transaction.atomic():
        known = ShiftTemplate.objects.select_for_update().filter(site=site, name=name).first()
        if is_new and known:
            raise BadInputError(_("there is a template of that name already."), where="name")
        before = _facts(known) if known else None
        template, _created = ShiftTemplate.objects.update_or_create(
            site=site, name=name, defaults=asdict(times)
        )
        template.breaks.all().delete()
        TemplateBreak.objects.bulk_create(
            TemplateBreak(template=template, **asdict(pause)) for pause in pauses
        )
        after = _facts(template)
        record(actor, "define_shift_template", subject=template, before=before, after=after, at=at)
    return template


def _problems(times: TemplateTimes, pauses: Sequence[Pause]) -> Iterator[BadInputError]:
    for name, minutes in asdict(times).items():
        if minutes % GRID_MINUTES:
            yield BadInputError(_("choose a quarter-hour."), where=name)
    if not 0 <= times.start_minute_earliest < MINUTES_PER_DAY:
        yield BadInputError(_("choose a time of the day."), where="start_minute_earliest")
    if not times.start_minute_earliest <= times.start_minute_latest < MINUTES_PER_DAY:
        where = "start_minute_latest"
        yield BadInputError(_("choose a time not before the earliest start."), where=where)
    if not 0 < times.length_minutes_min <= MINUTES_PER_DAY:
        yield BadInputError(_("choose a length up to a day."), where="length_minutes_min")
    if not times.length_minutes_min <= times.length_minutes_max <= MINUTES_PER_DAY:
        where = "length_minutes_max"
        yield BadInputError(_("choose a length from the shortest to a day."), where=where)
    if not _fit(pauses, times.length_minutes_min):
        yield BadInputError(
            _("the pauses do not fit into the shortest shift one after the other."),
            next_step=_("Use quarter-hours, and leave each room to begin after the one before."),
        )


def _fit(pauses: Sequence[Pause], length_minutes: int) -> bool:
    """Place each pause as early as it may begin: if that fails, nothing fits."""
    free_from = 0
    for pause in pauses:
        numbers = (pause.minutes, pause.after_minutes_earliest, pause.after_minutes_latest)
        start = max(pause.after_minutes_earliest, free_from)
        free_from = start + pause.minutes
        on_grid = all(number % GRID_MINUTES == 0 for number in numbers)
        in_window = start <= pause.after_minutes_latest and pause.after_minutes_earliest >= 0
        if not on_grid or not in_window or pause.minutes <= 0 or free_from > length_minutes:
            return False
    return True


def _facts(template: ShiftTemplate) -> dict[str, object]:
    """Return what the audit record keeps."""
    return {
        **{name: getattr(template, name) for name in TemplateTimes.__dataclass_fields__},
        "pauses": list(template.breaks.values(*Pause.__dataclass_fields__)),
    }
