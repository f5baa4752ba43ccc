"""Say what a queue asks of people and promises to customers."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site, Skill

SECONDS_MAX = 86_400
DUE_SECONDS_MAX = 30 * SECONDS_MAX  # deferred work may be promised for next month


@dataclass(frozen=True)
class Promise:
    """The service promised, and what planning assumes about the customers.

    A patience of `None` means that they wait for ever. `handle_seconds_default` is used where the
    history tells no handle time; who leaves within `short_abandon_seconds` never really waited.
    """

    service_level: float
    within_seconds: int
    patience_seconds: int | None
    occupancy_max: float = 0.9
    short_abandon_seconds: int = 5
    handle_seconds_default: int = 300


def define_queue(
    actor: Actor,
    *,
    site: Site,
    name: str,
    required_skills: Sequence[str],
    promise: Promise,
    channel: Channel = Channel.PHONE,
    is_active: bool = True,
    at: datetime,
) -> Queue:
    """Create the queue, or change the one of that name. A closed one (`is_active`) is not planned.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: the site has no such skill, or the promise cannot be.
    """
    actor.require("define_queues", site_id=site.pk)
    for problem in _problems(promise, channel=channel):
        raise problem
    skills = list(Skill.objects.filter(site=site, name__in=required_skills))
    if unknown := set(required_skills) - {skill.name for skill in skills}:
        names = ", ".join(sorted(unknown))
        raise BadInputError(
            _("nobody has the skill %(names)s.") % {"names": names}, where="required_skills"
        )
    with transaction.atomic():
        queue, is_new = Queue.objects.select_for_update().get_or_create(site=site, name=name)
        before = None if is_new else _facts(queue)
        Queue.objects.filter(pk=queue.pk).update(channel=channel, is_active=is_active)
        queue.required_skills.set(skills)
        ServiceTarget.objects.update_or_create(queue=queue, defaults=asdict(promise))
        queue.refresh_from_db()
        record(actor, "define_queue", subject=queue, before=before, after=_facts(queue), at=at)
    return queue


def _problems(promise: Promise, *, channel: Channel) -> Iterator[BadInputError]:
    if not 0 < promise.service_level < 1:
        yield BadInputError(_("choose a share between 0 and 100 %."), where="service_level")
    if not 0 < promise.occupancy_max <= 1:
        yield BadInputError(_("choose a share up to 100 %."), where="occupancy_max")
    least = {"within_seconds": 0, "short_abandon_seconds": 0, "handle_seconds_default": 1}
    if promise.patience_seconds is not None:
        least["patience_seconds"] = 1
    for name, seconds_min in least.items():
        is_due_time = name == "within_seconds" and channel.is_deferred
        seconds_max = DUE_SECONDS_MAX if is_due_time else SECONDS_MAX
        if not seconds_min <= getattr(promise, name) <= seconds_max:
            choose = _("choose seconds from %(least)s to %(most)s.")
            limits = {"least": seconds_min, "most": seconds_max}
            yield BadInputError(choose % limits, where=name)


def _facts(queue: Queue) -> dict[str, object]:
    """Return what the audit record keeps."""
    facts: dict[str, object] = {
        "channel": queue.channel,
        "is_active": queue.is_active,
        "skills": sorted(skill.name for skill in queue.required_skills.all()),
    }
    target = ServiceTarget.objects.filter(queue=queue).first()
    if target is not None:
        facts |= {field.name: getattr(target, field.name) for field in fields(Promise)}
    return facts
