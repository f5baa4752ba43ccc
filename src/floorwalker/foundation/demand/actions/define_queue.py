"""Say what a queue asks of people and promises to customers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.models import Site, Skill


@dataclass(frozen=True)
class Promise:
    """The service promised, and how long callers wait before they give up (`None`: for ever)."""

    service_level: float
    within_seconds: int
    patience_seconds: int | None


def define_queue(
    actor: Actor,
    *,
    site: Site,
    name: str,
    required_skills: Sequence[str],
    promise: Promise,
    at: datetime,
) -> Queue:
    """Create the queue, or change the one of that name.

    Raises:
        NotPermittedError: this actor may not.
        BadInputError: the site has no such skill.
    """
    actor.require("define_queues", site_id=site.pk)
    skills = list(Skill.objects.filter(site=site, name__in=required_skills))
    if unknown := set(required_skills) - {skill.name for skill in skills}:
        raise BadInputError(f"nobody has the skill {', '.join(sorted(unknown))}.", where=name)
    with transaction.atomic():
        queue, _ = Queue.objects.get_or_create(site=site, name=name)
        queue.required_skills.set(skills)
        ServiceTarget.objects.update_or_create(queue=queue, defaults=asdict(promise))
        after = {"skills": sorted(required_skills), **asdict(promise)}
        record(actor, "define_queue", subject=queue, after=after, at=at)
    return queue
