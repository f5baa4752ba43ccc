"""How long answers are kept for repeated requests, and what erasing somebody does to tokens."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.api.models import ApiToken, KeptAnswer
from floorwalker.foundation.retention.data_classes import (
    DataClass,
    Rule,
    declare_class,
    delete_all,
)
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import Traces, declare_traces, traces_in


def _due(older_than: datetime) -> QuerySet[KeptAnswer]:
    return KeptAnswer.objects.filter(kept_at__lt=older_than)


def _count(leaver: Leaver) -> int:
    return ApiToken.objects.filter(user=leaver.user).count() if leaver.user else 0


def _erase(leaver: Leaver) -> int:
    if leaver.user is None:
        return 0
    tokens = ApiToken.objects.filter(user=leaver.user)
    KeptAnswer.objects.filter(token__in=tokens).delete()
    tokens.filter(revoked_at=None).update(revoked_at=Now())
    return tokens.update(name=leaver.pseudonym)


declare_class(
    DataClass(
        name="kept-answers",
        title=_("Answers kept for repeated requests"),
        why=_("A request that is sent twice takes effect once, for 24 hours."),
        what_happens=_("The row is removed."),
        rule=Rule(1, 1, 1),
        due=_due,
        erase=delete_all,
        order=40,
    )
)
declare_traces(
    Traces(
        title=_("API tokens"),
        stays=_("Revoked tokens without their names, which older records point to"),
        count=_count,
        erase=_erase,
    ),
    traces_in(
        KeptAnswer,
        "body",
        title=_("Answers kept for repeated requests"),
        stays=_("The answer, with the pseudonym"),
    ),
)
