"""Do a write once, however often it is sent with the same idempotency key.

The key is inserted first, in the transaction of the write. Of two requests at the same moment the
second waits at the unique constraint until the first has committed, and then finds its answer. A
write that is refused rolls the key back too: the same key may be tried again.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from floorwalker.foundation.api.errors import KeyReusedError
from floorwalker.foundation.api.models import ApiToken, KeptAnswer
from floorwalker.foundation.errors import BadInputError

HEADER = "Idempotency-Key"
KEY_PATTERN = r"^[!-~]{1,200}$"
KEPT_HOURS = 24
ERRORS_FROM = 400


def once(
    request: HttpRequest, token: ApiToken, write: Callable[[], HttpResponse], *, at: datetime
) -> HttpResponse:
    """Run the write, or return what it was answered before under the same key.

    Raises:
        BadInputError: the key is not one.
        KeyReusedError: the key came before with another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return write()
    if not re.match(KEY_PATTERN, key):
        raise BadInputError(_("send a key of 1 to 200 visible ASCII characters."), where=HEADER)
    payload = _fingerprint(request)
    with transaction.atomic():
        kept_since = at - timedelta(hours=KEPT_HOURS)
        KeptAnswer.objects.filter(token=token, kept_at__lt=kept_since).delete()
        mine = KeptAnswer(token=token, key=key, payload_sha256=payload, kept_at=at)
        KeptAnswer.objects.bulk_create([mine], ignore_conflicts=True)
        kept = KeptAnswer.objects.select_for_update().get(token=token, key=key)
        if kept.status:
            return _again(kept, payload=payload)
        answer = write()
        if answer.status_code >= ERRORS_FROM:
            transaction.set_rollback(True)
            return answer
        kept.status, kept.body = answer.status_code, answer.content.decode()
        kept.save(update_fields=["status", "body"])
    return answer


def _again(kept: KeptAnswer, *, payload: str) -> HttpResponse:
    if kept.payload_sha256 != payload:
        raise KeyReusedError(
            _("this key came before with another request."),
            where=HEADER,
            next_step=_("Use a new key for each new request."),
        )
    answer = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    answer["Idempotency-Replayed"] = "true"
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """Return what tells this request from others; the boundary of a multipart body does not."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            digest.update(repr((name, values)).encode())
        for name in sorted(request.FILES):
            file = cast("UploadedFile[Any]", request.FILES[name])
            digest.update(repr((name, file.name)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
