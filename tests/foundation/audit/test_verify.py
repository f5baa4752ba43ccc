"""What somebody who owns the database can do to the log, and what of it is found.

The tests are that somebody: they drop what protects the tables and write what they like.
"""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.builders.audit import link_hash, note

from floorwalker.foundation.audit import verify
from floorwalker.foundation.audit.anchors import Anchors, read_anchors, write_anchor
from floorwalker.foundation.audit.chain import body_sql
from floorwalker.foundation.audit.models import ChainLink
from floorwalker.foundation.audit.verify import audit_check, verify_audit
from floorwalker.foundation.errors import BadInputError, SetupError

AT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
NO_ANCHORS = Anchors({}, 0)
RECORDS = 6


@pytest.fixture
def chain(cast):
    """Six records of the house, and two of a site that nobody touches."""
    for number in range(RECORDS):
        note(cast.users["ada"], f"deed_{number + 1}", after={"email": f"{number}@example.ca"})
    note(cast.site)
    note(cast.site)
    return "house"


@pytest.fixture
def files(tmp_path):
    return (tmp_path / "anchors.jsonl",)


TABLES = ("audit_auditrecord", "audit_chainlink", "audit_personalfact")


def forge(*statements):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, key in foreign_keys(cursor):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        for statement in statements:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def foreign_keys(cursor):
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = 'audit_auditrecord'::regclass"
    )
    return cursor.fetchall()


def record_at(sequence):
    return ChainLink.objects.get(chain="house", sequence=sequence).record_id


def rehash(chain, *, since):
    """Compute every hash from a row on anew, and the head: what a careful forger does."""
    links = ChainLink.objects.filter(chain=chain, sequence__gte=since).order_by("sequence")
    previous = bytes(links[0].previous)
    for link in links:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {body_sql('r')} FROM audit_auditrecord r WHERE id = %s", [link.record_id]
            )
            (body,) = cursor.fetchone()
        sealed = link_hash(previous, link.sequence, body)
        forge(
            f"UPDATE audit_chainlink SET previous = '\\x{previous.hex()}',"
            f" hash = '\\x{sealed.hex()}' WHERE record_id = {link.record_id}",
            f"UPDATE audit_chainhead SET hash = '\\x{sealed.hex()}' WHERE name = '{chain}'",
        )
        previous = sealed


def found(anchors=NO_ANCHORS):
    return [str(fault) for fault in verify_audit(anchors).faults]


def test_an_honest_log_is_found_in_order(chain, files):
    assert write_anchor(at=AT, files=files) == 1
    verdict = verify_audit(read_anchors(files))
    assert (verdict.rows, verdict.chains, verdict.anchors, verdict.faults) == (8, 2, 1, ())


@pytest.mark.parametrize(
    "change",
    [
        "action = 'forged'",
        "user_id = NULL, subject_id = '1'",
        "at = at + interval '1 microsecond'",
        "sealed_after = '{}'",
        "sealed_before = 'null'::jsonb, sealed_after = NULL",
    ],
)
def test_an_edited_record_is_found(chain, change):
    forge(f"UPDATE audit_auditrecord SET {change} WHERE id = {record_at(3)}")
    assert found() == ["house, row 3: its content was edited."]


def test_a_function_of_the_owners_deceives_nobody(chain):
    forge(
        "CREATE SCHEMA theirs",
        "CREATE FUNCTION theirs.sha256(bytea) RETURNS bytea LANGUAGE sql AS"
        f" 'SELECT hash FROM public.audit_chainlink WHERE record_id = {record_at(3)}'",
        "SET search_path = theirs, pg_catalog, public",
        f"UPDATE audit_auditrecord SET action = 'forged' WHERE id = {record_at(3)}",
    )
    assert found() == ["house, row 3: its content was edited."]


def test_a_column_that_the_program_does_not_know_is_sealed_too(chain, cast):
    forge("ALTER TABLE audit_auditrecord ADD COLUMN later text")
    note(cast.users["ada"], "as_ever")
    forge("UPDATE audit_auditrecord SET later = 'x' WHERE action = 'as_ever'")
    rehash("house", since=RECORDS + 1)
    assert found() == []


def test_the_first_wrong_row_of_each_chain_is_named(chain, cast):
    chains = ChainLink.objects.filter(chain=f"site/{cast.site.pk}").order_by("sequence")
    edited = [record_at(5), record_at(2), *chains.values_list("record_id", flat=True)]
    forge(
        f"UPDATE audit_auditrecord SET action = 'x' WHERE id IN ({', '.join(map(str, edited))})",
        "DELETE FROM audit_chainlink WHERE chain = 'house' AND sequence = 4",
    )
    assert sorted(found()) == [
        "house, row 2: its content was edited.",
        f"site/{cast.site.pk}, row 1: its content was edited.",
    ]


def test_a_removed_row_is_found(chain):
    number = record_at(3)
    forge(
        f"DELETE FROM audit_chainlink WHERE record_id = {number}",
        f"DELETE FROM audit_personalfact WHERE record_id = {number}",
        f"DELETE FROM audit_auditrecord WHERE id = {number}",
    )
    assert found() == ["house, row 3: it is missing; the next one there is 4."]


def test_a_record_removed_from_under_its_link_is_found(chain):
    forge(f"DELETE FROM audit_auditrecord WHERE id = {record_at(3)}")
    assert found() == ["house, row 3: its record was removed, or moved to another chain."]


def test_a_record_inserted_beside_the_chain_is_found(chain):
    forge(
        "INSERT INTO audit_auditrecord (at, chain, actor_hash, action, subject_type, subject_id)"
        " VALUES (now(), 'house', '', 'forged', 'people.Site', '1')"
    )
    (fault,) = found()
    assert fault.endswith("was inserted beside the chain.")


def test_a_row_inserted_at_the_end_without_its_head_is_found(chain, cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM audit_chainhead WHERE name = 'house'")
        sequence, head = cursor.fetchone()
    note(cast.users["ada"], "one_more")
    forge(
        f"UPDATE audit_chainhead SET sequence = {sequence}, hash = '\\x{bytes(head).hex()}'"
        " WHERE name = 'house'"
    )
    assert found() == ["house, row 7: it was inserted after the head of this chain."]


def test_two_rows_that_were_exchanged_are_found(chain):
    second, fifth = record_at(2), record_at(5)
    forge(
        f"UPDATE audit_chainlink SET record_id = -1 WHERE record_id = {second}",
        f"UPDATE audit_chainlink SET record_id = {second} WHERE record_id = {fifth}",
        f"UPDATE audit_chainlink SET record_id = {fifth} WHERE record_id = -1",
    )
    assert found() == ["house, row 2: its record now stands at row 5: they were exchanged."]


def test_a_row_forged_with_its_own_hash_is_found_by_the_next(chain):
    forge(f"UPDATE audit_auditrecord SET action = 'forged' WHERE id = {record_at(3)}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {body_sql('r')} FROM audit_auditrecord r WHERE id = {record_at(3)}")
        (body,) = cursor.fetchone()
    link = ChainLink.objects.get(record_id=record_at(3))
    sealed = link_hash(bytes(link.previous), 3, body).hex()
    forge(f"UPDATE audit_chainlink SET hash = '\\x{sealed}' WHERE record_id = {link.pk}")
    assert found() == [
        "house, row 4: it was sealed after another row than the one before it: forked or forged."
    ]


def cut_the_end(*, with_head):
    last = record_at(RECORDS)
    before = ChainLink.objects.get(chain="house", sequence=RECORDS - 1)
    statements = [
        f"DELETE FROM audit_chainlink WHERE record_id = {last}",
        f"DELETE FROM audit_personalfact WHERE record_id = {last}",
        f"DELETE FROM audit_auditrecord WHERE id = {last}",
    ]
    if with_head:
        statements.append(
            f"UPDATE audit_chainhead SET sequence = {RECORDS - 1},"
            f" hash = '\\x{bytes(before.hash).hex()}' WHERE name = 'house'"
        )
    forge(*statements)


def test_an_end_cut_off_is_found_by_the_head(chain):
    cut_the_end(with_head=False)
    assert found() == ["house, row 6: the end is cut off: the head counts 6 rows."]


def test_an_end_cut_off_with_its_head_is_found_by_an_anchor_only(chain, files):
    write_anchor(at=AT, files=files)
    cut_the_end(with_head=True)
    assert found() == []
    assert found(read_anchors(files)) == [
        "house, row 6: the end is cut off: the anchor of 2026-11-16T14:00:00+00:00 saw row 6."
    ]


def test_a_whole_chain_that_was_removed_is_found_by_an_anchor(chain, files):
    write_anchor(at=AT, files=files)
    forge(
        "DELETE FROM audit_personalfact",
        "DELETE FROM audit_chainlink",
        "DELETE FROM audit_auditrecord",
        "DELETE FROM audit_chainhead",
    )
    assert found() == []
    assert found(read_anchors(files))[0] == (
        "house, row 1: the end is cut off: the anchor of 2026-11-16T14:00:00+00:00 saw row 6."
    )


def test_a_log_hashed_anew_is_found_by_an_anchor_only(chain, files):
    write_anchor(at=AT, files=files)
    forge(f"UPDATE audit_auditrecord SET action = 'forged' WHERE id = {record_at(3)}")
    rehash("house", since=3)
    assert found() == []
    anchored = "the anchor of 2026-11-16T14:00:00+00:00 saw"
    assert found(read_anchors(files)) == [
        f"house, row 6: it is not what {anchored}: hashed anew since."
    ]


def test_what_was_hashed_anew_since_the_last_anchor_is_not_found(chain, files, cast):
    write_anchor(at=AT, files=files)
    note(cast.users["ada"], "later")
    forge(f"UPDATE audit_auditrecord SET action = 'forged' WHERE id = {record_at(RECORDS + 1)}")
    rehash("house", since=RECORDS + 1)
    assert found(read_anchors(files)) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_personalfact SET value = '\"Forged\"'", "its actor fact “name” was edited."),
        (
            "DELETE FROM audit_personalfact",
            "a personal fact was removed or added, not erased by rule.",
        ),
    ],
)
def test_a_forged_or_removed_personal_fact_is_found(chain, statement, fault):
    forge(f"{statement} WHERE side = 'actor' AND record_id = {record_at(4)}")
    assert found() == [f"house, row 4: {fault}"]


def test_a_head_that_was_changed_is_found(chain):
    forge("UPDATE audit_chainhead SET hash = '\\x00' WHERE name = 'house'")
    assert found() == ["house, row 6: the head of this chain was changed."]


def test_an_anchor_is_written_once_for_each_state(chain, files, cast):
    written = [write_anchor(at=AT, files=files), write_anchor(at=AT, files=files)]
    note(cast.site)
    written.append(write_anchor(at=AT, files=files))
    assert written == [1, 0, 1]
    first, second = map(json.loads, files[0].read_text().splitlines())
    assert (first["heads"]["house"][0], first["at"]) == (6, AT.isoformat())
    assert first["heads"]["house"] == second["heads"]["house"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_of_anchors_that_was_changed_is_refused(chain, files, cast, number):
    write_anchor(at=AT, files=files)
    note(cast.site)
    write_anchor(at=AT, files=files)
    note(cast.site)
    write_anchor(at=AT, files=files)
    lines = files[0].read_text().splitlines()
    lines[number - 1] = lines[number - 1].replace("house", "horse")
    files[0].write_text("\n".join(lines) + "\n")
    with pytest.raises(BadInputError, match=f"Line {number + 1} is not the one"):
        read_anchors(files)


def test_a_folder_that_is_not_there_is_refused_with_the_next_step(chain, tmp_path):
    with pytest.raises(SetupError, match="FLOORWALKER_ANCHORS"):
        write_anchor(at=AT, files=[tmp_path / "gone" / "anchors.jsonl"])


def test_the_doctor_verifies_the_log(chain, monkeypatch):
    monkeypatch.setattr(verify, "read_anchors", lambda: NO_ANCHORS)
    assert [(f.grade, f.what) for f in audit_check()] == [("ok", "8 records, none was changed.")]
    forge("UPDATE audit_auditrecord SET action = 'x' WHERE action = 'deed_3'")
    (found,) = audit_check()
    assert (found.grade, found.next_step) == ("wrong", "Run `floorwalker verify-audit`.")
    assert "house, row 3" in found.what


def test_the_doctor_leaves_a_long_log_to_the_verb(chain, monkeypatch):
    monkeypatch.setattr(verify, "ROWS_OF_A_CHECKUP_MAX", 7)
    (found,) = audit_check()
    assert (found.grade, found.what) == ("warning", "8 records were not verified now.")
