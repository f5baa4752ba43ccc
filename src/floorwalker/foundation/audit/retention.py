"""How long names stay in the audit log. The records themselves stay, and so does the chain."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.choices import Side
from floorwalker.foundation.audit.models import PersonalFact
from floorwalker.foundation.retention.data_classes import DataClass, Rule, declare_class
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import Traces, declare_traces, pattern_of

SEVEN_YEARS_DAYS = 2557


def _due(older_than: datetime) -> QuerySet[PersonalFact]:
    names_of_programs = Q(side=Side.ACTOR, record__user=None)
    told = PersonalFact.objects.filter(record__at__lt=older_than, value__isnull=False)
    return told.exclude(names_of_programs)


def _erase(due: "QuerySet[PersonalFact]") -> int:
    return due.update(salt=None, value=None)


def _of(leaver: Leaver) -> QuerySet[PersonalFact]:
    """Return what names someone: deeds by them, deeds on them, texts that hold a name of theirs."""
    ways = [Q(value__iregex=pattern_of(leaver)) if leaver.texts else Q(pk__in=[])]
    for held in (leaver.person, leaver.user):
        if held is not None:
            about = Q(record__subject_type=held._meta.label, record__subject_id=str(held.pk))
            ways.append(about & ~Q(side=Side.ACTOR))
    if leaver.user is not None:
        ways.append(Q(side=Side.ACTOR, record__user=leaver.user))
    return PersonalFact.objects.filter(reduce(or_, ways), value__isnull=False)


def _count(leaver: Leaver) -> int:
    return _of(leaver).count()


def _erase_of(leaver: Leaver) -> int:
    return _erase(_of(leaver))


declare_class(
    DataClass(
        name="audit-names",
        title=_("Names and texts in the audit log"),
        why=_("Who did what must be provable for years; minimum one year."),
        what_happens=_("Name and salt are erased; the record and its chain stay valid."),
        rule=Rule(SEVEN_YEARS_DAYS, 365, 3650),
        due=_due,
        erase=_erase,
        order=60,
    )
)
declare_traces(
    Traces(
        title=_("Audit log"),
        stays=_("What was done and when; the chain stays valid"),
        count=_count,
        erase=_erase_of,
    )
)
