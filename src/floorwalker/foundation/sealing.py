"""Seal secrets before they are stored, so that the database or a backup alone does not tell them.

The keys are settings (`FLOORWALKER_SEALING_KEYS`) or, without any, one secret of the data folder.
The first key seals, all of them open: put a new one first, and take the old one away once the
worker has sealed everything again (an hourly task of accounts, and one of webhooks). Fernet also
notices tampering.
"""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import QuerySet

from floorwalker.foundation.data_folder import secret
from floorwalker.foundation.errors import SetupError


class CannotOpenError(SetupError):
    """What is stored was sealed with a key that is not here, or was tampered with."""


def seal(text: str) -> str:
    """Return the text sealed with the newest key."""
    return _keys().encrypt(text.encode()).decode()


def opened(sealed: str) -> str:
    """Return what was sealed.

    Raises:
        CannotOpenError: none of the keys opens it.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpenError(
            "a stored secret was sealed with another key.",
            where="FLOORWALKER_SEALING_KEYS",
            next_step="Bring back that key, or the folder `secrets` of the data folder.",
        ) from None


def sealed_again(sealed: str) -> str:
    """Return it sealed with the newest key; the very same text when it is so already.

    Raises:
        CannotOpenError: none of the keys opens it.
    """
    try:
        _fernet(_key_texts()[0]).decrypt(sealed.encode())
    except InvalidToken:
        return seal(opened(sealed))
    return sealed


def seal_rows_again(rows: QuerySet[Any], column: str) -> int:
    """Seal with the newest key what an older one sealed; return how many rows changed.

    What no key opens stays: whoever needs it is told.
    """
    changed = 0
    for pk, sealed in rows.exclude(**{column: ""}).values_list("pk", column).iterator():
        try:
            anew = sealed_again(sealed)
        except CannotOpenError:
            continue
        if anew != sealed:
            changed += rows.filter(**{"pk": pk, column: sealed}).update(**{column: anew})
    return changed


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(text) for text in _key_texts()])


def _key_texts() -> list[str]:
    return list(settings.SEALING_KEYS) or [secret("sealing-key")]


def _fernet(text: str) -> Fernet:
    """Make Fernet's 32 bytes of a key of any length; a long random text needs no slow hash."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()))
