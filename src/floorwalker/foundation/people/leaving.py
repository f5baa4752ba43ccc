"""The day on which a person leaves has come: their account closes, if that was decided."""

from datetime import date, datetime

from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.people.models import Person

PROGRAM = "Floorwalker"


def close_accounts_that_are_due(*, at: datetime) -> int:
    """Close the accounts of those who left by this moment on their site's clock; tell how many."""
    waiting = User.objects.filter(is_active=True, person__account_closes_too=True)
    due = [
        user.pk
        for user in waiting.select_related("person__team__site")
        if user.person and not user.person.is_active_on(_today(user.person, at=at))
    ]
    for user_id in due:
        close_account(Actor.program(PROGRAM), user_id=user_id, at=at)
    return len(due)


def _today(person: Person, *, at: datetime) -> date:
    return at.astimezone(person.team.site.tzinfo).date()
