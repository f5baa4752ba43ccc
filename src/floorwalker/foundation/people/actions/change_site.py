"""Change what is known of a site: its name, its clock, its calendar of public holidays."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.people.public_holidays import are_federal_holidays_known
from floorwalker.foundation.people.public_holidays import are_public_holidays_known as _known
from floorwalker.foundation.people.zones import require_zone

CODE_LENGTH = 2
PROVINCE_LENGTH_MAX = 3


@dataclass(frozen=True)
class SiteFacts:
    """A site's name, the zone of its clock, and whose public holidays it keeps ("": nobody's).

    A federal employer keeps the days of its country's federal law in whatever province it is.
    """

    name: str
    zone: str
    country: str
    province: str
    is_federal_employer: bool = False


def change_site(actor: Actor, *, site_id: int, facts: SiteFacts, at: datetime) -> Site:
    """Give the site these facts.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: no such zone, country or province; a name that is taken; or the clock of a
            site with history, whose days are counted on it.
    """
    actor.require("change_site", site_id=site_id)
    _require_calendar(facts)
    require_zone(facts.zone)
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site_id)
        before = SiteFacts(**{field: getattr(site, field) for field in asdict(facts)})
        if facts.zone != before.zone and site.queues.exists():
            raise BadInputError(
                _("the days of the imported history are counted on the clock of %(zone)s.")
                % {"zone": before.zone},
                where="zone",
                next_step=_("A site with another clock needs a database of its own."),
            )
        _require_free_name(site, facts.name)
        for field, value in asdict(facts).items():
            setattr(site, field, value)
        site.save(update_fields=list(asdict(facts)))
        record(
            actor, "change_site", subject=site, before=asdict(before), after=asdict(facts), at=at
        )
    return site


def _require_calendar(facts: SiteFacts) -> None:
    if facts.country and not (len(facts.country) == CODE_LENGTH and _known(facts.country)):
        raise BadInputError(
            _("no public holidays are known of this country."),
            where="country",
            next_step=_("Write two letters, such as CA, or nothing."),
        )
    if facts.is_federal_employer and not are_federal_holidays_known(facts.country):
        raise BadInputError(
            _("no federal holidays are known of this country."),
            where="is_federal_employer",
            next_step=_("Keep the holidays of the country or the province instead."),
        )
    fits = len(facts.province) <= PROVINCE_LENGTH_MAX
    if facts.province and not (fits and _known(facts.country, facts.province)):
        raise BadInputError(
            _("no public holidays are known of this province."),
            where="province",
            next_step=_("Write its short form, such as ON or QC, or nothing."),
        )


def _require_free_name(site: Site, name: str) -> None:
    others = Site.objects.filter(organisation=site.organisation_id).exclude(pk=site.pk)
    if not name or others.filter(name=name).exists():
        raise BadInputError(_("choose a name that no other site has."), where="name")
