"""The product's settings on a day that never ends, with mail that goes nowhere."""

from floorwalker.config.settings import *  # noqa: F403
from floorwalker.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.screenshots"]
CAN_MAIL = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
