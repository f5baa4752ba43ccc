"""How a record becomes a link: what is hashed, and with what.

    hash = SHA-256(hash of the record before ‖ sequence as 8 bytes, big-endian ‖ body as UTF-8)

The first record follows 32 zero bytes. The database computes it as the transaction commits
(migrations/0006_seal.py); `floorwalker verify-audit` has it computed again with the lines below,
and the script beside an export (docs/operations/verify_export.py) computes it without a database.
"""

import hashlib
import secrets

from floorwalker.foundation.audit.models import AuditRecord

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


def quick_body_sql(row: str) -> str:
    """Return the SQL of the same text, pieced together in a third of the time.

    As in a jsonb, the shorter keys stand first; what is null is left out, save before and after.
    """
    keys = {field.attname: field.attname for field in AuditRecord._meta.concrete_fields}
    keys |= {"sealed_before": "before", "sealed_after": "after"}
    pieces = []
    for column, key in sorted(keys.items(), key=lambda named: (len(named[1]), named[1])):
        value = f"to_json({row}.{column})::text"
        kept = value if column == key else f"coalesce({value}, 'null')"
        pieces.append(f"""'"{key}": ' || {kept}""")
    return f"'{{' || concat_ws(', ', {', '.join(pieces)}) || '}}'"


def chain_of_site(site_id: int | None) -> str:
    """Return the chain of a site, or the house's."""
    return HOUSE if site_id is None else f"site/{site_id}"


def link_hash_sql(
    body: str, *, previous: str = "link.previous", sequence: str = "link.sequence"
) -> str:
    """Return the SQL of the hash that seals a body into its chain, unless told at its own place."""
    return f"sha256({previous} || int8send({sequence}) || convert_to({body}, 'UTF8'))"


def salted_hash_sql(*, salt: str, value: str) -> str:
    """Return the SQL of `salted_hash`."""
    return f"encode(sha256({salt} || convert_to({value}, 'UTF8')), 'hex')"


def new_salt() -> bytes:
    """Return a salt that nobody guesses."""
    return secrets.token_bytes(SALT_BYTES)


def salted_hash(salt: bytes, value: str) -> str:
    """Return what stands in a record for a personal value, written as JSON."""
    return hashlib.sha256(salt + value.encode()).hexdigest()
