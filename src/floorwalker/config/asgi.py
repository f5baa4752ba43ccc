"""The ASGI application: Django in a pool of threads (docs/decisions/0003-django-in-threads.md)."""

import os

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")

from django.core.wsgi import get_wsgi_application  # needs the settings' name first

WEB_THREADS = 8

application = WSGIMiddleware(get_wsgi_application(), workers=WEB_THREADS)
