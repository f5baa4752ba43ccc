import pytest
from django.db import DatabaseError, transaction

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.audit.record import record

PROGRAM = Actor.program("test")


@pytest.fixture
def noted(cast):
    with transaction.atomic():
        record(PROGRAM, "look", subject=cast.north, before={"name": 1}, after={"name": 2})
    return AuditRecord.objects.get()


def test_a_record_says_who_did_what_to_which(cast, noted):
    assert (noted.actor_name, noted.action) == ("test", "look")
    assert (noted.subject_type, noted.subject_id) == ("people.Team", str(cast.north.pk))
    assert (noted.before, noted.after) == ({"name": 1}, {"name": 2})


@pytest.mark.parametrize("deed", ["change", "remove"])
def test_the_database_refuses_to_change_or_remove_a_record(noted, deed):
    rows = AuditRecord.objects.filter(pk=noted.pk)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        rows.update(action="forge") if deed == "change" else rows._raw_delete("default")
    assert AuditRecord.objects.get().action == "look"


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused():
    from tests.builders.cast import make_cast

    team = make_cast().north
    with pytest.raises(transaction.TransactionManagementError):
        record(PROGRAM, "look", subject=team)
    assert AuditRecord.objects.count() == 0
