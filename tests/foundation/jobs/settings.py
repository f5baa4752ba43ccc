"""The product's settings with the sample jobs."""

from floorwalker.config.settings import *  # noqa: F403
from floorwalker.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.foundation.jobs.sample"]
