"""Mark days as special: closed, busier or calmer, or not to be learned from."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions._special_day_facts import facts_of
from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError, NotFoundError
from floorwalker.foundation.people.models import Site

NAME_LENGTH_MAX = 100
NOTE_LENGTH_MAX = 300
FACTOR_MAX = 10.0
DATES_MAX = 100
LENGTH_DAYS_MAX = 366
FIRST_YEAR, LAST_YEAR = 1990, 2100
REPEAT_LENGTH_DAYS_MAX = {Repeats.WEEKLY: 7, Repeats.MONTHLY: 28, Repeats.YEARLY: 365}


@dataclass(frozen=True)
class SpecialDayFacts:
    """What is special, when, and what forecasts do about it.

    A `queue_id` of `None` is all queues of the site; an adjustment whose `factor` is `None` is
    learned from past days of the same name.
    """

    name: str
    kind: SpecialDayKind
    first_day: date
    last_day: date
    queue_id: int | None = None
    factor: float | None = None
    repeats: Repeats = Repeats.NEVER
    also_on: tuple[date, ...] = ()
    note: str = ""


def define_special_day(
    actor: Actor,
    *,
    site: Site,
    facts: SpecialDayFacts,
    special_day_id: int | None = None,
    at: datetime,
) -> SpecialDay:
    """Add a special day, or change the one with this number. Forecasts made before stay.

    Raises:
        NotPermittedError: this actor may not.
        NotFoundError: the site has no special day with this number.
        BadInputError: the facts make no sense; `where` names the field.
    """
    actor.require("edit_forecast", site_id=site.pk)
    for problem in _problems(site, facts):
        raise problem
    with transaction.atomic():
        special_day = _known(site, special_day_id) if special_day_id else SpecialDay(site=site)
        before = facts_of(special_day) if special_day_id else None
        for field, value in asdict(facts).items():
            setattr(special_day, field, value)
        special_day.also_on = sorted(set(facts.also_on) - {facts.first_day})
        special_day.save()
        after = facts_of(special_day)
        record(actor, "define_special_day", subject=special_day, before=before, after=after, at=at)
    return special_day


def _known(site: Site, special_day_id: int) -> SpecialDay:
    found = SpecialDay.objects.select_for_update().filter(site=site, pk=special_day_id).first()
    if found is None:
        raise NotFoundError(
            _("there is no such special day."), next_step=_("Choose one from the list.")
        )
    return found


def _problems(site: Site, facts: SpecialDayFacts) -> Iterator[BadInputError]:
    if not facts.name.strip() or len(facts.name) > NAME_LENGTH_MAX:
        yield BadInputError(_("give it a name of up to 100 characters."), where="name")
    if len(facts.note) > NOTE_LENGTH_MAX:
        yield BadInputError(_("write 300 characters at most."), where="note")
    if facts.queue_id and not Queue.objects.filter(site=site, pk=facts.queue_id).exists():
        yield BadInputError(_("the site has no such queue."), where="queue")
    yield from _problems_of_factor(facts)
    yield from _problems_of_dates(facts)


def _problems_of_factor(facts: SpecialDayFacts) -> Iterator[BadInputError]:
    if facts.factor is None:
        return
    if facts.kind is not SpecialDayKind.ADJUST:
        yield BadInputError(
            _("only a day with more or fewer contacts has a change in %."),
            where="factor",
            next_step=_("Leave it empty, or choose another kind."),
        )
    if facts.kind is SpecialDayKind.ADJUST and not 0 < facts.factor <= FACTOR_MAX:
        yield BadInputError(
            _("choose a change above -100 % and up to 900 %."),
            where="factor",
            next_step=_("A day without any contact is closed: choose that kind."),
        )


def _problems_of_dates(facts: SpecialDayFacts) -> Iterator[BadInputError]:
    length = (facts.last_day - facts.first_day).days + 1
    for day in (facts.first_day, facts.last_day, *facts.also_on):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            where = "also_on" if day in facts.also_on else "first_day"
            yield BadInputError(_("choose years from %(first)s to %(last)s.") % years, where=where)
    if not 1 <= length <= LENGTH_DAYS_MAX:
        yield BadInputError(
            _("choose a last day on or after the first, at most a year later."), where="last_day"
        )
    if length > REPEAT_LENGTH_DAYS_MAX.get(facts.repeats, LENGTH_DAYS_MAX):
        yield BadInputError(_("it would come again before it is over."), where="repeats")
    if len(facts.also_on) > DATES_MAX:
        yield BadInputError(_("give 100 dates at most."), where="also_on")
