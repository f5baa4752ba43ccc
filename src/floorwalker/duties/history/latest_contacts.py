"""A site's latest contacts as the engine of expected waits wants them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from floorwalker.duties.history.models import Contact
from floorwalker.foundation.people.models import Site

if TYPE_CHECKING:
    from floorwalker.engines.expected_wait import ContactRecord

DAYS = 28
CONTACTS_MAX = 300_000  # the latest; more say little more, and take memory


@dataclass(frozen=True)
class LatestContacts:
    """Contacts of the queues in use: seconds count from the Unix epoch.

    `day` is the local day of each contact as a number, `queue_ids` names the record's queues.
    """

    record: "ContactRecord"
    day: np.ndarray
    queue_ids: tuple[int, ...]
    first_day: date
    last_day: date


def latest_contacts(site: Site) -> LatestContacts | None:
    """Return what is known one by one of the last four weeks that have contacts; None: nothing."""
    from floorwalker.engines.expected_wait import recorded

    contacts = Contact.objects.filter(
        queue__site=site, queue__is_active=True, wait_seconds__isnull=False
    ).order_by("-arrived_at")
    newest = contacts.values_list("arrived_at", flat=True).first()
    if newest is None:
        return None
    columns = ("queue_id", "arrived_at", "wait_seconds", "is_answered", "handle_seconds",
               "agent_name")  # fmt: skip
    latest = contacts.filter(arrived_at__gt=newest - timedelta(days=DAYS)).values_list(*columns)
    queue_id, arrived_at, wait, answered, handle, agent = zip(
        *latest[:CONTACTS_MAX].iterator(), strict=True
    )
    queue_ids, queue = np.unique(queue_id, return_inverse=True)
    record = recorded(
        [moment.timestamp() for moment in arrived_at],
        wait_seconds=wait,
        answered=answered,
        handle_seconds=np.array(handle, dtype=float),
        agent_name=agent,
        queue=queue,
    )
    days = [moment.astimezone(site.tzinfo).toordinal() for moment in reversed(arrived_at)]
    return LatestContacts(
        record=record,
        day=np.array(days),
        queue_ids=tuple(queue_ids.tolist()),
        first_day=date.fromordinal(days[0]),
        last_day=date.fromordinal(days[-1]),
    )
