"""The special days of a site beside its public holidays: as a list, and as a year to look at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.actions.define_special_day import (
    FIRST_YEAR,
    LAST_YEAR,
    SpecialDayFacts,
)
from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.duties.scheduling.queries.year_picture import YearPicture, year_picture
from floorwalker.duties.scheduling.stages.special_days import dates_of
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.people.models import Site

LOOK_AHEAD_DAYS = 366


@dataclass(frozen=True)
class SpecialDayRow:
    """One special day in the list; `next_day` is its next date, if it has one within a year."""

    id: int
    name: str
    kind: str
    kind_label: str
    queue_id: int | None
    queue_name: str
    first_day: date
    last_day: date
    also_on: tuple[date, ...]
    repeats: str
    repeats_label: str
    factor: float | None
    effect: str
    next_day: date | None
    note: str


@dataclass(frozen=True)
class SpecialDaysPage:
    """The special days of a site, and a year of its calendar."""

    site: Site
    rows: tuple[SpecialDayRow, ...]
    queues: tuple[tuple[int, str], ...]
    picture: YearPicture
    whose_holidays: str
    may_edit: bool


@dataclass(frozen=True)
class SpecialDayPage:
    """One special day to change."""

    row: SpecialDayRow
    site: Site
    queues: tuple[tuple[int, str], ...]
    may_edit: bool

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """The facts in words, for those who may only read them."""
        row = self.row
        first, last = date_format(row.first_day), date_format(row.last_day)
        stretch = first
        if first != last:
            stretch = _("%(start)s to %(end)s") % {"start": first, "end": last}
        days = [stretch, *(date_format(day) for day in row.also_on)]
        return (
            (_("Kind"), row.kind_label),
            (_("In forecasts"), row.effect),
            (_("Days"), ", ".join(days)),
            (_("Repeats"), row.repeats_label),
            (_("Queue"), row.queue_name),
            (_("Note"), row.note),
        )

    @property
    def facts(self) -> SpecialDayFacts:
        """The facts as they are."""
        row = self.row
        return SpecialDayFacts(
            name=row.name,
            kind=SpecialDayKind(row.kind),
            first_day=row.first_day,
            last_day=row.last_day,
            queue_id=row.queue_id,
            factor=row.factor,
            repeats=Repeats(row.repeats),
            also_on=row.also_on,
            note=row.note,
        )


def special_days_page(actor: Actor, *, at: datetime, year: int | None = None) -> SpecialDaysPage:
    """Return the special days of the actor's site.

    Raises:
        NotPermittedError: this actor may not see its plans.
        BadInputError: the calendar has no such year.
    """
    actor.require("see_plans")
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    year = today.year if year is None else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInputError(
            _("the calendar has no year %(year)s.") % {"year": year},
            next_step=_("Choose one from %(first)s to %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
        )
    found = list(SpecialDay.objects.filter(site=site).select_related("queue"))
    return SpecialDaysPage(
        site=site,
        rows=tuple(_row(special_day, today=today) for special_day in found),
        queues=_queues(site),
        picture=year_picture(site, found, year=year, today=today),
        whose_holidays=_whose_holidays(site),
        may_edit=actor.may("edit_forecast", site_id=site.pk),
    )


def special_day_page(actor: Actor, *, special_day_id: int, at: datetime) -> SpecialDayPage:
    """Return one special day.

    Raises:
        NotFoundError: there is none with this number.
        NotPermittedError: it belongs to a site whose plans this actor may not see.
    """
    found = SpecialDay.objects.select_related("site", "queue").filter(pk=special_day_id).first()
    if found is None:
        raise NotFoundError(
            _("there is no such special day."), next_step=_("Choose one from the list.")
        )
    actor.require("see_plans", site_id=found.site_id)
    return SpecialDayPage(
        row=_row(found, today=at.astimezone(found.site.tzinfo).date()),
        site=found.site,
        queues=_queues(found.site),
        may_edit=actor.may("edit_forecast", site_id=found.site_id),
    )


def effect_words(kind: str, *, factor: float | None, seen: int | None = None) -> str:
    """Say what a forecast does about a day; `seen` past days taught it its factor, if known."""
    if kind == SpecialDayKind.CLOSED:
        return _("Nothing is expected")
    if kind == SpecialDayKind.EXCLUDE:
        return _("Nothing is learned from it")
    if factor is None:
        return _("Learned from its past days")
    percent = _("%s contacts") % _signed_percent(factor - 1)
    if not seen:
        return percent
    learned = ngettext("learned from %d day", "learned from %d days", seen) % seen
    return f"{percent}, {learned}"


def _queues(site: Site) -> tuple[tuple[int, str], ...]:
    return tuple(site.queues.order_by("name").values_list("pk", "name"))


def _row(special_day: SpecialDay, *, today: date) -> SpecialDayRow:
    coming = dates_of(special_day, first=today, last=today + timedelta(days=LOOK_AHEAD_DAYS))
    return SpecialDayRow(
        id=special_day.pk,
        name=special_day.name,
        kind=special_day.kind,
        kind_label=special_day.get_kind_display(),
        queue_id=special_day.queue_id,
        queue_name=special_day.queue.name if special_day.queue else _("All queues"),
        first_day=special_day.first_day,
        last_day=special_day.last_day,
        also_on=tuple(special_day.also_on),
        repeats=special_day.repeats,
        repeats_label=special_day.get_repeats_display(),
        factor=special_day.factor,
        effect=effect_words(special_day.kind, factor=special_day.factor),
        next_day=min(coming, default=None),
        note=special_day.note,
    )


def _whose_holidays(site: Site) -> str:
    if not site.country:
        return _("The site keeps nobody’s public holidays.")
    if site.is_federal_employer:
        return _("Public holidays: federal employers of %s.") % site.country
    if site.province:
        return _("Public holidays: %(province)s, %(country)s.") % {
            "province": site.province,
            "country": site.country,
        }
    return _("Public holidays: %s.") % site.country


def _signed_percent(ratio: float) -> str:
    percent = round(ratio * 100)
    sign = "+" if percent >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_format(abs(percent))}\N{NO-BREAK SPACE}%"
