"""The one-time address that makes the first account: only who runs Floorwalker knows its token.

`serve` prints the address while no account exists; the token lies in the data folder (mode 0600).
There is no default password that somebody else could know.
"""

from django.utils.crypto import constant_time_compare

from floorwalker.foundation.data_folder import forget_secret, secret

TOKEN = "first-run-token"  # noqa: S105  # the name of the file


def first_run_token() -> str:
    """Return the token, the same until the first account is made."""
    return secret(TOKEN)


def is_first_run_token(text: str) -> bool:
    """Tell whether this is the token."""
    return constant_time_compare(text, first_run_token())


def forget_first_run_token() -> None:
    """Take the token away: it has served."""
    forget_secret(TOKEN)
