"""The second step at sign-in: check a one-time code, or use up a recovery code."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac

from floorwalker.foundation.accounts.models import RecoveryCode, SecondFactor
from floorwalker.foundation.accounts.one_time_code import matching_step
from floorwalker.foundation.sealing import CannotOpenError

logger = logging.getLogger(__name__)

RECOVERY_CODES = 10
CODE_LENGTH = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks like something else; ten of them are 49 bits."""


def has_second_factor(user_id: int) -> bool:
    """Tell whether sign-in asks for a code."""
    return SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()


def is_right_code(user_id: int, code: str, *, at: datetime) -> bool:
    """Tell whether the code is right, and use it up: no code works twice."""
    typed = "".join(code.split()).replace("-", "").lower()
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user_id=user_id).first()
        if factor is None:
            return False
        step = _matching_step(factor, typed, at=at)
        if step is not None:
            factor.last_step = step
            factor.save(update_fields=["last_step"])
            return True
        hashed = _hashed(user_id, typed)
        deleted, _rows = RecoveryCode.objects.filter(user_id=user_id, code_hash=hashed).delete()
        return deleted == 1


def new_recovery_codes(user_id: int) -> tuple[str, ...]:
    """Replace all recovery codes; the new ones are told once, here."""
    codes = tuple(get_random_string(CODE_LENGTH, ALPHABET) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, code_hash=_hashed(user_id, code)) for code in codes
    )
    half = CODE_LENGTH // 2
    return tuple(f"{code[:half]}-{code[half:]}" for code in codes)


def _matching_step(factor: SecondFactor, typed: str, *, at: datetime) -> int | None:
    """Return the step of the telephone's code; recovery codes go on when its key is lost."""
    try:
        secret = factor.secret
    except CannotOpenError as error:
        logger.error("Codes of account %s cannot be checked: %s", factor.user_id, error)  # noqa: TRY400  # a trace tells nothing more
        return None
    return matching_step(secret, typed, at=at, after_step=factor.last_step)


def _hashed(user_id: int, code: str) -> str:
    text = f"{user_id} {code}"
    return salted_hmac("floorwalker.recovery_code", text, algorithm="sha256").hexdigest()
