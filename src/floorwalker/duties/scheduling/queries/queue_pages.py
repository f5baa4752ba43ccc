"""What each queue promises and who may serve it; the site's shift templates and facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.models import ShiftTemplate
from floorwalker.duties.scheduling.queries.wait_card import WaitCard, wait_card
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.demand.opening_hours import OpenDay, opening_hours_of
from floorwalker.foundation.errors import NotFoundError
from floorwalker.foundation.people.actions.change_site import SiteFacts
from floorwalker.foundation.people.choices import Weekday
from floorwalker.foundation.people.models import Person, PersonSkill, Site


@dataclass(frozen=True)
class QueueRow:
    """One queue: what it promises, the skills it asks for, and how many people have them all."""

    id: int
    name: str
    channel: str
    channel_label: str
    is_active: bool
    target: ServiceTarget
    skills: tuple[str, ...]
    people: int
    is_deferred: bool

    @property
    def service_level(self) -> float:
        """The share of contacts to answer in time."""
        return self.target.service_level

    @property
    def within_seconds(self) -> int:
        """The time that is promised."""
        return self.target.within_seconds

    @property
    def occupancy_max(self) -> float:
        """How busy people may be."""
        return self.target.occupancy_max

    @property
    def patience_seconds(self) -> int | None:
        """How long a caller stays; `None` for ever."""
        return self.target.patience_seconds

    @property
    def handle_seconds_default(self) -> int:
        """The handle time assumed where history tells none."""
        return self.target.handle_seconds_default


@dataclass(frozen=True)
class BreakRow:
    """A pause of a shift template, and where in the shift it may begin."""

    label: str
    minutes: int
    is_paid: bool
    after_earliest: str
    after_latest: str


@dataclass(frozen=True)
class TemplateRow:
    """A form of shift: when it may start, and how long it may be, as `8:30`."""

    id: int
    name: str
    start_earliest: str
    start_latest: str
    length_min: str
    length_max: str
    breaks: tuple[BreakRow, ...]


@dataclass(frozen=True)
class QueuesPage:
    """The queues of a site, the closed ones apart, its shift templates and its facts."""

    queues: tuple[QueueRow, ...]
    closed: tuple[QueueRow, ...]
    nobody_serves: tuple[str, ...]
    templates: tuple[TemplateRow, ...]
    site: SiteFacts
    may_define: bool
    may_plan: bool
    may_change_site: bool

    @property
    def site_items(self) -> tuple[tuple[str, str], ...]:
        """The facts in words, for those who may only read them."""
        site = self.site
        return (
            (_("Name"), site.name),
            (_("Time zone"), site.zone),
            (_("Country"), site.country),
            (_("Province"), site.province),
            (_("Federal employer"), _("Yes") if site.is_federal_employer else _("No")),
        )


@dataclass(frozen=True)
class QueuePage:
    """One queue, how its waits are told, and the skills of the site that it might ask for."""

    queue: QueueRow
    site: Site
    skills_of_site: tuple[str, ...]
    opening_hours: tuple[OpenDay, ...]
    waits: WaitCard | None
    may_define: bool
    may_plan: bool

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The queue as a table of one row, for those who may only read it."""
        return (self.queue,)

    @property
    def opening_items(self) -> tuple[tuple[str, str], ...]:
        """The hours entered, in words."""
        return tuple(
            (
                str(Weekday(day.weekday).label),
                f"{_clock(day.from_minute)}\N{EN DASH}{_clock(day.until_minute)}",
            )
            for day in self.opening_hours
        )


def queues_page(actor: Actor) -> QueuesPage:
    """Return the queues of the actor's site."""
    actor.require("see_plans")
    site = site_of(actor)
    rows = _rows(site.queues.all(), site=site)
    active = tuple(row for row in rows if row.is_active)
    return QueuesPage(
        queues=active,
        closed=tuple(row for row in rows if not row.is_active),
        nobody_serves=tuple(row.name for row in active if not row.people),
        templates=tuple(_template(t) for t in site.shift_templates.prefetch_related("breaks")),
        site=SiteFacts(site.name, site.zone, site.country, site.province, site.is_federal_employer),
        may_define=actor.may("define_queues", site_id=site.pk),
        may_plan=actor.may("plan_week", site_id=site.pk),
        may_change_site=actor.may("change_site", site_id=site.pk),
    )


def queue_page(actor: Actor, *, queue_id: int) -> QueuePage:
    """Return one queue.

    Raises:
        NotFoundError: there is no such queue.
        NotPermittedError: this actor may not see the plans of its site.
    """
    queue = Queue.objects.select_related("site").filter(pk=queue_id).first()
    if queue is None:
        raise NotFoundError(_("there is no such queue."), next_step=_("Choose one from the list."))
    actor.require("see_plans", site_id=queue.site_id)
    (row,) = _rows(Queue.objects.filter(pk=queue_id), site=queue.site)
    return QueuePage(
        queue=row,
        site=queue.site,
        opening_hours=opening_hours_of(queue),
        skills_of_site=tuple(queue.site.skills.order_by("name").values_list("name", flat=True)),
        waits=wait_card(queue),
        may_plan=actor.may("plan_week", site_id=queue.site_id),
        may_define=actor.may("define_queues", site_id=queue.site_id),
    )


def _rows(queues: QuerySet[Queue], *, site: Site) -> tuple[QueueRow, ...]:
    people = _skills_by_person(site)
    whole = queues.select_related("service_target").prefetch_related("required_skills")
    return tuple(_row(queue, people=people) for queue in whole)


def _skills_by_person(site: Site) -> list[frozenset[int]]:
    """Return the skills of each person of the site who has not left."""
    today = clock.now().astimezone(site.tzinfo).date()
    active = Person.objects.active_on(today).filter(team__site=site).order_by()
    held: dict[int, set[int]] = {pk: set() for pk in active.values_list("pk", flat=True)}
    pairs = PersonSkill.objects.filter(person__team__site=site)
    for person_id, skill_id in pairs.values_list("person_id", "skill_id"):
        if person_id in held:
            held[person_id].add(skill_id)
    return [frozenset(skills) for skills in held.values()]


def _row(queue: Queue, *, people: Sequence[frozenset[int]]) -> QueueRow:
    required = {skill.pk: skill.name for skill in queue.required_skills.all()}
    return QueueRow(
        id=queue.pk,
        name=queue.name,
        channel=queue.channel,
        channel_label=queue.get_channel_display(),
        is_active=queue.is_active,
        target=getattr(queue, "service_target", None) or ServiceTarget(queue=queue),
        skills=tuple(sorted(required.values())),
        is_deferred=queue.is_deferred,
        people=sum(required.keys() <= skills for skills in people),
    )


def _template(template: ShiftTemplate) -> TemplateRow:
    return TemplateRow(
        id=template.pk,
        name=template.name,
        start_earliest=_clock(template.start_minute_earliest),
        start_latest=_clock(template.start_minute_latest),
        length_min=_clock(template.length_minutes_min),
        length_max=_clock(template.length_minutes_max),
        breaks=tuple(
            BreakRow(
                label=pause.get_activity_display(),
                minutes=pause.minutes,
                is_paid=pause.is_paid,
                after_earliest=_clock(pause.after_minutes_earliest),
                after_latest=_clock(pause.after_minutes_latest),
            )
            for pause in template.breaks.all()
        ),
    )


def _clock(minutes: int) -> str:
    """Write minutes as hours and minutes: 510 as `8:30`."""
    return f"{minutes // 60}:{minutes % 60:02d}"
