"""The Django app `scheduling`."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """Work schedules."""

    name = "floorwalker.duties.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"
