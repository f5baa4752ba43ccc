"""The site that imports go to; on an empty database, the first one is made."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Organisation, Site

NAME = "My centre"


def site_or_first(actor: Actor, *, zone_name: str, at: datetime) -> Site:
    """Return the actor's site, or make an organisation with one site whose clock is `zone_name`."""
    try:
        return site_of(actor)
    except NotFoundError:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=NAME)
            site = Site.objects.create(organisation=organisation, name=NAME, zone=zone_name)
            record(actor, "create_first_site", subject=site, after={"zone": zone_name}, at=at)
        return site
