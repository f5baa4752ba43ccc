"""Broken rules as sentences for people, in their language."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.week import MINUTES_PER_DAY, Week
from floorwalker.engines.roster_check import BrokenRule

_SENTENCES: Mapping[tuple[str, str], Promise] = {
    ("known_agent", "unknown"): gettext_lazy("is rostered but can no longer serve any queue"),
    ("skills", "none"): gettext_lazy("has no skill for any queue"),
    ("skills", "unknown"): gettext_lazy("serves a queue that is not planned"),
    ("period", "outside"): gettext_lazy("starts outside the week"),
    ("period", "length"): gettext_lazy("is no possible shift"),
    ("overlap", ""): gettext_lazy("overlaps another shift"),
    ("overlap", "last_week"): gettext_lazy("overlaps the last shift of the week before"),
    ("rest", ""): gettext_lazy("leaves %(found)s of rest before it; %(limit)s are due"),
    ("availability", ""): gettext_lazy("lies outside the availability by %(by)s"),
    ("leave", ""): gettext_lazy("lies on a day of leave"),
    ("hours_min", ""): gettext_lazy("%(found)s paid in the week; %(limit)s are agreed at least"),
    ("hours_max", ""): gettext_lazy("%(found)s paid in the week; %(limit)s are allowed"),
    ("shift_length", "short"): gettext_lazy("is %(found)s long; %(limit)s are agreed at least"),
    ("shift_length", "long"): gettext_lazy("is %(found)s long; %(limit)s are allowed"),
    ("template", "unknown"): gettext_lazy("follows no known shift template"),
    ("template", "not_allowed"): gettext_lazy("follows a template this person does not work"),
    ("template", "starts_early"): gettext_lazy("starts %(by)s too early for %(subject)s"),
    ("template", "starts_late"): gettext_lazy("starts %(by)s too late for %(subject)s"),
    ("template", "start_step"): gettext_lazy("does not start on a quarter-hour"),
    ("template", "length"): gettext_lazy("is %(found)s long; %(subject)s allows %(limit)s"),
    ("breaks", "missing"): gettext_lazy("has no %(subject)s"),
    ("breaks", "unexpected"): gettext_lazy("has a %(subject)s too many"),
    ("breaks", "length"): gettext_lazy("has a %(subject)s of %(found)s instead of %(limit)s"),
    ("breaks", "pay"): gettext_lazy("has a %(subject)s that is wrongly paid or unpaid"),
    ("breaks", "early"): gettext_lazy("has its %(subject)s %(by)s too early"),
    ("breaks", "late"): gettext_lazy("has its %(subject)s %(by)s too late"),
    ("breaks", "outside_shift"): gettext_lazy("has its %(subject)s outside the shift"),
    ("breaks", "too_close"): gettext_lazy("has its pauses too close together"),
    ("shifts_max", ""): gettext_lazy("works %(found)s days in the week; %(limit)s are allowed"),
    ("days_off_min", ""): gettext_lazy("has %(found)s days off; %(limit)s are due"),
    ("consecutive_days", ""): gettext_lazy("works %(found)s days in a row; %(limit)s are allowed"),
    ("pinned", "changed"): gettext_lazy("is fixed and was changed"),
}  # fmt: skip


_RULES: Mapping[str, Promise] = {
    "shift_length": gettext_lazy("length of a shift"),
    "consecutive_days": gettext_lazy("days in a row"),
    "rest": gettext_lazy("rest between shifts"),
    "shifts_max": gettext_lazy("days worked in the week"),
    "days_off_min": gettext_lazy("days off"),
    "availability": gettext_lazy("availability"),
    "leave": gettext_lazy("leave"),
    "hours_max": gettext_lazy("most hours of the contract"),
    "hours_min": gettext_lazy("least hours of the contract"),
    "pinned": gettext_lazy("fixed shifts"),
}


def sentence(rule: BrokenRule, *, name: str, week: Week) -> str:
    """Say who breaks which rule, when, and by how much."""
    words = _SENTENCES.get((rule.rule, rule.detail))
    if words is None:
        words = gettext_lazy("breaks a rule")
    values = {
        "found": _amount(rule.found, rule.unit),
        "limit": _amount(rule.limit, rule.unit),
        "by": _amount(rule.by, rule.unit),
        "subject": _subject(rule.subject),
    }
    who = name if rule.at_minute is None else f"{name}, {_day(rule.at_minute, week)}"
    return _("%(who)s: %(what)s.") % {"who": who, "what": str(words) % values}


def conflict_sentence(name: str, rules: Sequence[str], mended_by: Sequence[str]) -> str:
    """Say which rules of a person cannot hold together, and which one to relax."""
    words = {"name": name, "rules": _listed(rules), "mended": _listed(mended_by)}
    told = _("%(name)s: these cannot all hold in this week: %(rules)s.") % words
    return told if not mended_by else told + " " + _("Relaxing one is enough: %(mended)s.") % words


def _listed(rules: Sequence[str]) -> str:
    return ", ".join(str(_RULES.get(rule, rule)) for rule in rules)


def _amount(value: float, unit: str) -> str:
    if unit != "minutes":
        return number_format(value, decimal_pos=0)
    hours = round(value / 60, 2)
    whole = int(hours) if hours.is_integer() else hours  # "11 h", not "11.0 h"
    return _("%(hours)s h") % {"hours": number_format(whole)}


def _subject(name: str) -> str:
    return str(Activity(name).label).lower() if name in Activity.values else name


def _day(minute: int, week: Week) -> str:
    return date_format(week.starts_on + timedelta(days=minute // MINUTES_PER_DAY), "l")
