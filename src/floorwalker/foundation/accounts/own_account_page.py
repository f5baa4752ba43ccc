"""What the pages about one's own account show."""

import re
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import (
    Passkey,
    RecoveryCode,
    SecondFactor,
    SignIn,
    User,
)
from floorwalker.foundation.accounts.one_time_code import setup_uri
from floorwalker.foundation.accounts.queries import PasskeyRow, passkeys_of
from floorwalker.foundation.errors import NotFoundError

SIGN_INS_MAX = 50
_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SignInRow:
    """One device that is signed in."""

    id: int
    device: str
    address: str
    at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class OwnAccountPage:
    """Devices, passkeys, and whether codes are asked for."""

    items: tuple[tuple[str, str], ...]
    sign_ins: tuple[SignInRow, ...]
    has_others: bool
    passkeys: tuple[PasskeyRow, ...]
    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int


@dataclass(frozen=True)
class SecondFactorPage:
    """The secret as the telephone takes it: from a square code, by typing, or as a link."""

    secret: str
    uri: str
    square_code: str


def own_account_page(actor: Actor, *, session_key: str | None, at: datetime) -> OwnAccountPage:
    """Return the actor's own account; `session_key` is this device's."""
    user = User.objects.get(pk=actor.user_id or 0)
    rows = tuple(
        SignInRow(
            id=row.pk,
            device=device_words(row.device),
            address=row.address,
            at=row.at,
            seen_at=row.seen_at,
            is_this=row.session_key == session_key,
        )
        for row in _open_sign_ins(user, at=at)
    )
    return OwnAccountPage(
        items=((_("Name"), user.name), (_("Email"), user.email)),
        sign_ins=rows,
        has_others=any(not row.is_this for row in rows),
        passkeys=passkeys_of(user),
        has_password=user.has_usable_password(),
        has_second_factor=SecondFactor.objects.filter(
            user=user, confirmed_at__isnull=False
        ).exists(),
        recovery_codes_left=RecoveryCode.objects.filter(user=user).count(),
    )


def second_factor_page(actor: Actor) -> SecondFactorPage | None:
    """Return the secret that waits for its first code; None when nothing was begun."""
    factor = (
        SecondFactor.objects.filter(user=actor.user_id, confirmed_at=None)
        .select_related("user")
        .first()
    )
    if factor is None:
        return None
    secret = factor.secret
    groups = " ".join(re.findall(r".{1,4}", secret))
    uri = setup_uri(secret, account=factor.user.email)
    return SecondFactorPage(groups, uri, _square_code(uri))


def passkey_name(actor: Actor, *, passkey_id: int) -> str:
    """Return what the actor calls one of their passkeys.

    Raises:
        NotFoundError: they have no such passkey (any more).
    """
    passkey = Passkey.objects.filter(pk=passkey_id, user_id=actor.user_id or 0).first()
    if passkey is None:
        raise NotFoundError(_("there is no such passkey (any more)."))
    return passkey.name


def device_words(user_agent: str) -> str:
    """Return "Firefox, Windows" of what a browser says about itself."""
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("unknown device")


def _square_code(text: str) -> str:
    """Return a QR code as an image in an address, dark on white also on a dark page."""
    code = segno.make(text, micro=False)
    uri: str = code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff", omitsize=False)
    return uri


def _open_sign_ins(user: User, *, at: datetime) -> list[SignIn]:
    """Return the sign-ins whose session still lives."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    alive = sessions.filter(expire_date__gt=at).values("session_key")
    return list(SignIn.objects.filter(user=user, session_key__in=alive)[:SIGN_INS_MAX])
