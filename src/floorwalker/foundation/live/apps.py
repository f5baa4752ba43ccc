"""The Django app `live`."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Live pages."""

    name = "floorwalker.foundation.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
