"""The Django app `demand`."""

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """Queues and service targets."""

    name = "floorwalker.foundation.demand"
    label = "demand"
    default_auto_field = "django.db.models.BigAutoField"
