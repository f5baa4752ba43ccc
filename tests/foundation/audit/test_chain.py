import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders.audit import note, seal
from tests.builders.cast import make_cast

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.anchors import Anchors
from floorwalker.foundation.audit.chain import body_sql, quick_body_sql
from floorwalker.foundation.audit.facts import UndeclaredFactWarning, declare_facts
from floorwalker.foundation.audit.models import AuditRecord, ChainHead, ChainLink, PersonalFact
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.audit.verify import verify_audit

AT = datetime(2026, 11, 16, 14, 0, 0, 250000, tzinfo=UTC)
NO_ANCHORS = Anchors({}, 0)


def links(chain):
    return list(ChainLink.objects.filter(chain=chain).order_by("sequence"))


def test_the_first_hash_is_what_the_formula_says(cast):
    noted = note(cast.site, "change_site", before={"zone": "UTC"}, after=None, at=AT)
    body = {
        "at": "2026-11-16T14:00:00.25+00:00",
        "id": noted.pk,
        "after": None,
        "chain": f"site/{cast.site.pk}",
        "action": "change_site",
        "before": {"zone": "UTC"},
        "site_id": cast.site.pk,
        "actor_hash": noted.actor_hash,
        "subject_id": str(cast.site.pk),
        "subject_type": "people.Site",
    }
    text = json.dumps(body, ensure_ascii=False)  # PostgreSQL: shorter keys first, then by letters
    sealed = hashlib.sha256(bytes(32) + (1).to_bytes(8, "big") + text.encode()).digest()
    (link,) = links(f"site/{cast.site.pk}")
    assert (link.sequence, bytes(link.previous), bytes(link.hash)) == (1, bytes(32), sealed)


NASTY = {
    'quotes " \\ and\ttabs': "é \u2028 \x7f 😀 </script>",
    "nested": {"null": None, "b": [1, 2.50, -0.0, 1e300, True, {}], "": []},
    "long": 2**70,
}


@pytest.mark.parametrize("facts", [None, {}, {"null": None}, NASTY], ids=str)
@pytest.mark.parametrize("at", [AT, AT.replace(microsecond=0), AT.replace(year=1)], ids=str)
def test_the_quick_text_of_a_record_is_the_text_that_is_sealed(cast, facts, at):
    user, site = cast.users["ada"], cast.site
    AuditRecord.objects.create(
        at=at,
        chain='é "x" \\',
        action="look\n",
        subject_type="",
        subject_id="'",
        user=user if facts else None,
        site=None if facts else site,
        sealed_before=facts,
        sealed_after=None if facts else NASTY,
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {body_sql('r')}, {quick_body_sql('r')} FROM audit_auditrecord r")
        slow, quick = cursor.fetchone()
    assert quick == slow


def test_each_record_follows_the_one_before_it_in_its_chain(cast):
    for subject in (cast.site, cast.users["ada"], cast.site, cast.other_site):
        note(subject)
    first, second = links(f"site/{cast.site.pk}")
    assert (first.sequence, second.sequence) == (1, 2)
    assert bytes(second.previous) == bytes(first.hash)
    assert [len(links(chain)) for chain in ("house", f"site/{cast.other_site.pk}")] == [1, 1]
    head = ChainHead.objects.get(name=first.chain)
    assert (head.sequence, bytes(head.hash)) == (2, bytes(second.hash))


def test_a_duty_may_name_a_chain_of_its_own(cast):
    note(cast.site, chain="desk/7")
    assert [link.chain for link in ChainLink.objects.all()] == ["desk/7"]


def test_a_personal_fact_is_in_the_record_as_a_salted_hash_only(cast):
    noted = note(
        cast.users["ben"], "create_user", after={"email": "ben@example.ca", "role": "agent"}
    )
    fact = noted.personal_facts.get(side="after")
    hashed = hashlib.sha256(bytes(fact.salt) + b'"ben@example.ca"').hexdigest()
    assert noted.sealed_after == {"email": {"personal": hashed}, "role": "agent"}
    assert noted.after == {"email": "ben@example.ca", "role": "agent"}
    again = note(cast.users["ben"], "create_user", after={"email": "ben@example.ca"})
    assert again.sealed_after["email"] != noted.sealed_after["email"]
    assert (noted.actor_name, len(noted.actor_hash)) == ("Mia", 64)


def test_after_erasing_the_chain_still_holds_and_the_value_is_gone(cast):
    noted = note(cast.users["ben"], after={"email": "ben@example.ca"})
    PersonalFact.objects.update(salt=None, value=None)
    found = AuditRecord.objects.get(pk=noted.pk)
    assert (found.actor_name, found.after) == ("(erased)", {"email": "(erased)"})
    assert verify_audit(NO_ANCHORS).faults == ()


@pytest.mark.parametrize(
    "change",
    [
        {"value": '"Forged"'},
        {"value": None},
        {"salt": None},
        {"name": "other", "salt": None, "value": None},
    ],
)
def test_a_personal_fact_can_be_erased_and_nothing_else(cast, change):
    note(cast.site)
    with pytest.raises(DatabaseError, match="erased, never changed"), transaction.atomic():
        PersonalFact.objects.update(**change)
    with pytest.raises(DatabaseError, match="erased, never changed"), transaction.atomic():
        PersonalFact.objects.all().delete()
    assert PersonalFact.objects.get().value == '"Mia"'


def test_an_erased_fact_never_comes_back(cast):
    note(cast.site)
    PersonalFact.objects.update(salt=None, value=None)
    with pytest.raises(DatabaseError, match="erased, never changed"), transaction.atomic():
        PersonalFact.objects.update(salt=b"0" * 16, value='"Forged"')


def test_the_database_refuses_to_change_or_remove_a_link(cast):
    note(cast.site)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        ChainLink.objects.update(sequence=5)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        ChainLink.objects.all().delete()


def test_what_was_rolled_back_leaves_no_gap(cast):
    note(cast.site)
    with transaction.atomic():
        record(Actor(name="Mia"), "look", subject=cast.site)
        transaction.set_rollback(True)
    note(cast.site)
    assert [link.sequence for link in links(f"site/{cast.site.pk}")] == [1, 2]


def test_a_fact_that_nobody_declared_is_kept_as_personal_and_warned_of(cast):
    with pytest.warns(UndeclaredFactWarning, match=r"people\.Site .* nickname"):
        noted = note(cast.site, after={"nickname": "The Loft", "zone": "UTC"})
    assert "The Loft" not in json.dumps(noted.sealed_after)
    assert noted.sealed_after["zone"] == "UTC"


def test_a_fact_is_not_declared_both_ways():
    with pytest.raises(ValueError, match="both plain and personal"):
        declare_facts("people.Site", personal={"zone"})


@pytest.mark.django_db(transaction=True)
def test_writers_of_several_chains_at_once_neither_fork_them_nor_wait_for_one_another():
    """Two chains, taken in both orders by eight writers: 160 transactions, 320 records."""
    cast = make_cast()
    sites = (cast.site, cast.other_site)

    def write(number):
        try:
            for turn in range(20):
                order = sites if (number + turn) % 2 else sites[::-1]
                with transaction.atomic():
                    for site in order:
                        record(Actor(name=f"Writer {number}"), "look", subject=site)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(write, range(8)))
    verdict = verify_audit(NO_ANCHORS)
    assert (verdict.rows, verdict.chains, verdict.faults) == (320, 2, ())
    assert [len(links(f"site/{site.pk}")) for site in sites] == [160, 160]


def test_records_of_one_transaction_keep_their_order(cast):
    with transaction.atomic():
        for action in ("first", "second", "third"):
            record(Actor(name="Mia"), action, subject=cast.site)
    seal()
    actions = ChainLink.objects.order_by("sequence").values_list("record__action", flat=True)
    assert list(actions) == ["first", "second", "third"]
