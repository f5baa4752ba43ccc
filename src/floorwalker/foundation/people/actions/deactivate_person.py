"""Deactivate a person from a day on: nothing is lost, and no week is planned with them any more."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.reach import require_reach
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.people.reach import person_to_change

DAYS_AHEAD_MAX = 366
DAYS_BACK_MAX = 366


def deactivate_person(
    actor: Actor,
    *,
    person_id: int,
    version: int,
    from_day: date,
    closes_account: bool,
    at: datetime,
) -> Person:
    """Leave the person out from this day on; shifts, history and records stay as they are.

    The account, if it shall close too, closes at once, or on that day when it is ahead
    (`floorwalker.foundation.people.tasks`).

    Raises:
        NotFoundError: there is no such person in the actor's teams.
        NotPermittedError: the actor may not change the person, or not close the account.
        PersonChangedMeanwhileError: somebody changed the person since the actor looked.
        BadInputError: the day is more than a year away.
        StateError: it is the actor's own account.
    """
    with transaction.atomic():
        person = person_to_change(actor, person_id, version=version)
        today = at.astimezone(person.team.site.tzinfo).date()
        _require_near(from_day, today=today)
        user = User.objects.filter(person=person, is_active=True).first()
        if closes_account and user is not None:
            require_reach(actor, user)
        before = _told(person)
        person.inactive_from, person.account_closes_too = from_day, bool(closes_account and user)
        person.version += 1
        person.save(update_fields=["inactive_from", "account_closes_too", "version"])
        after = _told(person)
        record(actor, "deactivate_person", subject=person, before=before, after=after, at=at)
        if person.account_closes_too and user is not None and from_day <= today:
            close_account(actor, user_id=user.pk, at=at)
    return person


def _told(person: Person) -> dict[str, object]:
    day = person.inactive_from
    return {
        "inactive_from": str(day) if day else None,
        "account_closes_too": person.account_closes_too,
    }


def _require_near(from_day: date, *, today: date) -> None:
    first, last = today - timedelta(days=DAYS_BACK_MAX), today + timedelta(days=DAYS_AHEAD_MAX)
    if not first <= from_day <= last:
        raise BadInputError(_("choose a day within a year."), where="from_day")
