"""Whom webhooks name: who made an endpoint, what was typed about it, what receivers answered."""

from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.retention.traces import declare_traces, traces_in
from floorwalker.foundation.webhooks.models import Delivery, Endpoint

declare_traces(
    traces_in(
        Endpoint,
        *("description", "created_by_name"),
        title=_("Webhooks"),
        stays=_("The webhook, made by the pseudonym"),
    ),
    traces_in(
        Delivery,
        "answer_start",
        title=_("Answers of receivers"),
        stays=_("What was sent and when; messages hold numbers only"),
    ),
)
