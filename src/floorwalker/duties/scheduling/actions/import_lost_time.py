"""Bring in a file of lost and paid time: all of it, or on any fault nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions.record_lost_time import PERMISSION
from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.models import LostTime, PaidTime
from floorwalker.duties.scheduling.records import Loss, LostTimeFile, LostTimeRow
from floorwalker.duties.scheduling.retention import names_kept_from
from floorwalker.duties.scheduling.rules.lost_time import SECONDS_MAX, check_loss
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.people.models import Person, Site, Team
from floorwalker.foundation.people.reach import holds_site

ROWS_AT_ONCE = 2000
KEY = ("site", "day", "cause", "team", "person", "known_on")


@dataclass(frozen=True)
class LostTimeImported:
    """What came of it."""

    losses: int
    days: int
    paid_days: int


def import_lost_time(
    actor: Actor, *, site: Site, told: LostTimeFile, at: datetime
) -> LostTimeImported:
    """Store what the file tells and correct what it told before; the same again changes nothing.

    Lines of the same day, cause, person or team, and day of knowing are added up. A day older than
    names are kept is stored without them, as retention would leave it.

    Raises:
        NotPermittedError: this actor does not plan for the whole site.
        BadInputError: a line names somebody or a cause that is not known, or makes no sense.
    """
    if not holds_site(actor, PERMISSION, site_id=site.pk):
        raise NotPermittedError(
            _("a file of lost time is imported by whoever plans for the whole site."),
            next_step=_("Record the time of your own people by hand."),
        )
    seconds = _summed(told, site=site, at=at)
    with transaction.atomic():
        LostTime.objects.bulk_create(
            (
                LostTime(
                    site=site,
                    day=loss.day,
                    cause=loss.cause,
                    team_id=loss.team_id,
                    person_id=loss.person_id,
                    known_on=loss.known_on,
                    seconds=total,
                    created_at=at,
                    created_by_name=actor.name,
                )
                for loss, total in seconds.items()
            ),
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=KEY,
            update_fields=("seconds", "created_at", "created_by_name"),
        )
        _store_paid(site, told.paid_seconds)
        done = LostTimeImported(
            len(seconds), len({loss.day for loss in seconds}), len(told.paid_seconds)
        )
        record(actor, "import_lost_time", subject=site, after=vars(done), at=at)
    return done


def _summed(told: LostTimeFile, *, site: Site, at: datetime) -> dict[Loss, int]:
    """Return each loss once, with its seconds beside it."""
    who, today, named_from = _Names(site), at.astimezone(site.tzinfo).date(), names_kept_from(at)
    seconds: defaultdict[Loss, int] = defaultdict(int)
    for row in told.losses:
        loss = who.loss(row)
        try:
            check_loss(loss, today=today)
        except BadInputError as error:
            raise BadInputError(error.what, where=row.where) from None
        key = replace(loss, seconds=0)
        if loss.day < named_from:
            key = replace(key, person_id=None, team_id=None)
        seconds[key] = min(seconds[key] + loss.seconds, SECONDS_MAX)
    return seconds


def _store_paid(site: Site, paid_seconds: Mapping[date, int]) -> None:
    PaidTime.objects.bulk_create(
        (PaidTime(site=site, day=day, seconds=seconds) for day, seconds in paid_seconds.items()),
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=("site", "day"),
        update_fields=("seconds",),
    )


class _Names:
    """Whom and what a line means: people by number or name, teams and causes by name."""

    def __init__(self, site: Site) -> None:
        people = Person.objects.filter(team__site=site).values_list("pk", "employee_number", "name")
        self._people: defaultdict[str, set[int]] = defaultdict(set)
        for pk, number, name in people:
            self._people[number.casefold()].add(pk)
            self._people[name.casefold()].add(pk)
        teams = Team.objects.filter(site=site).values_list("name", "pk")
        self._teams = {name.casefold(): pk for name, pk in teams}
        self._causes = {cause.value: cause for cause in LossCause}
        self._causes |= {str(cause.label).casefold(): cause for cause in LossCause}

    def loss(self, row: LostTimeRow) -> Loss:
        cause = self._causes.get(row.cause.casefold())
        if cause is None:
            raise BadInputError(
                _("there is no cause “%(cause)s”.") % {"cause": row.cause},
                where=row.where,
                next_step=_("Write one of: %(causes)s.")
                % {"causes": ", ".join(cause.value for cause in LossCause)},
            )
        person_id = self._person(row) if row.person else None
        team_id = self._team(row) if row.team else None
        return Loss(row.day, cause, row.seconds, row.known_on, person_id, team_id)

    def _person(self, row: LostTimeRow) -> int:
        found = self._people.get(row.person.casefold(), set())
        if len(found) != 1:
            raise BadInputError(
                _("“%(person)s” is not the number or name of exactly one person.")
                % {"person": row.person},
                where=row.where,
                next_step=_("Write the employee number."),
            )
        return next(iter(found))

    def _team(self, row: LostTimeRow) -> int:
        found = self._teams.get(row.team.casefold())
        if found is None:
            raise BadInputError(
                _("there is no team “%(team)s”.") % {"team": row.team}, where=row.where
            )
        return found
