"""What every team's name keeps to."""

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site

NAME_LENGTH_MAX = 200


def require_free_team_name(name: str, *, site: Site, except_id: int | None = None) -> None:
    """Refuse a name that is empty, too long, or taken at the (locked) site.

    Raises:
        BadInputError: choose another.
    """
    if not name.strip() or len(name) > NAME_LENGTH_MAX or "\x00" in name:
        raise BadInputError(
            _("write 1 to %(most)s characters.") % {"most": NAME_LENGTH_MAX}, where="name"
        )
    if site.teams.filter(name__iexact=name).exclude(pk=except_id or 0).exists():
        raise BadInputError(_("choose a name that no other team of the site has."), where="name")
