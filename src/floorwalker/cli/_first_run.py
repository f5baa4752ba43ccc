"""While nobody has an account, `serve` prints the one-time address that makes the first one."""

from collections.abc import Callable

import psycopg

from floorwalker.foundation.accounts.first_run import first_run_token

_ANYBODY = "SELECT EXISTS (SELECT FROM accounts_user)"


def tell_first_run(database_url: str, *, address: str, tell: Callable[[str], None]) -> None:
    """Print the set-up address unless there is an account; the schema is up to date by now."""
    try:
        with psycopg.connect(database_url) as connection:
            row = connection.execute(_ANYBODY).fetchone()
    except psycopg.OperationalError as error:  # it is only a hint: what serves goes on serving
        tell(f"Whether anybody has an account could not be read ({error}).")
        return
    if row == (False,):
        tell("Nobody has an account yet. Make the first one here (the address works once):")
        tell(f"    {address}first-run/{first_run_token()}/")
