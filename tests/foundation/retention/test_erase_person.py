"""After an erasure nothing in the database tells who it was, and every number is what it was."""

import gzip
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse
from tests.architecture.test_access import an_import
from tests.builders.api import make_token
from tests.builders.audit import note, seal
from tests.builders.plans import make_queue
from tests.builders.rosters import make_rehearsal, make_roster
from tests.builders.webhooks import make_delivery, make_endpoint

from floorwalker.duties.history.models import Contact, DayStat, Import, RejectedRows
from floorwalker.duties.scheduling.models import Roster, Shift
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import (
    Passkey,
    ProviderLink,
    SecondFactor,
    SignIn,
    User,
)
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.audit.anchors import Anchors
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.audit.verify import verify_audit
from floorwalker.foundation.errors import BadInputError, NotPermittedError, StateError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.retention.actions.erase_person import erase_person
from floorwalker.foundation.retention.actions.request_erasure import request_erasure
from floorwalker.foundation.retention.models import Erasure
from floorwalker.foundation.retention.queries import erasure_page
from floorwalker.foundation.retention.tasks import erase

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NAME, MAIL = "Benoît O'Neil-Roy (1)", "benoit.oneil+x@example.ca"
WORD = "O'Neil"


def everywhere(text):
    """Every table and column of the database whose text or JSON holds this, however written."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND (data_type IN ('text', 'character varying',"
            " 'json', 'jsonb', 'ARRAY', 'character') OR udt_name = 'citext')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE strpos(lower("{column}"::text), %s) > 0',
                [text.lower()],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


@pytest.fixture
def ben(cast):
    """Ben, told of wherever the program writes names."""
    person, user = cast.people["ben"], cast.users["ben"]
    person.name = user.name = NAME
    person.email = user.email = MAIL
    person.employee_number = MAIL
    person.save()
    user.save()
    actor = cast.actor("ben")
    roster = make_roster(cast.site)
    make_rehearsal(roster)
    Roster.objects.update(created_by_name=NAME, published_by_name=NAME)
    import_ = Import.objects.get(pk=an_import(cast)["import_id"])
    import_.file_name, import_.created_by_name = f"calls of {NAME}.csv", NAME
    import_.detection["first_rows"] = [["2026-11-02 09:00", NAME, MAIL]]
    import_.state = "done"
    import_.save()
    RejectedRows.objects.update(csv_gzip=gzip.compress(f"line,reason\n3,{NAME}\n".encode()))
    queue = make_queue(cast.site, name="Calls")
    for agent in (NAME, MAIL, "Bea"):
        Contact.objects.create(
            queue=queue,
            of_import=import_,
            key=uuid4(),
            arrived_at=AT - timedelta(days=3),
            is_answered=True,
            agent_name=agent,
        )
    DayStat.objects.create(queue=queue, day=AT.date(), offered=3, answered=3)
    Job.objects.create(
        kind="dig", created_at=AT, requested_by_name=NAME, error=f"{NAME} <{MAIL}> has no team"
    )
    SignIn.objects.create(user=user, session_key="x", at=AT, seen_at=AT)
    Passkey.objects.create(
        user=user, name=f"Phone of {NAME}", sign_count=0, public_key=b"", created_at=AT
    )
    ProviderLink.objects.create(user=user, issuer="https://id.example", subject=MAIL, linked_at=AT)
    endpoint = make_endpoint(cast.site, description=f"for {NAME}", created_by_name=NAME)
    make_delivery(endpoint, answer_start=f"hello {MAIL}")
    SecondFactor.objects.create(user=user, secret="s")
    make_token(cast, "ben", at=AT)
    note(user, "create_user", who=NAME, after={"email": MAIL, "role": "agent"})
    note(cast.site, "change_site", who=actor.name)
    note(import_, "upload_file", who="Asha", after={"file": import_.file_name})
    return person


def test_nothing_tells_of_the_person_any_more_and_all_numbers_stay(cast, ben):
    before = (
        Contact.objects.count(),
        DayStat.objects.aggregate(total=Sum("offered")),
        Shift.objects.filter(person=ben).count(),
        AuditRecord.objects.count(),
    )
    assert len(everywhere(WORD)) >= 10

    erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    seal()

    assert everywhere(WORD) == []
    assert everywhere(MAIL) == []
    assert RejectedRows.objects.count() == 0
    after = (
        Contact.objects.count(),
        DayStat.objects.aggregate(total=Sum("offered")),
        Shift.objects.filter(person=ben).count(),
        AuditRecord.objects.count() - 1,
    )
    assert after == before
    verdict = verify_audit(Anchors({}, 0))
    assert (verdict.faults, verdict.rows) == ((), before[3] + 1)


def test_the_pseudonym_stands_in_their_place(cast, ben):
    erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    name = f"Ex-agent {ben.pk}"
    person = Person.objects.get(pk=ben.pk)
    assert (person.name, person.email, person.employee_number, person.is_active_on(AT.date())) == (
        *(name, "", f"former-{ben.pk}", False),
    )
    user = User.objects.get(pk=cast.users["ben"].pk)
    assert (user.name, user.email) == (name, f"former-{user.pk}@erased.invalid")
    left = user.is_active, user.has_usable_password(), user.role_assignments.exists()
    assert left == (False, False, False)
    assert (SignIn.objects.count(), SecondFactor.objects.count()) == (0, 0)
    assert ApiToken.objects.filter(revoked_at=None).count() == 0
    assert Import.objects.get().file_name == f"calls of {name}.csv"
    assert Job.objects.get(kind="dig").error == f"{name} <{name}> has no team"
    agents = Contact.objects.order_by("agent_name").values_list("agent_name", flat=True)
    assert list(agents) == ["Bea", name, name]


def test_the_erasure_is_in_the_audit_log_and_names_nobody(cast, ben):
    counts = erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    noted = AuditRecord.objects.get(action="erase_person")
    assert (noted.subject_type, noted.subject_id) == ("people.Person", str(ben.pk))
    assert noted.after == {"erased": sum(counts.values())}
    assert Erasure.objects.get().person == ben


def test_others_keep_their_names(cast, ben):
    others = Person.objects.exclude(pk=ben.pk)
    names = list(others.values_list("name", flat=True))
    erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    assert list(others.values_list("name", flat=True)) == names
    assert [fact for fact in ("Asha",) if everywhere(fact)] == ["Asha"]


def test_a_name_inside_a_longer_word_is_left_alone(cast):
    Job.objects.create(kind="dig", created_at=AT, error="The benefit of Ben’s week: ask Ben.")
    ben = cast.people["ben"]
    erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    pseudonym = f"Ex-agent {ben.pk}"
    assert Job.objects.get().error == f"The benefit of {pseudonym}’s week: ask {pseudonym}."


def test_the_preview_counts_what_would_go_and_changes_nothing(cast, ben):
    page = erasure_page(cast.actor("ada"), key=f"person-{ben.pk}")
    rows = {place.title: place.rows for place in page.places}
    assert (rows["Single contacts"], rows["Rejected rows of files"], rows["Imports"]) == (2, 1, 1)
    assert rows["Audit log"] >= 4
    assert Person.objects.get(pk=ben.pk).name == NAME
    counts = erase_person(cast.actor("ada"), key=f"person-{ben.pk}", at=AT)
    assert counts == rows


def test_an_account_of_no_person_is_erased_too(cast):
    mia = cast.users["mia"]
    note(cast.site, who="Mia")
    erase_person(cast.actor("ada"), key=f"account-{mia.pk}", at=AT)
    assert User.objects.get(pk=mia.pk).name == f"Ex-account / ex-compte {mia.pk}"
    assert everywhere("mia@example.ca") == []


@pytest.mark.parametrize("who", ["ben", "asha", "mia", "otto"])
def test_only_administrators_erase(cast, who):
    with pytest.raises(NotPermittedError):
        erase_person(cast.actor(who), key=f"person-{cast.people['bea'].pk}", at=AT)
    assert Person.objects.get(pk=cast.people["bea"].pk).name == "Bea"


def test_nobody_is_erased_twice_nor_erases_themselves_nor_the_last_administrator(cast):
    ada, key = cast.actor("ada"), f"person-{cast.people['bea'].pk}"
    erase_person(ada, key=key, at=AT)
    with pytest.raises(StateError, match="erased before"):
        erase_person(ada, key=key, at=AT)
    with pytest.raises(StateError, match="erase yourself"):
        erase_person(ada, key=f"account-{cast.users['ada'].pk}", at=AT)
    with pytest.raises(StateError, match="last administrator"):
        erase_person(Actor.program("x"), key=f"account-{cast.users['ada'].pk}", at=AT)
    assert User.objects.get(pk=cast.users["ada"].pk).name == "Ada"


def test_the_name_must_be_typed_as_it_is_written(cast):
    bea, ada = cast.people["bea"], cast.actor("ada")
    with pytest.raises(BadInputError, match="not the name"):
        request_erasure(ada, key=f"person-{bea.pk}", typed_name="bea", at=AT)
    assert not Job.objects.exists()
    job = request_erasure(ada, key=f"person-{bea.pk}", typed_name="Bea ", at=AT)
    assert (job.kind, job.arguments) == ("erase_person", {"key": f"person-{bea.pk}"})


def test_the_job_erases_and_tells_how_many_rows(cast):
    bea = cast.people["bea"]
    job = Job.objects.create(kind="erase_person", created_at=AT, state=JobState.RUNNING, attempt=1)
    erase(RunningJob(job, actor=cast.actor("ada")), key=f"person-{bea.pk}")
    assert Person.objects.get(pk=bea.pk).name == f"Ex-agent {bea.pk}"
    assert Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED
    assert Job.objects.get(pk=job.pk).result["rows"] >= 2


def test_the_page_finds_shows_and_asks(cast, signed_in):
    bea, ada = cast.people["bea"], signed_in("ada")
    listed = ada.get(reverse("erasures"), {"q": "be"}).content.decode()
    assert reverse("erasure", args=[f"person-{bea.pk}"]) in listed
    shown = ada.get(reverse("erasure", args=[f"person-{bea.pk}"])).content.decode()
    assert f"Ex-agent {bea.pk}" in shown
    answer = ada.post(reverse("erasure_request", args=[f"person-{bea.pk}"]), {"name": "Bea"})
    assert answer.url == reverse("job", args=[Job.objects.get().pk])


@pytest.mark.parametrize(
    "key", ["person-999999", "account-1x", "person-", "x-1", "person-" + "9" * 30]
)
def test_somebody_who_is_not_there_is_not_found(cast, signed_in, key):
    assert signed_in("ada").get(f"/retention/people/{key}/").status_code == 404
