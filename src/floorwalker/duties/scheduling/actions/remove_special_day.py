"""Take a special day back: forecasts made from now on know nothing of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions._special_day_facts import facts_of
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Site


def remove_special_day(actor: Actor, *, site: Site, special_day_id: int, at: datetime) -> None:
    """Remove it. Forecasts made with it stay, and name it.

    Raises:
        NotPermittedError: this actor may not.
        NotFoundError: the site has none with this number (any more).
    """
    actor.require("edit_forecast", site_id=site.pk)
    with transaction.atomic():
        found = SpecialDay.objects.select_for_update().filter(site=site, pk=special_day_id).first()
        if found is None:
            raise NotFoundError(
                _("there is no such special day."), next_step=_("Choose one from the list.")
            )
        record(
            actor, "remove_special_day", subject=found, before=facts_of(found), after=None, at=at
        )
        found.delete()
