"""What the pages of retention show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.retention._refusals import was_erased
from floorwalker.foundation.retention.data_classes import DataClass, all_classes, class_named
from floorwalker.foundation.retention.leaver import Leaver, leaver_of
from floorwalker.foundation.retention.models import RetentionRule
from floorwalker.foundation.retention.traces import all_traces

PEOPLE_FOUND_MAX = 20


@dataclass(frozen=True)
class ClassRow:
    """One class of data with its rule, what is due now, and what the last run did."""

    name: str
    title: str
    why: str
    what_happens: str
    days: int
    days_usual: int
    days_min: int
    days_max: int
    is_fixed: bool
    rows_due: int
    last_run_at: datetime | None
    last_erased: int


@dataclass(frozen=True)
class RetentionPage:
    """Every class, and whether the reader may change anything."""

    rows: tuple[ClassRow, ...]
    may_manage: bool


@dataclass(frozen=True)
class TriedRule:
    """A rule with other days, not in force yet: what it would erase at the next run."""

    row: ClassRow
    days: int
    rows_due: int

    @property
    def is_tighter(self) -> bool:
        """Tell whether more would go than now."""
        return self.days < self.row.days

    @property
    def is_allowed(self) -> bool:
        """Tell whether the class may be kept so long."""
        return self.row.days_min <= self.days <= self.row.days_max


@dataclass(frozen=True)
class FoundPerson:
    """Someone who could be erased."""

    key: str
    name: str
    detail: str
    is_erased: bool


@dataclass(frozen=True)
class Place:
    """How many rows of one place tell of someone, and what of them stays."""

    title: str
    rows: int
    stays: str


@dataclass(frozen=True)
class ErasurePage:
    """What erasing someone would do."""

    key: str
    name: str
    pseudonym: str
    places: tuple[Place, ...]
    is_erased: bool


def retention_page(actor: Actor, *, at: datetime) -> RetentionPage:
    """Return every class of data.

    Raises:
        NotPermittedError: this actor may not see it.
    """
    actor.require("see_retention")
    rules = {rule.name: rule for rule in RetentionRule.objects.all()}
    rows = tuple(_row(known, rules.get(known.name), at=at) for known in all_classes())
    return RetentionPage(rows, actor.may("manage_retention"))


def tried_rule(actor: Actor, *, name: str, days: int, at: datetime) -> TriedRule:
    """Return what a rule with so many days would erase; nothing is erased.

    Raises:
        NotPermittedError: this actor may not see it.
        NotFoundError: there is no such class.
    """
    actor.require("see_retention")
    data_class = class_named(name)
    row = _row(data_class, RetentionRule.objects.filter(name=name).first(), at=at)
    days = min(max(days, 0), 10 * row.days_max)
    due = data_class.due(at - timedelta(days=days)).count()
    return TriedRule(row, days, due)


def people_found(actor: Actor, *, words: str) -> tuple[FoundPerson, ...]:
    """Return people, and accounts of no person, whose name or address holds the words.

    Raises:
        NotPermittedError: this actor may erase nobody.
    """
    actor.require("manage_retention")
    if not words.strip():
        return ()
    told = Q(name__icontains=words.strip()) | Q(email__icontains=words.strip())
    people = Person.objects.filter(told).select_related("team__site", "erasure", "user")
    accounts = User.objects.filter(told, person=None).select_related("erasure").order_by("name")
    return (
        *(_found(Leaver(person, None), str(person.team)) for person in people[:PEOPLE_FOUND_MAX]),
        *(_found(Leaver(None, user), user.email) for user in accounts[:PEOPLE_FOUND_MAX]),
    )


def erasure_page(actor: Actor, *, key: str) -> ErasurePage:
    """Return what erasing this person would do; nothing is erased.

    Raises:
        NotPermittedError: this actor may erase nobody.
        NotFoundError: there is no such person.
    """
    actor.require("manage_retention")
    leaver = leaver_of(key)
    places = tuple(
        Place(str(place.title), place.count(leaver), str(place.stays)) for place in all_traces()
    )
    return ErasurePage(leaver.key, leaver.name, leaver.pseudonym, places, was_erased(leaver))


def _row(data_class: DataClass, rule: RetentionRule | None, *, at: datetime) -> ClassRow:
    limits = data_class.rule
    days = limits.days if rule is None or rule.days is None else rule.days
    return ClassRow(
        name=data_class.name,
        title=str(data_class.title),
        why=str(data_class.why),
        what_happens=str(data_class.what_happens),
        days=days,
        days_usual=limits.days,
        days_min=limits.days_min,
        days_max=limits.days_max,
        is_fixed=limits.is_fixed,
        rows_due=data_class.due(at - timedelta(days=days)).count(),
        last_run_at=rule.last_run_at if rule else None,
        last_erased=rule.last_erased if rule else 0,
    )


def _found(leaver: Leaver, detail: str) -> FoundPerson:
    is_erased = hasattr(leaver.subject, "erasure")
    return FoundPerson(leaver.key, leaver.name, _("erased") if is_erased else detail, is_erased)
