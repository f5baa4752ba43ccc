"""Read `DATABASE_URL`."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from floorwalker.foundation.errors import SetupError

CONNECTION_SECONDS_MAX = 60
_DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def django_database(url: str) -> dict[str, Any]:
    """Return Django's form of a libpq connection URL.

    Raises:
        SetupError: it is not a PostgreSQL URL, or names no database.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise SetupError(f"not a PostgreSQL address ({error}).", where="DATABASE_URL") from None
    if not parts.get("dbname"):
        raise SetupError(
            "it names no database.",
            where="DATABASE_URL",
            next_step="Write postgresql://user:password@host/database.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": CONNECTION_SECONDS_MAX,
        "CONN_HEALTH_CHECKS": True,
        **{_DJANGO_NAMES[key]: value for key, value in parts.items() if key in _DJANGO_NAMES},
        "OPTIONS": {key: value for key, value in parts.items() if key not in _DJANGO_NAMES},
    }
