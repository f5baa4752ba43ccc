"""How a record becomes a link: what is hashed, and with what.

    hash = SHA-256(hash of the record before ‖ sequence as 8 bytes, big-endian ‖ body as UTF-8)

The first record follows 32 zero bytes. The database computes it as the transaction commits
(migrations/0006_seal.py); `floorwalker verify-audit` computes it again with the lines below.
"""

import hashlib
import secrets

HOUSE = "house"
"""The chain of what belongs to no site."""

FIRST_PREVIOUS = bytes(32)
SALT_BYTES = 16

_BODY_SQL = """(
    jsonb_strip_nulls(to_jsonb({row}) - '{{sealed_before,sealed_after}}'::text[])
    || jsonb_build_object('before', {row}.sealed_before, 'after', {row}.sealed_after)
)::text"""


def body_sql(row: str) -> str:
    """Return the SQL of a record's body; the session's clock is UTC, as Django sets it.

    It is built by PostgreSQL's own functions, whose text of a jsonb value is always the same: a
    function of ours that somebody replaced in the database would deceive. A column added later
    counts where it is not null, which leaves older records as they are.
    """
    return _BODY_SQL.format(row=row)


def chain_of_site(site_id: int | None) -> str:
    """Return the chain of a site, or the house's."""
    return HOUSE if site_id is None else f"site/{site_id}"


def link_hash(previous: bytes, sequence: int, body: str) -> bytes:
    """Return the hash that seals a record into its chain."""
    return hashlib.sha256(previous + sequence.to_bytes(8, "big") + body.encode()).digest()


def new_salt() -> bytes:
    """Return a salt that nobody guesses."""
    return secrets.token_bytes(SALT_BYTES)


def salted_hash(salt: bytes, value: str) -> str:
    """Return what stands in a record for a personal value, written as JSON."""
    return hashlib.sha256(salt + value.encode()).hexdigest()
