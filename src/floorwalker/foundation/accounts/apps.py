"""The Django app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, permissions."""

    name = "floorwalker.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
