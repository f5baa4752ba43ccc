"""The Django app `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and where they belong."""

    name = "floorwalker.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
