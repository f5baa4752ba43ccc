"""Type in what share a site plans with while nothing is learned."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import UsualShrinkage
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site

RATIO_MAX = 0.9


def set_usual_shrinkage(actor: Actor, *, site: Site, ratio: float, at: datetime) -> UsualShrinkage:
    """Keep the share; requirements made already stay.

    Raises:
        NotPermittedError: this actor may not plan here.
        BadInputError: it is no share from 0 to 0.9.
    """
    actor.require("plan_week", site_id=site.pk)
    if not 0 <= ratio <= RATIO_MAX:
        raise BadInputError(_("choose a share from 0 to 90 %."), where="percent")
    with transaction.atomic():
        known = UsualShrinkage.objects.select_for_update().filter(site=site).first()
        before = {"ratio": known.ratio} if known else None
        usual, _is_new = UsualShrinkage.objects.update_or_create(
            site=site, defaults={"ratio": ratio}
        )
        record(
            actor,
            "set_usual_shrinkage",
            subject=usual,
            before=before,
            after={"ratio": ratio},
            at=at,
        )
    return usual
