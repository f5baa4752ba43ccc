"""Ask for the erasure of someone's traces; a job does it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.retention._refusals import refuse_erasing
from floorwalker.foundation.retention.leaver import leaver_of


def request_erasure(actor: Actor, *, key: str, typed_name: str, at: datetime) -> Job:
    """Queue the erasure, once the name was typed as it is written.

    Raises:
        NotPermittedError: this actor may not.
        NotFoundError: there is no such person.
        StateError: it is the actor's own account, or it was done before.
        BadInputError: what was typed is not the name.
    """
    actor.require("manage_retention")
    leaver = leaver_of(key)
    refuse_erasing(actor, leaver)
    if typed_name.strip() != leaver.name:
        raise BadInputError(
            _("this is not the name as it is written."),
            where="name",
            next_step=_("Type it letter by letter: erasing cannot be taken back."),
        )
    with transaction.atomic():
        return start_job(actor, "erase_person", arguments={"key": key}, at=at)
