"""What plans a week refuses one that people work by already."""

from datetime import date

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import RosterAlreadyPublishedError
from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.people.models import Site


def refuse_published(site: Site, *, week_starts_on: date) -> None:
    """Raise `RosterAlreadyPublishedError` when the week has a published roster."""
    published = Roster.objects.filter(
        site=site, week_starts_on=week_starts_on, state=RosterState.PUBLISHED
    )
    if published.exists():
        raise RosterAlreadyPublishedError(
            _("the week of %(week)s is published already.") % {"week": week_starts_on},
            next_step=_("Change its shifts by hand."),
        )
