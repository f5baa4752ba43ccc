"""Open and close sessions, and remember each with its device and address.

The row `SignIn` stands beside Django's session, so that people can list their own and end them.
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from floorwalker.foundation.accounts.models import SignIn, User

SEEN_EVERY = timedelta(minutes=10)
DEVICE_LENGTH_MAX = 300
_SEEN = "seen_at"


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; behind a proxy the server has read X-Forwarded-For."""
    return str(request.META.get("REMOTE_ADDR") or "")[:45]


def open_session(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Sign the user in on this device."""
    auth.login(request, user)
    request.session[_SEEN] = at.timestamp()
    if request.session.session_key is None:
        request.session.save()
    device = request.headers.get("user-agent", "")[:DEVICE_LENGTH_MAX]
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "device": device,
            "address": address_of(request),
            "at": at,
            "seen_at": at,
        },
    )


def note_seen(request: HttpRequest, *, at: datetime) -> None:
    """Note that the device is in use, at most every ten minutes; this keeps the session alive."""
    seen = request.session.get(_SEEN)
    if seen is None or at.timestamp() - seen < SEEN_EVERY.total_seconds():
        return
    request.session[_SEEN] = at.timestamp()
    SignIn.objects.filter(session_key=request.session.session_key).update(seen_at=at)


def close_sessions(*, user_id: int, keep: str | None = None, only: int | None = None) -> int:
    """End a user's sessions, all but the one whose key is kept, or only one; return how many."""
    rows = SignIn.objects.filter(user_id=user_id).exclude(session_key=keep or "")
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(session_key=key).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)
