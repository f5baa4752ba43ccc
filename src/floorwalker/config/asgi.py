"""The ASGI application: Django in a pool of threads, and the live stream beside it.

A stream needs a task for each open page instead of a thread (docs/decisions/0003 and 0010).
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")

from django.core.wsgi import get_wsgi_application  # needs the settings' name first

_wsgi = get_wsgi_application()

import floorwalker.config.urls  # noqa: E402, F401  # load every page before the first visitor comes

WEB_THREADS = 8

_pages: Any = WSGIMiddleware(cast("WSGIApp", _wsgi), workers=WEB_THREADS)

from floorwalker.config.protection import protected  # noqa: E402  # needs the apps loaded
from floorwalker.foundation.live.stream import (  # noqa: E402  # needs the apps loaded
    LIVE_PATH,
    LiveStream,
    Receive,
    Scope,
    Send,
)

live = LiveStream()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each request to its half of the house."""
    if scope["type"] == "lifespan":
        await live.lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == LIVE_PATH:
        await live(scope, receive, protected(send))
    else:
        await _pages(scope, receive, send)
