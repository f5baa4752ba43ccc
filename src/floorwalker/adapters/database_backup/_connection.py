"""How PostgreSQL's programs learn where the database is."""

import os

from psycopg.pq import Conninfo


def program_environment(url: str) -> dict[str, str]:
    """Return an environment that names the database; a command line would show the password."""
    address = {
        option.envvar.decode(): option.val.decode()
        for option in Conninfo.parse(url.encode())
        if option.envvar and option.val
    }
    return {**os.environ, **address, "PGCLIENTENCODING": "UTF8", "LC_ALL": "C"}
