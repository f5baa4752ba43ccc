"""Count a token's requests by the minute, in the database: every web process counts together."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from floorwalker.foundation.api.errors import TooManyRequestsError
from floorwalker.foundation.api.models import ApiToken

REQUESTS_PER_MINUTE = 600


def count_request(token: ApiToken, *, at: datetime) -> None:
    """Note that the token was used, and refuse when its minute is full.

    Raises:
        TooManyRequestsError: try again in the next minute.
    """
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:  # one statement: no two processes count the same request
        cursor.execute(
            "UPDATE api_apitoken SET last_used_at = %(at)s, window_starts_at = %(minute)s,"
            " window_requests ="
            " CASE WHEN window_starts_at = %(minute)s THEN window_requests + 1 ELSE 1 END"
            " WHERE id = %(id)s RETURNING window_requests",
            {"at": at, "minute": minute, "id": token.pk},
        )
        (requests,) = cursor.fetchone() or (0,)
    if requests > REQUESTS_PER_MINUTE:
        seconds = int((minute + timedelta(minutes=1) - at).total_seconds()) + 1
        raise TooManyRequestsError(
            _("this token may send %(most)s requests a minute.") % {"most": REQUESTS_PER_MINUTE},
            retry_after_seconds=seconds,
            next_step=_("Wait for the next minute."),
        )
