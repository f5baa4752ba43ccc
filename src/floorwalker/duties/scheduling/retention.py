"""Whom plans name, and how long lost time is told by person."""

from datetime import date, datetime, timedelta

from django.db.models import F, Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.models import (
    ForecastVersion,
    LostTime,
    MethodChoice,
    Rehearsal,
    Requirement,
    Roster,
    ScheduleChange,
    SpecialDay,
    Twin,
)
from floorwalker.foundation.retention.data_classes import DataClass, Rule, declare_class
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.models import RetentionRule
from floorwalker.foundation.retention.traces import Traces, declare_traces, traces_in

LOST_TIME, LOST_TIME_RULE = "lost-time", Rule(365, 30, 1095)

_STAYS = _("The plan with all its numbers, under the pseudonym")


def names_kept_from(at: datetime) -> date:
    """Return the first day whose lost time may stand beside a name; older is the site's alone."""
    rule = RetentionRule.objects.filter(name=LOST_TIME).first()
    days = rule.days if rule and rule.days is not None else LOST_TIME_RULE.days
    return (at - timedelta(days=days)).date()


def _named_losses_due(older_than: datetime) -> QuerySet[LostTime]:
    return LostTime.objects.filter(~Q(person=None, team=None), day__lt=older_than.date())


def _losses_of(leaver: Leaver) -> QuerySet[LostTime]:
    if leaver.person is None:
        return LostTime.objects.none()
    return LostTime.objects.filter(person=leaver.person)


def _take_names_off(losses: "QuerySet[LostTime]") -> int:
    """Add what people lost to what their site lost: no name stands beside a cause any more."""
    key = ("site_id", "day", "cause", "known_on")
    sums = list(
        losses.order_by().values(*key).annotate(total=Sum("seconds"), first=Min("created_at"))
    )
    count = losses.delete()[0]
    for found in sums:
        total, first = found.pop("total"), found.pop("first")
        _row, is_new = LostTime.objects.get_or_create(
            **found, person=None, team=None, defaults={"seconds": total, "created_at": first}
        )
        if not is_new:
            LostTime.objects.filter(pk=_row.pk).update(seconds=F("seconds") + total)
    return count


declare_class(
    DataClass(
        name=LOST_TIME,
        title=_("Lost time by person or team, with its cause"),
        why=_("Absences are planned around, and what is learned from them can be looked up."),
        what_happens=_("The time is added to that of the whole site; nobody is named any more."),
        rule=LOST_TIME_RULE,
        due=_named_losses_due,
        erase=_take_names_off,
        order=20,
    )
)
declare_traces(
    Traces(
        title=_("Lost time, with its cause"),
        stays=_("The sums of the site, without a name"),
        count=lambda leaver: _losses_of(leaver).count(),
        erase=lambda leaver: _take_names_off(_losses_of(leaver)),
    ),
    traces_in(
        LostTime,
        "created_by_name",
        title=_("Recorded lost time"),
        stays=_("What was recorded, under the pseudonym"),
    ),
    traces_in(ForecastVersion, "created_by_name", "note", title=_("Forecasts"), stays=_STAYS),
    traces_in(
        MethodChoice, "created_by_name", "reason", title=_("Choices of method"), stays=_STAYS
    ),
    traces_in(Requirement, "created_by_name", title=_("Requirements"), stays=_STAYS),
    traces_in(Roster, "created_by_name", "published_by_name", title=_("Rosters"), stays=_STAYS),
    traces_in(Rehearsal, "created_by_name", title=_("Rehearsals"), stays=_STAYS),
    traces_in(Twin, "created_by_name", title=_("Twins"), stays=_STAYS),
    traces_in(SpecialDay, "note", title=_("Special days"), stays=_STAYS),
    traces_in(ScheduleChange, "by_name", title=_("Changes by hand"), stays=_STAYS),
)
