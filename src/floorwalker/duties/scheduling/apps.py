"""The Django app `scheduling`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.live.topics import declare_topic
from floorwalker.foundation.people.upcoming import register_upcoming
from floorwalker.foundation.ui.navigation import Entry, Group, register

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
        label=_("My week"),
        url_name="my_week",
        icon="calendar",
        group=Group.NOW,
        permission="see_own_week",
        order=2,
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
        label=_("Requirements"),
        url_name="requirements",
        icon="users",
        group=Group.PLAN,
        permission="see_plans",
        order=20,
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
    "people.Site": {"templates", "week_starts_on", "job"},
    "scheduling.ForecastVersion": {
        *("queue", "first_day", "days"),
        *("based_on", "percent", "day", "from", "until"),
    },
    "scheduling.Requirement": {"shrinkage_ratio", "intervals"},
    "scheduling.Roster": {"state", "revision", "cost", "bound", "people", "job"},
    "scheduling.Rehearsal": {"revision", "week"},
    "scheduling.Shift": {"starts_at", "ends_at", "version", "pauses"},
    "scheduling.ScheduleChange": {"is_undone"},
    "scheduling.ShiftTemplate": {
        *("start_minute_earliest", "start_minute_latest"),
        *("length_minutes_min", "length_minutes_max", "pauses"),
    },
}
"""What audit records of planning hold; none of it is personal."""


class SchedulingConfig(AppConfig):
    """Work schedules."""

    name = "floorwalker.duties.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the pages, let them listen to rosters and weeks, tell who is still planned."""
        from floorwalker.duties.scheduling.queries.upcoming_shifts import upcoming_shifts

        declare_topic("site/<id>/rosters", permission="see_plans")
        declare_topic("site/<id>/weeks", permission="see_own_week")
        register(*PAGES)
        for subject_type, plain in FACTS.items():
            declare_facts(subject_type, plain=plain)
        register_upcoming(upcoming_shifts)
