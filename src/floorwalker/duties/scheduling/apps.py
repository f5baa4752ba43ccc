"""The Django app `scheduling`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.live.topics import declare_topic
from floorwalker.foundation.ui.finding import Searcher, register_searcher
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
        """Show the pages in the navigation; let pages listen, and the palette find."""
        from floorwalker.duties.scheduling.searchers import (  # models must be ready
            find_people,
            find_queues,
            find_weeks,
        )

        declare_topic("site/<id>/rosters", permission="see_plans")
        declare_topic("site/<id>/weeks", permission="see_own_week")
        register(*PAGES)
        for searcher in (
            Searcher("queues", _("Queues"), permission="see_plans", find=find_queues),
            Searcher("weeks", _("Weeks"), permission="see_plans", find=find_weeks),
            Searcher("people", _("People"), permission="see_plans", find=find_people),
        ):
            register_searcher(searcher)
