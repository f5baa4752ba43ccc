"""Say which method a queue's coming forecasts are made with, whatever the tournament picks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import MethodChoice
from floorwalker.duties.scheduling.ports import forecast_methods
from floorwalker.duties.scheduling.week_methods import LEAD_WEEKS
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.errors import BadInputError


def choose_method(
    actor: Actor,
    *,
    queue: Queue,
    lead_week: int | None,
    method: str,
    reason: str,
    at: datetime,
) -> MethodChoice:
    """Keep a choice for one lead week, or for all; it counts from the next forecast on.

    An empty `method` takes earlier choices back: the program picks again.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: there is no such lead week or method, or no reason is given.
    """
    actor.require("edit_forecast", site_id=queue.site_id)
    if lead_week is not None and lead_week not in LEAD_WEEKS:
        raise BadInputError(
            _("there is no such week."), where="lead_week", next_step=_("Choose one from 1 to 4.")
        )
    if method and method not in forecast_methods():
        raise BadInputError(
            _("there is no method of this name here."),
            where="method",
            next_step=_("Choose one from the list."),
        )
    if not reason.strip():
        raise BadInputError(_("no reason is given."), where="reason")
    with transaction.atomic():
        choice = MethodChoice.objects.create(
            queue=queue,
            lead_week=lead_week,
            method=method,
            reason=reason,
            created_at=at,
            created_by_id=actor.user_id,
            created_by_name=actor.name,
        )
        after = {"queue": queue.pk, "lead_week": lead_week, "method": method}
        record(actor, "choose_method", subject=choice, after=after, at=at)
    return choice
