"""The Django app `people`."""

from django.apps import AppConfig

from floorwalker.foundation.audit.facts import declare_facts


class PeopleConfig(AppConfig):
    """People and where they belong."""

    name = "floorwalker.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which facts of audit records are personal; duties add those of their own deeds."""
        declare_facts("people.Site", plain={"name", "zone", "country", "province"})
        declare_facts("people.Team", plain={"name"})
        declare_facts(
            "people.Person",
            plain={"is_active", "language", "team", "skills"},
            personal={"name", "email", "employee_number"},
        )
