"""What the address of a page names: a day, a team."""

from datetime import date

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError

ID_DIGITS_MAX = 18


def day_in_address(text: str | None) -> date | None:
    """Return the day written as 2026-11-23; `None` when the address names none.

    Raises:
        BadInputError: it is not a date.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadInputError(_("the day in the address is not a date.")) from None


def team_in_address(text: str | None) -> int | None:
    """Return the team's number; `None` when the address names none.

    Raises:
        BadInputError: it is not a number.
    """
    return _number(text, refusal=_("the team in the address is not a number."))


def queue_in_address(text: str | None) -> int | None:
    """Return the queue's number; `None` when the address names none.

    Raises:
        BadInputError: it is not a number.
    """
    return _number(text, refusal=_("the queue in the address is not a number."))


def _number(text: str | None, *, refusal: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX:
        return int(text)
    raise BadInputError(refusal)
