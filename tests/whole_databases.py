"""Databases of a test's own beside the run's, and everything that one holds."""

import os
from collections.abc import Iterator
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo


def empty_database() -> Iterator[str]:
    """Yield the address of a new database; drop it afterwards."""
    url, name = os.environ["DATABASE_URL"], f"backup_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(url, dbname=name)
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and every sequence's state, as PostgreSQL writes them."""
    names = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind"
    found: dict[str, list[tuple[object, ...]]] = {}
    with psycopg.connect(url) as connection:
        for (name,) in connection.execute(f"{names} = 'r'").fetchall():
            rows = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(name))
            found[name] = connection.execute(rows).fetchall()
        for (name,) in connection.execute(f"{names} = 'S'").fetchall():
            state = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
            found[name] = connection.execute(state).fetchall()
    return found
