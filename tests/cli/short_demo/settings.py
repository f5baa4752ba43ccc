"""The product's settings with a short demo."""

from floorwalker.config.settings import *  # noqa: F403
from floorwalker.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cli.short_demo"]
