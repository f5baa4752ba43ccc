"""Make the first site of an empty database: the one that imports go to."""

from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.models import Organisation, Site
from floorwalker.foundation.people.zones import require_zone

NAME = "My centre"


def create_first_site(
    actor: Actor,
    *,
    zone_name: str,
    at: datetime,
    organisation_name: str = NAME,
    site_name: str = NAME,
) -> Site:
    """Return the actor's site, or make an organisation with one site whose clock is `zone_name`.

    Raises:
        NotPermittedError: there is no site, and this actor may not make one.
        BadInputError: there is no such zone.
    """
    try:
        return site_of(actor)
    except NotFoundError:
        actor.require("change_site")
        require_zone(zone_name)
    with transaction.atomic():
        organisation, _created = Organisation.objects.get_or_create(name=organisation_name)
        site = Site.objects.create(organisation=organisation, name=site_name, zone=zone_name)
        record(actor, "create_first_site", subject=site, after={"zone": zone_name}, at=at)
    return site
