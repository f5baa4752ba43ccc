"""Who opens a stream: the person behind the session cookie, looked up off the event loop."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.queries import actor_of

THREADS = 2

threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="live")
"""Threads of their own keep a connection each; Django's pages have theirs."""


def visitor_of(cookie_header: str) -> Actor | None:
    """Return the actor who is signed in with these cookies; `None` for a stranger."""
    close_old_connections()
    try:
        request = HttpRequest()
        request.COOKIES = parse_cookie(cookie_header)
        store = import_module(settings.SESSION_ENGINE).SessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        user = get_user(request)
        return actor_of(user) if isinstance(user, User) and user.is_active else None
    finally:
        close_old_connections()
