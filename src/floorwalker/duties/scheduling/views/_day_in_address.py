"""The day that the address of a page names."""

from datetime import date

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError


def day_in_address(text: str | None) -> date | None:
    """Return the day written as 2026-11-23; `None` when the address names none.

    Raises:
        BadInputError: it is not a date.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadInputError(_("the day in the address is not a date.")) from None
