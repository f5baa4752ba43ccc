"""The Django app `history`."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """What happened: contacts, interval statistics, imports."""

    name = "floorwalker.duties.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"
