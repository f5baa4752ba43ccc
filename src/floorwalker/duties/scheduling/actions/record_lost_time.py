"""Record by hand that paid time was lost, or will be: of a person, of a team, or of the site."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.actions._lost_time_facts import facts_of
from floorwalker.duties.scheduling.models import LostTime
from floorwalker.duties.scheduling.records import Loss
from floorwalker.duties.scheduling.rules.lost_time import check_loss
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.people.models import Person, Site, Team
from floorwalker.foundation.people.reach import holds_site, teams_in_reach

PERMISSION = "record_lost_time"


def record_lost_time(actor: Actor, *, site: Site, loss: Loss, at: datetime) -> LostTime:
    """Add the loss. The audit record does not tell its cause, which may be about health.

    Raises:
        NotPermittedError: this actor may not, or not for the whole site.
        NotFoundError: the person or team is not among those of this actor.
        BadInputError: it makes no sense, or is recorded already.
    """
    actor.require(PERMISSION, site_id=site.pk)
    check_loss(loss, today=at.astimezone(site.tzinfo).date())
    person, team = _whose(actor, loss, site=site)
    with transaction.atomic():
        lost, is_new = LostTime.objects.get_or_create(
            site=site,
            day=loss.day,
            cause=loss.cause,
            person=person,
            team=team,
            known_on=loss.known_on,
            defaults={
                "seconds": loss.seconds,
                "created_at": at,
                "created_by_name": actor.name,
            },
        )
        if not is_new:
            raise BadInputError(
                _("this is recorded already."), next_step=_("Remove it first to correct it.")
            )
        record(actor, "record_lost_time", subject=lost, after=facts_of(lost), at=at)
    return lost


def _whose(actor: Actor, loss: Loss, *, site: Site) -> tuple[Person | None, Team | None]:
    teams = teams_in_reach(actor, PERMISSION).filter(site=site)
    if loss.person_id is not None:
        person = Person.objects.filter(pk=loss.person_id, team__in=teams).first()
        if person is None:
            raise NotFoundError(_("there is no such person, or not in your teams."))
        return person, None
    if loss.team_id is not None:
        team = teams.filter(pk=loss.team_id).first()
        if team is None:
            raise NotFoundError(_("there is no such team, or it is not yours."))
        return None, team
    if not holds_site(actor, PERMISSION, site_id=site.pk):
        raise NotPermittedError(
            _("time lost by the whole site is recorded by whoever plans for all of it."),
            next_step=_("Choose a person or a team."),
        )
    return None, None
