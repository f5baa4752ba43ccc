"""Hash the whole audit log again and name, for each chain, the first row that is not what it was.

Rows are read as a stream. What a chain alone cannot tell (its end cut off, everything hashed anew),
anchors tell: heads that were written outside the database (anchors.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from floorwalker.foundation.audit.anchors import Anchors, read_anchors
from floorwalker.foundation.audit.chain import FIRST_PREVIOUS, body_sql, link_hash, salted_hash
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.checkup import Finding, good, warning, wrong

ROWS_AT_ONCE = 2000

_HEADS = "SELECT name, sequence, hash FROM audit_chainhead"
_LINKS = f"""SELECT link.chain, link.sequence, link.previous, link.hash,
       CASE WHEN r.id IS NOT NULL AND r.chain = link.chain THEN {body_sql("r")} END
FROM audit_chainlink link LEFT JOIN audit_auditrecord r ON r.id = link.record_id
ORDER BY link.chain, link.sequence
"""  # noqa: S608  # our own expression, no text of others
_UNLINKED = """
SELECT r.chain, r.id
FROM audit_auditrecord r LEFT JOIN audit_chainlink link ON link.record_id = r.id
WHERE link.record_id IS NULL ORDER BY r.id LIMIT 1
"""
_FACTS = """
SELECT link.chain, link.sequence, fact.side, fact.name, fact.salt, fact.value,
       CASE fact.side WHEN 'actor' THEN r.actor_hash
                      WHEN 'before' THEN r.sealed_before -> fact.name ->> 'personal'
                      ELSE r.sealed_after -> fact.name ->> 'personal' END
FROM audit_personalfact fact
JOIN audit_auditrecord r ON r.id = fact.record_id JOIN audit_chainlink link ON link.record_id = r.id
WHERE fact.value IS NOT NULL
"""
_FACTS_MISSING = """
SELECT link.chain, link.sequence FROM audit_auditrecord r
JOIN audit_chainlink link ON link.record_id = r.id
WHERE (SELECT count(*) FROM audit_personalfact fact WHERE fact.record_id = r.id) <> 1
    + (SELECT count(*) FROM jsonb_path_query(
        jsonb_build_array(r.sealed_before, r.sealed_after), '$[*].*.personal'))
ORDER BY link.chain, link.sequence LIMIT 1
"""


ROWS_OF_A_CHECKUP_MAX = 200_000
"""Of more the doctor only tells: to verify them takes longer than it may."""


@dataclass(frozen=True)
class Fault:
    """The first row of a chain that is wrong, and what is wrong with it."""

    chain: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain}, row {self.sequence}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    """What came of a verification."""

    rows: int
    chains: int
    anchors: int
    faults: tuple[Fault, ...]


@dataclass
class _Walk:
    """How far along one chain we are."""

    chain: str
    anchored: Mapping[int, tuple[bytes, str]]
    sequence: int = 0
    hash: bytes = FIRST_PREVIOUS
    seen: dict[int, bytes] = field(default_factory=dict)
    """The hashes at the places that a head names."""


def verify_audit(anchors: Anchors) -> Verdict:
    """Verify every chain against itself, its head, the anchors, and what stands beside it."""
    heads = {name: (sequence, bytes(hash_)) for name, sequence, hash_ in _rows(_HEADS)}
    faults: dict[str, Fault] = {}
    walks: dict[str, _Walk] = {}
    rows = 0
    for chain, sequence, previous, hash_, body in _stream(_LINKS):
        rows += 1
        if chain in faults:
            continue
        walk = walks.setdefault(chain, _Walk(chain, anchors.of(chain)))
        if what := _step(walk, sequence, bytes(previous), bytes(hash_), body):
            faults[chain] = Fault(chain, walk.sequence + 1, what)
            continue
        walk.sequence, walk.hash = sequence, bytes(hash_)
        if heads.get(chain, (0, b""))[0] == sequence:
            walk.seen[sequence] = walk.hash
    for fault in (*_ends(heads, walks, anchors), *_beyond(walks), *_beside()):
        faults.setdefault(fault.chain, fault)
    return Verdict(rows, len(heads), anchors.count, tuple(faults.values()))


def audit_check() -> Iterator[Finding]:
    """Let the doctor verify the log, unless it is too long for that."""
    where, verb = "floorwalker verify-audit", "Run `floorwalker verify-audit`"
    rows = AuditRecord.objects.count()
    if rows > ROWS_OF_A_CHECKUP_MAX:
        yield warning(
            "audit", f"{rows:,} records were not verified now.", next_step=f"{verb} at night."
        )
        return
    anchors = read_anchors()
    verdict = verify_audit(anchors)
    for fault in verdict.faults:
        yield wrong("audit", f"the log was changed: {fault}.", where=where, next_step=f"{verb}.")
    if not verdict.faults:
        yield good("audit", f"{verdict.rows:,} records, none was changed.", where=where)


def _step(walk: _Walk, sequence: int, previous: bytes, hash_: bytes, body: str | None) -> str:
    """Return what is wrong with the next row, or ""."""
    due = walk.sequence + 1
    if sequence != due:
        return f"it is missing; the next one there is {sequence}."
    if previous != walk.hash:
        return "it was sealed after another row than the one before it: forked or forged."
    if body is None:
        return "its record was removed, or moved to another chain."
    if link_hash(previous, sequence, body) != hash_:
        return _edited_or_moved(walk.chain, sequence, previous, hash_)
    if sequence in walk.anchored and walk.anchored[sequence][0] != hash_:
        at = walk.anchored[sequence][1]
        return f"it is not what the anchor of {at} saw: hashed anew since."
    return ""


def _edited_or_moved(chain: str, sequence: int, previous: bytes, hash_: bytes) -> str:
    """Tell an edited row from one whose record now stands at another place of the chain."""
    for other, place, _previous, _hash, body in _rows(_LINKS):
        if other == chain and body is not None and link_hash(previous, sequence, body) == hash_:
            return f"its record now stands at row {place}: they were exchanged."
    return "its content was edited."


def _ends(
    heads: Mapping[str, tuple[int, bytes]], walks: Mapping[str, _Walk], anchors: Anchors
) -> Iterator[Fault]:
    """Yield the chains that end before their head or before an anchor."""
    for chain, walk in walks.items():
        if chain not in heads:
            yield Fault(chain, walk.sequence, "the head of this chain was removed.")
    for chain, (sequence, hash_) in heads.items():
        last = walks[chain].sequence if chain in walks else 0
        if sequence > last:
            yield Fault(chain, last + 1, f"the end is cut off: the head counts {sequence} rows.")
        elif sequence and walks[chain].seen.get(sequence) != hash_:
            yield Fault(chain, sequence, "the head of this chain was changed.")
    for chain in anchors.chains():
        last = walks[chain].sequence if chain in walks else 0
        anchored = anchors.of(chain)
        if max(anchored) > last:
            at = anchored[max(anchored)][1]
            yield Fault(
                chain, last + 1, f"the end is cut off: the anchor of {at} saw row {max(anchored)}."
            )


def _beyond(walks: Mapping[str, _Walk]) -> Iterator[Fault]:
    """Yield chains that go on after their head, read last: honest writers move it along."""
    for chain, sequence, _hash in _rows(_HEADS):
        if chain in walks and walks[chain].sequence > sequence:
            yield Fault(chain, sequence + 1, "it was inserted after the head of this chain.")


def _beside() -> Iterator[Fault]:
    """Yield records outside their chain and personal facts that are not those of the record."""
    for chain, number in _rows(_UNLINKED):
        yield Fault(chain, 0, f"record {number} was inserted beside the chain.")
    for chain, sequence, side, name, salt, value, sealed in _stream(_FACTS):
        if salted_hash(bytes(salt), value) != sealed:
            yield Fault(chain, sequence, f"its {side} fact “{name}” was edited.")
    for chain, sequence in _rows(_FACTS_MISSING):
        yield Fault(chain, sequence, "a personal fact was removed or added, not erased by rule.")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _stream(sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows from a cursor of the server, so that memory stays flat."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(ROWS_AT_ONCE):
            yield from batch
