"""The names of zones, as the computers of the world write them (America/Toronto)."""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError


def require_zone(name: str) -> None:
    """Refuse a name that is no zone.

    Raises:
        BadInputError: there is no such zone.
    """
    if name not in available_timezones():
        raise BadInputError(
            _("there is no zone “%(name)s”.") % {"name": name},
            where="zone",
            next_step=_("Zones look like America/Toronto."),
        )
