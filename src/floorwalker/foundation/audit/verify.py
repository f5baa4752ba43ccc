"""Hash the whole audit log again and name, for each chain, the first row that is not what it was.

The database hashes and compares, on all its processors and with PostgreSQL's own functions alone;
what comes here is what is wrong. What a chain alone cannot tell (its end cut off, everything hashed
anew), anchors tell: heads that were written outside the database (anchors.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from floorwalker.foundation.audit.anchors import Anchors, read_anchors
from floorwalker.foundation.audit.chain import (
    FIRST_PREVIOUS,
    body_sql,
    link_hash_sql,
    quick_body_sql,
    salted_hash_sql,
)
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.checkup import Finding, good, warning, wrong

_OWN_FUNCTIONS_FIRST = """
SELECT set_config('search_path', 'pg_catalog, ' || current_setting('search_path'), true)
"""
"""Whoever owns the database could otherwise put a `sha256` of theirs before PostgreSQL's."""

_HEADS = "SELECT name, sequence, hash FROM audit_chainhead"
_LENGTHS = "SELECT chain, count(*), max(sequence) FROM audit_chainlink GROUP BY chain"
_HASHES = "SELECT sequence, hash FROM audit_chainlink WHERE chain = %s AND sequence = ANY (%s)"
_BREAKS = """
SELECT DISTINCT ON (chain) chain, sequence, due
FROM (SELECT chain, sequence, previous, lag(sequence, 1, 0::bigint) OVER walk + 1 AS due,
             lag(hash, 1, %s) OVER walk AS before
      FROM audit_chainlink WINDOW walk AS (PARTITION BY chain ORDER BY sequence)) link
WHERE sequence <> due OR previous IS DISTINCT FROM before
ORDER BY chain, sequence
"""
_EDITS = f"""
SELECT DISTINCT ON (link.chain) link.chain, link.sequence, link.previous, link.hash, r.id IS NULL
FROM audit_chainlink link
LEFT JOIN audit_auditrecord r ON r.id = link.record_id AND r.chain = link.chain
WHERE r.id IS NULL
   OR link.hash IS DISTINCT FROM {link_hash_sql(quick_body_sql("r"))}
  AND link.hash IS DISTINCT FROM {link_hash_sql(body_sql("r"))}
ORDER BY link.chain, link.sequence
"""  # noqa: S608  # our own expression, no text of others
"""Only where the quick text of a record does not match is the slow one asked, which decides."""

_MOVED_TO = f"""
SELECT link.sequence
FROM audit_chainlink link JOIN audit_auditrecord r ON r.id = link.record_id
WHERE link.chain = %s
  AND %s = {link_hash_sql(body_sql("r"), previous="%s::bytea", sequence="%s::bigint")}
LIMIT 1
"""  # noqa: S608  # our own expression, no text of others
_UNLINKED = """
SELECT r.chain, r.id
FROM audit_auditrecord r LEFT JOIN audit_chainlink link ON link.record_id = r.id
WHERE link.record_id IS NULL ORDER BY r.id LIMIT 1
"""
_FACTS_EDITED = f"""
SELECT DISTINCT ON (link.chain) link.chain, link.sequence, fact.side, fact.name
FROM audit_personalfact fact
JOIN audit_auditrecord r ON r.id = fact.record_id JOIN audit_chainlink link ON link.record_id = r.id
WHERE fact.value IS NOT NULL
  AND {salted_hash_sql(salt="fact.salt", value="fact.value")} IS DISTINCT FROM
      CASE fact.side WHEN 'actor' THEN r.actor_hash
                     WHEN 'before' THEN r.sealed_before -> fact.name ->> 'personal'
                     ELSE r.sealed_after -> fact.name ->> 'personal' END
ORDER BY link.chain, link.sequence
"""  # noqa: S608  # our own expression, no text of others
_FACTS_MISSING = """
SELECT DISTINCT ON (link.chain) link.chain, link.sequence
FROM audit_auditrecord r JOIN audit_chainlink link ON link.record_id = r.id
LEFT JOIN (SELECT record_id, count(*) AS facts FROM audit_personalfact GROUP BY record_id) beside
    ON beside.record_id = r.id
WHERE coalesce(beside.facts, 0) <> 1 + jsonb_array_length(jsonb_path_query_array(
    jsonb_build_array(r.sealed_before, r.sealed_after), '$[*].*.personal'))
ORDER BY link.chain, link.sequence
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


def verify_audit(anchors: Anchors) -> Verdict:
    """Verify every chain against itself, its head, the anchors, and what stands beside it."""
    with transaction.atomic():
        _rows(_OWN_FUNCTIONS_FIRST)
        heads = {name: (sequence, bytes(hash_)) for name, sequence, hash_ in _rows(_HEADS)}
        lengths = _rows(_LENGTHS)
        lasts = {chain: last for chain, _count, last in lengths}
        faults: dict[str, Fault] = {}
        for fault in (*_breaks(), *_edits(), *_hashed_anew(anchors)):
            if fault.chain not in faults or fault.sequence < faults[fault.chain].sequence:
                faults[fault.chain] = fault
        for fault in (*_ends(heads, lasts, anchors), *_beyond(lasts), *_beside()):
            faults.setdefault(fault.chain, fault)
    rows = sum(count for _chain, count, _last in lengths)
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


def _breaks() -> Iterator[Fault]:
    """Yield where a row does not follow the one before it."""
    for chain, sequence, due in _rows(_BREAKS, [FIRST_PREVIOUS]):
        if sequence != due:
            yield Fault(chain, due, f"it is missing; the next one there is {sequence}.")
        else:
            what = "it was sealed after another row than the one before it: forked or forged."
            yield Fault(chain, sequence, what)


def _edits() -> Iterator[Fault]:
    """Yield where a record is not the one that was sealed."""
    for chain, sequence, previous, hash_, is_gone in _rows(_EDITS):
        if is_gone:
            what = "its record was removed, or moved to another chain."
        elif moved_to := _rows(_MOVED_TO, [chain, hash_, previous, sequence]):
            what = f"its record now stands at row {moved_to[0][0]}: they were exchanged."
        else:
            what = "its content was edited."
        yield Fault(chain, sequence, what)


def _hashed_anew(anchors: Anchors) -> Iterator[Fault]:
    """Yield where a chain holds together, but is not the one that an anchor saw."""
    for chain in anchors.chains():
        seen = anchors.of(chain)
        for sequence, hash_ in sorted(_rows(_HASHES, [chain, list(seen)])):
            anchored, at = seen[sequence]
            if anchored != bytes(hash_):
                what = f"it is not what the anchor of {at} saw: hashed anew since."
                yield Fault(chain, sequence, what)


def _ends(
    heads: Mapping[str, tuple[int, bytes]], lasts: Mapping[str, int], anchors: Anchors
) -> Iterator[Fault]:
    """Yield the chains that end before their head or before an anchor."""
    for chain, last in lasts.items():
        if chain not in heads:
            yield Fault(chain, last, "the head of this chain was removed.")
    for chain, (sequence, hash_) in heads.items():
        last = lasts.get(chain, 0)
        if sequence > last:
            yield Fault(chain, last + 1, f"the end is cut off: the head counts {sequence} rows.")
        elif sequence and (sequence, hash_) not in _rows(_HASHES, [chain, [sequence]]):
            yield Fault(chain, sequence, "the head of this chain was changed.")
    for chain in anchors.chains():
        last, anchored = lasts.get(chain, 0), anchors.of(chain)
        if max(anchored) > last:
            at = anchored[max(anchored)][1]
            yield Fault(
                chain, last + 1, f"the end is cut off: the anchor of {at} saw row {max(anchored)}."
            )


def _beyond(lasts: Mapping[str, int]) -> Iterator[Fault]:
    """Yield chains that go on after their head, read last: honest writers move it along."""
    for chain, sequence, _hash in _rows(_HEADS):
        if lasts.get(chain, 0) > sequence:
            yield Fault(chain, sequence + 1, "it was inserted after the head of this chain.")


def _beside() -> Iterator[Fault]:
    """Yield records outside their chain and personal facts that are not those of the record."""
    for chain, number in _rows(_UNLINKED):
        yield Fault(chain, 0, f"record {number} was inserted beside the chain.")
    for chain, sequence, side, name in _rows(_FACTS_EDITED):
        yield Fault(chain, sequence, f"its {side} fact “{name}” was edited.")
    for chain, sequence in _rows(_FACTS_MISSING):
        yield Fault(chain, sequence, "a personal fact was removed or added, not erased by rule.")


def _rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
