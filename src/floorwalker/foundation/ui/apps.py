"""The Django app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles, scripts and template tags of every page."""

    name = "floorwalker.foundation.ui"
    label = "ui"
