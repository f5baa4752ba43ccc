"""The Django app `people`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.ui.finding import Searcher, register_searcher
from floorwalker.foundation.ui.navigation import Entry, Group, register

PAGES = (
    Entry(
        label=_("People"),
        url_name="people",
        icon="users",
        group=Group.RUN,
        permission="see_people",
        order=100,
    ),
    Entry(
        label=_("Teams"),
        url_name="teams",
        icon="layers",
        group=Group.RUN,
        permission="see_people",
        order=102,
    ),
)
"""What the navigation shows."""


class PeopleConfig(AppConfig):
    """People and where they belong."""

    name = "floorwalker.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the pages, let the palette find people; say which audit facts are personal."""
        from floorwalker.foundation.people.searchers import find_people  # models must be ready

        register(*PAGES)
        register_searcher(
            Searcher("people", _("People"), permission="see_people", find=find_people)
        )
        declare_facts(
            "people.Site", plain={"name", "zone", "country", "province", "is_federal_employer"}
        )
        declare_facts("people.Team", plain={"name", "people"})
        declare_facts(
            "people.Person",
            plain={
                *("inactive_from", "account_closes_too", "language", "team", "skills"),
                *("contract", "availability"),
            },
            personal={"name", "email", "employee_number"},
        )
