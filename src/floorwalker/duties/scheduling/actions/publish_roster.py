"""Publish a roster: from now on it is what people work by and see."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import (
    RosterAlreadyPublishedError,
    RosterChangedMeanwhileError,
)
from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import NotFoundError, StateError
from floorwalker.foundation.live.publish import publish
from floorwalker.foundation.people.models import Site
from floorwalker.foundation.webhooks.outbox import emit


def publish_roster(actor: Actor, *, roster_id: int, revision: int, at: datetime) -> Roster:
    """Publish the revision of a roster that this actor has seen.

    Raises:
        NotFoundError: there is no such roster.
        NotPermittedError: this actor may not.
        RosterAlreadyPublishedError: it, or another roster of the same week, is published.
        RosterChangedMeanwhileError: it is no longer the revision seen.
        StateError: it has not been rehearsed since its last change.
    """
    with transaction.atomic():
        roster = Roster.objects.select_for_update().filter(pk=roster_id).first()
        if roster is None:
            raise NotFoundError(_("there is no such roster."))
        actor.require("publish_roster", site_id=roster.site_id)
        Site.objects.select_for_update().get(pk=roster.site_id)  # one publication at a time
        _refuse_unless_ready(roster, revision=revision)
        before = {"state": roster.state}
        roster.state = RosterState.PUBLISHED
        roster.published_at, roster.published_by_name = at, actor.name
        roster.save(update_fields=["state", "published_at", "published_by_name"])
        after = {"state": roster.state, "revision": revision}
        publish(f"site/{roster.site_id}/rosters/{roster.pk}", {"revision": revision})
        publish(f"site/{roster.site_id}/weeks/{roster.week_starts_on}")
        _tell(roster, at=at)
        record(actor, "publish_roster", subject=roster, before=before, after=after, at=at)
    return roster


def _tell(roster: Roster, *, at: datetime) -> None:
    data = {
        "site_id": roster.site_id,
        "roster_id": roster.pk,
        "week_starts_on": str(roster.week_starts_on),
        "revision": roster.revision,
    }
    emit("roster.published", site_id=roster.site_id, data=data, at=at)


def _refuse_unless_ready(roster: Roster, *, revision: int) -> None:
    published = Roster.objects.filter(
        site=roster.site_id, week_starts_on=roster.week_starts_on, state=RosterState.PUBLISHED
    )
    if published.exists():
        raise RosterAlreadyPublishedError(
            _("the week of %(week)s is published already.") % {"week": roster.week_starts_on}
        )
    if roster.revision != revision:
        raise RosterChangedMeanwhileError(
            _("someone has changed this roster since you opened it."),
            next_step=_("Look at it again, then publish."),
        )
    if roster.state != RosterState.REHEARSED:
        raise StateError(
            _("this roster has not been rehearsed since its last change."),
            next_step=_("Rehearse it, then publish."),
        )
