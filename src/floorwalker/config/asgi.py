"""The ASGI application: Django in a pool of threads (docs/decisions/0003-django-in-threads.md)."""

import os
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")

from django.core.wsgi import get_wsgi_application  # needs the settings' name first

_pages = get_wsgi_application()

import floorwalker.config.urls  # noqa: E402, F401  # load every page before the first visitor comes

WEB_THREADS = 8

application = WSGIMiddleware(cast("WSGIApp", _pages), workers=WEB_THREADS)
