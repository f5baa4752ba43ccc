"""The Django app `scheduling`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

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
        register_upcoming(upcoming_shifts)
