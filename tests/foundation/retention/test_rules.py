"""What is older than its rule goes, and nothing else."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.urls import reverse
from tests.architecture.test_access import an_import
from tests.builders.api import client_of
from tests.builders.audit import note, seal
from tests.builders.files import exported
from tests.builders.plans import make_queue

from floorwalker.cli import retention as verb
from floorwalker.duties.history._uploads import upload_path
from floorwalker.duties.history.models import Contact, DayStat, Import, RejectedRows
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import FailedTries, SignIn, User
from floorwalker.foundation.audit.anchors import Anchors
from floorwalker.foundation.audit.models import AuditRecord, PersonalFact
from floorwalker.foundation.audit.verify import verify_audit
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.retention.actions.apply_rules import apply_rules
from floorwalker.foundation.retention.actions.change_rule import change_rule
from floorwalker.foundation.retention.data_classes import all_classes
from floorwalker.foundation.retention.models import RetentionRule
from floorwalker.foundation.retention.queries import retention_page, tried_rule

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
PROGRAM = Actor.program("retention")
DAY = timedelta(days=1)


def days_ago(days):
    """A day more and a day less than a rule: due, and not due yet."""
    return AT - (days + 1) * DAY, AT - (days - 1) * DAY


def erased(name):
    return apply_rules(PROGRAM, at=AT)[name]


def a_done_job(finished_at, *, state=JobState.SUCCEEDED):
    return Job.objects.create(kind="dig", created_at=AT, finished_at=finished_at, state=state)


def test_finished_jobs_go_after_half_a_year_and_unfinished_ones_stay(cast):
    old, young = days_ago(180)
    a_done_job(old)
    kept = {a_done_job(young).pk, a_done_job(None, state=JobState.RUNNING).pk}
    assert erased("finished-jobs") == 1
    assert set(Job.objects.values_list("pk", flat=True)) == kept


def test_contacts_lose_agent_and_reference_and_the_sums_stay(cast):
    import_ = Import.objects.get(pk=an_import(cast)["import_id"])
    queue = make_queue(cast.site)
    keys = {}
    for arrived_at in days_ago(730):
        contact = Contact.objects.create(
            queue=queue,
            of_import=import_,
            key=uuid4(),
            arrived_at=arrived_at,
            is_answered=True,
            handle_seconds=60,
            agent_name="Bea",
            reference="R-1",
        )
        keys[contact.pk] = contact.key
    DayStat.objects.create(queue=queue, day=AT.date(), offered=2, handled=2)
    assert erased("contact-references") == 1
    old, young = Contact.objects.order_by("arrived_at")
    assert (old.agent_name, old.reference, old.handle_seconds) == ("", "", 60)
    assert (young.agent_name, young.reference) == ("Bea", "R-1")
    assert (old.key != keys[old.pk], young.key == keys[young.pk]) == (True, True)
    assert DayStat.objects.get().offered == 2


def test_a_file_that_nobody_imported_goes_with_its_entry(cast, django_capture_on_commit_callbacks):
    import_id = an_import(cast)["import_id"]
    upload_path(import_id).write_text("name")
    Import.objects.update(created_at=days_ago(30)[0])
    with django_capture_on_commit_callbacks(execute=True):
        assert erased("uploads") == 1
    assert not Import.objects.exists()
    assert not upload_path(import_id).exists()


def test_rejected_and_first_rows_go_and_the_report_stays(cast):
    import_ = Import.objects.get(pk=an_import(cast)["import_id"])
    import_.detection["first_rows"], import_.report = [["Bea", "1"]], {"rows_read": 1}
    import_.state, import_.created_at = "done", days_ago(90)[0]
    import_.save()
    RejectedRows.objects.update(csv_gzip=gzip.compress(b"Bea"))
    assert erased("rejected-rows") == 1
    import_.refresh_from_db()
    assert (import_.detection["first_rows"], import_.report) == ([], {"rows_read": 1})
    assert not RejectedRows.objects.exists()


def test_sign_ins_and_failed_tries_go(cast):
    for number, at in enumerate(days_ago(30)):
        SignIn.objects.create(
            user=cast.users["ben"], session_key=str(number), device="x", at=at, seen_at=at
        )
    for number, at in enumerate(days_ago(2)):
        FailedTries.objects.create(key=str(number), count=1, last_at=at)
    counts = apply_rules(PROGRAM, at=AT)
    assert (counts["sign-ins"], counts["failed-tries"]) == (1, 1)
    assert SignIn.objects.get().session_key == FailedTries.objects.get().key == "1"


def test_names_in_the_audit_log_go_after_seven_years_and_those_of_programs_stay(cast):
    old, young = days_ago(2557)
    note(cast.site, who="The program", at=old)
    ours = cast.actor("mia")
    for at in (old, young):
        note(cast.users["ben"], who="x", after={"email": "ben@example.ca"}, at=at)
    assert ours.user_id
    assert erased("audit-names") == 1
    seal()
    assert PersonalFact.objects.filter(value=None).count() == 1
    assert verify_audit(Anchors({}, 0)).faults == ()


def left(cast, who, *, at):
    """Somebody of the cast has left, which was recorded then."""
    Person.objects.filter(pk=cast.people[who].pk).update(inactive_from=date(2020, 1, 1))
    User.objects.filter(pk=cast.users[who].pk).update(is_active=False)
    note(cast.users[who], "close_account", at=at)


def test_people_who_left_become_a_pseudonym_after_two_years(cast):
    old, young = days_ago(730)
    left(cast, "ben", at=old)
    left(cast, "bea", at=young)
    left(cast, "cal", at=old)
    User.objects.filter(pk=cast.users["cal"].pk).update(is_active=True)
    assert erased("people-who-left") == 1
    names = Person.objects.filter(pk__in=[cast.people[who].pk for who in ("ben", "bea", "cal")])
    assert set(names.values_list("name", flat=True)) == {
        *(f"Ex-agent {cast.people['ben'].pk}", "Bea", "Cal"),
    }
    assert apply_rules(PROGRAM, at=AT)["people-who-left"] == 0


def test_closed_accounts_of_no_person_become_a_pseudonym_too(cast):
    User.objects.filter(pk=cast.users["ann"].pk).update(is_active=False)
    note(cast.users["ann"], "close_account", at=days_ago(730)[0])
    assert erased("closed-accounts") == 1
    assert User.objects.get(pk=cast.users["ann"].pk).name.startswith("Ex-account / ex-compte ")


def test_every_batch_that_erases_leaves_a_record_with_its_count(cast, monkeypatch):
    monkeypatch.setattr("floorwalker.foundation.retention.actions.apply_rules.ROWS_PER_BATCH", 2)
    for _number in range(3):
        a_done_job(days_ago(180)[0])
    assert erased("finished-jobs") == 3
    noted = AuditRecord.objects.filter(action="apply_retention").order_by("pk")
    assert [record.after["erased"] for record in noted] == [2, 1]
    rule = RetentionRule.objects.get(name="finished-jobs")
    assert (rule.last_run_at, rule.last_erased) == (AT, 3)
    assert {record.subject_id for record in noted} == {str(rule.pk)}


def test_the_run_goes_by_the_rule_that_was_chosen(cast):
    a_done_job(AT - 40 * DAY)
    assert erased("finished-jobs") == 0
    change_rule(cast.actor("ada"), name="finished-jobs", days=30, at=AT)
    assert erased("finished-jobs") == 1
    noted = AuditRecord.objects.get(action="change_retention")
    assert (noted.before, noted.after) == ({"days": 180}, {"days": 30})


@pytest.mark.parametrize("days", [6, 1826])
def test_days_that_law_or_product_do_not_allow_are_refused(cast, days):
    with pytest.raises(BadInputError, match="from 7 to 1825 days"):
        change_rule(cast.actor("ada"), name="finished-jobs", days=days, at=AT)
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize("who", ["mia", "otto", "asha", "ben"])
def test_only_administrators_change_a_rule(cast, who):
    with pytest.raises(NotPermittedError):
        change_rule(cast.actor(who), name="finished-jobs", days=30, at=AT)
    assert not RetentionRule.objects.exists()


def test_a_rule_is_tried_before_it_is_tightened(cast, signed_in):
    a_done_job(clock.now() - 40 * DAY)
    a_done_job(clock.now() - 20 * DAY)
    tried = tried_rule(cast.actor("otto"), name="finished-jobs", days=30, at=clock.now())
    assert (tried.row.rows_due, tried.rows_due, tried.is_tighter) == (0, 1, True)
    ada = signed_in("ada")
    page = ada.get(reverse("retention_rule", args=["finished-jobs"]), {"days": 30})
    assert "With this rule 1 row goes at the next run" in page.content.decode()
    assert Job.objects.count() == 2
    ada.post(reverse("retention_rule_change", args=["finished-jobs"]), {"days": 30})
    assert RetentionRule.objects.get().days == 30


def test_rules_are_ordered_and_exported_for_whoever_accounts_for_them(cast, signed_in):
    a_done_job(days_ago(180)[0])
    erased("finished-jobs")
    otto = signed_in("otto")
    rows = exported(otto, "retention")
    assert [row["Data"] for row in rows] == [str(known.title) for known in all_classes()]
    (jobs,) = (row for row in rows if row["Data"] == "Finished jobs")
    assert (jobs["Kept, days"], jobs["Due now"]) == ("180", "0")
    assert (jobs["Last run"], jobs["Rows of the last run"]) == ("2026-11-24T09:00:00-05:00", "1")
    days = [int(row["Kept, days"]) for row in exported(otto, "retention", sort="-days")]
    assert days == sorted(days, reverse=True)
    assert days[0] == 2557
    assert signed_in("mia").get(reverse("retention"), {"file": "csv"}).status_code == 403


def test_auditors_read_and_see_no_button(cast, signed_in):
    page = signed_in("otto").get(reverse("retention")).content.decode()
    assert "Finished jobs" in page
    assert reverse("erasures") not in page
    assert reverse("retention_rule", args=["finished-jobs"]) not in page


def test_every_class_says_what_why_and_within_which_limits(cast):
    page = retention_page(cast.actor("otto"), at=AT)
    assert len(page.rows) == len(all_classes()) >= 11
    for row in page.rows:
        assert row.title
        assert row.why
        assert row.days_min <= row.days <= row.days_max


def test_the_api_does_what_the_pages_do(cast):
    ada = client_of(cast, "ada")
    a_done_job(clock.now() - 40 * DAY)
    tried = ada.get("/api/v1/retention/finished-jobs/trial?days=30").json()
    assert tried == {"days": 30, "rows_due": 1, "is_tighter": True, "is_allowed": True}
    changed = ada.put(
        "/api/v1/retention/finished-jobs", {"days": 30}, content_type="application/json"
    )
    assert changed.json()["rows_due"] == 1
    key = f"person-{cast.people['bea'].pk}"
    assert ada.get(f"/api/v1/erasures/{key}").json()["name"] == "Bea"
    address = f"/api/v1/erasures/{key}"
    refused = ada.post(address, {"name": "Ben"}, content_type="application/json")
    assert refused.status_code == 422
    answer = ada.post(address, {"name": "Bea"}, content_type="application/json")
    assert (answer.status_code, answer.json()["title"]) == (202, "Erasing a person")


@pytest.mark.django_db(transaction=True)
def test_the_verb_lists_what_is_due_and_erases_only_when_told():
    job = a_done_job(clock.now() - 200 * DAY)
    said = CliRunner().invoke(verb.command, [], catch_exceptions=False).stdout
    assert "finished-jobs          180 days          1 due  Finished jobs" in said
    assert Job.objects.filter(pk=job.pk).exists()
    said = CliRunner().invoke(verb.command, ["--apply", "--json"], catch_exceptions=False).stdout
    assert json.loads(said)["erased"]["finished-jobs"] == 1
    assert not Job.objects.exists()
