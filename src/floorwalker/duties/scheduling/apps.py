"""The Django app `scheduling`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.live.topics import declare_topic
from floorwalker.foundation.people.upcoming import register_upcoming
from floorwalker.foundation.ui.finding import Searcher, register_searcher
from floorwalker.foundation.ui.navigation import Entry, Group, register
from floorwalker.foundation.webhooks.event_types import EventType, declare_event_types

PAGES = (
    Entry(
        label=_("Today"),
        url_name="today",
        icon="sun",
        group=Group.NOW,
        permission="see_plans",
        order=1,
    ),
    Entry(
        label=_("Rest of the day"),
        url_name="rest_of_day",
        icon="activity",
        group=Group.NOW,
        permission="see_plans",
        order=2,
    ),
    Entry(
        label=_("My week"),
        url_name="my_week",
        icon="calendar",
        group=Group.NOW,
        permission="see_own_week",
        order=3,
    ),
    Entry(
        label=_("Weeks"),
        url_name="weeks",
        icon="calendar-days",
        group=Group.PLAN,
        permission="see_plans",
        order=5,
    ),
    Entry(
        label=_("Forecasts"),
        url_name="forecasts",
        icon="chart-line",
        group=Group.PLAN,
        permission="see_plans",
        order=10,
    ),
    Entry(
        label=_("Special days"),
        url_name="special_days",
        icon="star",
        group=Group.PLAN,
        permission="see_plans",
        order=15,
    ),
    Entry(
        label=_("Requirements"),
        url_name="requirements",
        icon="users",
        group=Group.PLAN,
        permission="see_plans",
        order=20,
    ),
    Entry(
        label=_("Twins"),
        url_name="twins",
        icon="gauge",
        group=Group.PLAN,
        permission="see_plans",
        order=28,
    ),
    Entry(
        label=_("What if?"),
        url_name="what_if",
        icon="sliders-horizontal",
        group=Group.PLAN,
        permission="see_plans",
        order=25,
    ),
    Entry(
        label=_("Shrinkage"),
        url_name="shrinkage",
        icon="user-x",
        group=Group.PLAN,
        permission="see_plans",
        order=22,
    ),
    Entry(
        label=_("Queues"),
        url_name="queues",
        icon="headphones",
        group=Group.PLAN,
        permission="see_plans",
        order=30,
    ),
)
"""What the navigation shows."""

FACTS = {
    "people.Site": {
        *("templates", "week_starts_on", "job", "day", "queues", "grades"),
        *("losses", "days", "paid_days"),
    },
    "scheduling.ForecastVersion": {
        *("queue", "first_day", "days"),
        *("based_on", "percent", "day", "from", "until"),
    },
    "scheduling.Requirement": {"shrinkage_ratio", "kept_days_ratio", "intervals"},
    "scheduling.MethodChoice": {"queue", "lead_week", "method"},
    "scheduling.LostTime": {"day", "seconds"},
    "scheduling.UsualShrinkage": {"ratio"},
    "scheduling.Roster": {"state", "revision", "cost", "bound", "people", "job"},
    "scheduling.Rehearsal": {"revision", "week", "twin"},
    "scheduling.Twin": {"verdict", "fitted_until"},
    "scheduling.Shift": {"starts_at", "ends_at", "version", "pauses"},
    "scheduling.ScheduleChange": {"is_undone"},
    "scheduling.SpecialDay": {
        *("name", "kind", "first_day", "last_day", "queue_id", "factor", "repeats", "also_on"),
    },
    "scheduling.WaitCalibration": {"queue", "verdict", "waits"},
    "scheduling.ShiftTemplate": {
        *("start_minute_earliest", "start_minute_latest"),
        *("length_minutes_min", "length_minutes_max", "pauses"),
    },
}
"""What audit records of planning hold; none of it is personal."""

PERSONAL_FACTS = {"scheduling.LostTime": {"whose"}}
"""Whose time was lost. Why it was (an illness, say) is in no record at all."""


EVENTS = (
    EventType(
        name="roster.published",
        title=_("A roster was published"),
        example={"site_id": 1, "roster_id": 17, "week_starts_on": "2026-11-30", "revision": 4},
    ),
    EventType(
        name="shift.changed",
        title=_("A shift was changed by hand"),
        example={
            "site_id": 1,
            "roster_id": 17,
            "revision": 5,
            "is_published": True,
            "shift_id": 901,
            "person_id": 44,
            "starts_at": "2026-12-01T14:00:00+00:00",
            "ends_at": "2026-12-01T22:00:00+00:00",
            "cause": "moved",
        },
    ),
    EventType(
        name="forecast.edited",
        title=_("A forecast was edited by hand"),
        example={
            "site_id": 1,
            "queue_id": 2,
            "forecast_version_id": 31,
            "based_on_id": 30,
            "percent": 10.0,
            "day": "2026-12-01",
            "from": "09:00:00",
            "until": "24:00",
        },
    ),
    EventType(
        name="rehearsal.finished",
        title=_("A roster was rehearsed"),
        example={"site_id": 1, "roster_id": 17, "revision": 4, "rehearsal_id": 8},
    ),
)
"""What other programs can hear of; docs/reference/webhooks.md tells each field."""


class SchedulingConfig(AppConfig):
    """Work schedules."""

    name = "floorwalker.duties.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the pages; let them listen, programs hear, the palette find."""
        from floorwalker.duties.scheduling.queries.upcoming_shifts import upcoming_shifts
        from floorwalker.duties.scheduling.searchers import (  # models must be ready
            find_queues,
            find_weeks,
        )

        declare_topic("site/<id>/rosters", permission="see_plans")
        declare_topic("site/<id>/rest", permission="see_plans")
        declare_topic("site/<id>/weeks", permission="see_own_week")
        declare_event_types(*EVENTS)
        register(*PAGES)
        for subject_type, plain in FACTS.items():
            declare_facts(subject_type, plain=plain, personal=PERSONAL_FACTS.get(subject_type, ()))
        register_upcoming(upcoming_shifts)
        for searcher in (
            Searcher("queues", _("Queues"), permission="see_plans", find=find_queues),
            Searcher("weeks", _("Weeks"), permission="see_plans", find=find_weeks),
        ):
            register_searcher(searcher)
