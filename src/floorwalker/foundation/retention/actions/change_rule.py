"""Choose how long a class of data stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.retention.data_classes import DataClass, class_named
from floorwalker.foundation.retention.models import RetentionRule


def change_rule(actor: Actor, *, name: str, days: int, at: datetime) -> RetentionRule:
    """Keep this class of data so many days from now on; the next daily run goes by it.

    Raises:
        NotPermittedError: this actor may not.
        NotFoundError: there is no such class.
        BadInputError: law or the product asks for more or fewer days.
    """
    actor.require("manage_retention")
    data_class = class_named(name)
    _require_days(data_class, days)
    with transaction.atomic():
        rule, _created = RetentionRule.objects.select_for_update().get_or_create(name=name)
        before = {"days": data_class.rule.days if rule.days is None else rule.days}
        rule.days = days
        rule.save(update_fields=["days"])
        record(actor, "change_retention", subject=rule, before=before, after={"days": days}, at=at)
    return rule


def _require_days(data_class: DataClass, days: int) -> None:
    """Refuse days that the class does not allow.

    Raises:
        BadInputError: too few or too many.
    """
    rule = data_class.rule
    if not rule.days_min <= days <= rule.days_max:
        words = _("choose from %(least)s to %(most)s days.")
        raise BadInputError(words % {"least": rule.days_min, "most": rule.days_max}, where="days")
