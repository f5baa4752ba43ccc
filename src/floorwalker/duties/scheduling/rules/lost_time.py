"""What can be recorded of lost time."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.records import Loss
from floorwalker.foundation.errors import BadInputError

FIRST_DAY = date(2000, 1, 1)
DAYS_AHEAD_MAX = 366
PERSON_SECONDS_MAX = 24 * 3600
SECONDS_MAX = 2**31 - 1


def check_loss(loss: Loss, *, today: date) -> None:
    """Refuse what cannot be.

    Raises:
        BadInputError: a day or the time is out of range; `where` names the field.
    """
    if not FIRST_DAY <= loss.day <= today + timedelta(days=DAYS_AHEAD_MAX):
        raise BadInputError(_("choose a day up to a year ahead."), where="day")
    if not FIRST_DAY - timedelta(days=DAYS_AHEAD_MAX) <= loss.known_on <= today:
        raise BadInputError(_("what is known is known today or before."), where="known_on")
    seconds_max = PERSON_SECONDS_MAX if loss.person_id else SECONDS_MAX
    if not 0 < loss.seconds <= seconds_max:
        raise BadInputError(
            _("choose more than no time, and of one person at most a day."), where="minutes"
        )
