"""Recorded lost time, as far as somebody leads or plans for those who lost it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.models import LostTime
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.people.models import Person, Site
from floorwalker.foundation.people.reach import holds_site, teams_in_reach
from floorwalker.foundation.ui.tables import RowsInDatabase

PERMISSION = "record_lost_time"
SECONDS_PER_MINUTE = 60


@dataclass(frozen=True)
class LostTimeRow:
    """One loss."""

    id: int
    day: date
    whose: str
    cause: str
    cause_label: str
    minutes: float
    known_on: date
    lead_days: int
    made_by: str


@dataclass(frozen=True)
class LostTimePage:
    """The losses in reach, and of whom one may be recorded: a key and a name each, in groups."""

    site: Site
    today: date
    rows: RowsInDatabase
    whose: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    may_import: bool


def lost_time_in_reach(actor: Actor) -> QuerySet[LostTime]:
    """Return what this actor may see by name: losses of one's teams; of the site, if one has it."""
    whole = [grant.site_id for grant in actor.grants_for(PERMISSION) if grant.team_id is None]
    if None in whole:
        return LostTime.objects.all()
    teams = teams_in_reach(actor, PERMISSION)
    of_the_site = Q(person=None, team=None, site__in=whole)
    return LostTime.objects.filter(Q(person__team__in=teams) | Q(team__in=teams) | of_the_site)


def lost_time_page(actor: Actor, *, at: datetime) -> LostTimePage:
    """Return what is recorded of the actor's site, and what it takes to record more.

    Raises:
        NotPermittedError: this actor records none.
    """
    actor.require(PERMISSION)
    site = site_of(actor)
    today = at.astimezone(site.tzinfo).date()
    losses = lost_time_in_reach(actor).filter(site=site).select_related("site", "person", "team")
    return LostTimePage(
        site=site,
        today=today,
        rows=RowsInDatabase(
            losses,
            lost_time_row,
            {"whose": "person__name", "minutes": "seconds", "made_by": "created_by_name"},
        ),
        whose=_whose(actor, site, today=today),
        may_import=holds_site(actor, PERMISSION, site_id=site.pk),
    )


def lost_time_after(actor: Actor, *, after_id: int | None, count: int) -> list[LostTimeRow]:
    """Return losses whose number follows, in the order of their numbers.

    Raises:
        NotPermittedError: this actor records none.
    """
    actor.require(PERMISSION)
    found = lost_time_in_reach(actor).select_related("site", "person", "team").order_by("pk")
    return [lost_time_row(lost) for lost in found.filter(pk__gt=after_id or 0)[:count]]


def lost_time_row(lost: LostTime) -> LostTimeRow:
    """Return a loss as lists show it."""
    whose = lost.person or lost.team or lost.site
    return LostTimeRow(
        id=lost.pk,
        day=lost.day,
        whose=whose.name,
        cause=lost.cause,
        cause_label=str(LossCause(lost.cause).label),
        minutes=lost.seconds / SECONDS_PER_MINUTE,
        known_on=lost.known_on,
        lead_days=max((lost.day - lost.known_on).days, 0),
        made_by=lost.created_by_name,
    )


def _whose(
    actor: Actor, site: Site, *, today: date
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    teams = teams_in_reach(actor, PERMISSION).filter(site=site).order_by("name")
    people = Person.objects.active_on(today).filter(team__in=teams)
    names = people.values_list("pk", "name")
    groups = [
        (_("People"), tuple((f"person-{pk}", name) for pk, name in names)),
        (_("Teams"), tuple((f"team-{team.pk}", team.name) for team in teams)),
    ]
    if holds_site(actor, PERMISSION, site_id=site.pk):
        groups.append((_("Site"), (("site", site.name),)))
    return tuple(group for group in groups if group[1])
