import gzip
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from tests.duties.history.files import CONTACTS, TORONTO, bring_in

from floorwalker.duties.history.models import (
    Contact,
    DayStat,
    Import,
    IntervalStat,
    RejectedRows,
)
from floorwalker.duties.history.records import Choices
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import BadInputError, NotPermittedError

INTERVALS = (
    "time,queue,offered,answered,abandoned,aht\n"
    "2024-03-04 08:00,Billing,10,8,2,100\n"
    "2024-03-04 08:30,Billing,20,20,0,200\n"
    "2024-03-05 08:00,Loans,5,5,0,300\n"
)
CALLS = CONTACTS + (
    "1,2024-03-04 08:00:00,Billing,0,ANSWERED,100,Ada\n"
    "2,2024-03-04 08:01:00,Billing,20,ANSWERED,200,Bob\n"
    "3,2024-03-04 08:14:59,Billing,21,ANSWERED,300,Ada\n"
    "4,2024-03-04 08:15:00,Billing,3,ABANDONED,,\n"
    "5,2024-03-04 08:16:00,Billing,90,ABANDONED,,\n"
)


def stored():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Import, Contact, IntervalStat, DayStat, Queue, AuditRecord)
    ]


def test_intervals_become_sums_by_interval_and_by_day(cast, tmp_path):
    outcome = bring_in(tmp_path, cast.site, INTERVALS)
    assert outcome.is_new
    assert outcome.result["rows_added"] == 3
    assert outcome.result["queues_created"] == ["Billing", "Loans"]
    first = IntervalStat.objects.get(
        queue__name="Billing", starts_at=datetime(2024, 3, 4, 13, tzinfo=UTC)
    )
    assert (first.offered, first.answered, first.handled, first.handle_seconds) == (10, 8, 8, 800)
    assert (first.minutes, first.day, first.from_contacts) == (30, date(2024, 3, 4), False)
    day = DayStat.objects.get(queue__name="Billing")
    assert (day.offered, day.answered, day.abandoned) == (30, 28, 2)
    assert (day.handle_seconds, day.wait_seconds, day.answered_by_wait) == (4_800, None, None)


def test_contacts_become_quarter_hours_with_waits_in_buckets(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    early, later = IntervalStat.objects.order_by("starts_at")
    assert (early.offered, early.answered, early.abandoned) == (3, 3, 0)
    assert (early.handled, early.handle_seconds, early.wait_seconds) == (3, 600, 41)
    # bounds 0, 5, 10, 15, 20, 30, …: waits of 0, 20 and 21 seconds
    assert early.answered_by_wait == [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert (later.offered, later.abandoned, later.short_abandoned) == (2, 2, 1)
    day = DayStat.objects.get()
    assert (day.offered, day.handle_seconds, sum(day.answered_by_wait)) == (5, 600, 3)


def test_the_queues_own_threshold_says_what_a_short_abandon_is(cast, tmp_path):
    queue = Queue.objects.create(site=cast.site, name="billing")
    ServiceTarget.objects.create(queue=queue, short_abandon_seconds=100)
    bring_in(tmp_path, cast.site, CALLS)
    assert DayStat.objects.get(queue=queue).short_abandoned == 2
    assert Queue.objects.count() == 1


def test_the_same_file_again_changes_nothing(cast, tmp_path):
    first = bring_in(tmp_path, cast.site, CALLS)
    before = stored()
    again = bring_in(tmp_path, cast.site, CALLS, name="renamed.csv")
    assert not again.is_new
    assert (again.import_id, again.result) == (first.import_id, first.result)
    assert stored() == before


def test_the_same_file_at_another_site_is_that_sites_own(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    assert bring_in(tmp_path, cast.other_site, CALLS).is_new
    assert Contact.objects.count() == 10


def test_contacts_in_two_overlapping_files_are_kept_once(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    more = CALLS + "6,2024-03-04 09:00:00,Billing,1,ANSWERED,60,Ada\n"
    outcome = bring_in(tmp_path, cast.site, more)
    assert (outcome.result["rows_added"], outcome.result["rows_known"]) == (1, 5)
    assert Contact.objects.count() == 6
    assert DayStat.objects.get().offered == 6


def test_contacts_for_a_day_that_was_counted_before_are_flagged_as_late(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    late = CONTACTS + "9,2024-03-04 07:00:00,Billing,1,ANSWERED,60,Ada\n"
    outcome = bring_in(tmp_path, cast.site, late)
    assert outcome.result["late_contacts"] == 1
    (flag,) = [f for f in outcome.report["flags"] if f["code"] == "late_data"]
    assert (flag["rows"], flag["share_of_volume"]) == (1, 1.0)


def test_without_a_reference_two_alike_contacts_are_two(cast, tmp_path):
    text = "time,queue,wait,outcome\n" + "2024-03-04 08:00:00,Billing,5,ANSWERED\n" * 2
    bring_in(tmp_path, cast.site, text)
    assert Contact.objects.count() == 2
    again = bring_in(tmp_path, cast.site, text + "2024-03-04 08:00:09,Billing,5,ANSWERED\n")
    assert again.result["rows_added"] == 1


def test_a_later_file_replaces_the_intervals_it_tells_again_and_no_others(cast, tmp_path):
    bring_in(tmp_path, cast.site, INTERVALS)
    corrected = "time,queue,offered,answered,abandoned,aht\n2024-03-04 08:00,Billing,11,9,2,100\n"
    corrected += "2024-03-04 09:00,Billing,1,1,0,100\n"
    outcome = bring_in(tmp_path, cast.site, corrected, choices=TORONTO)
    assert (outcome.result["rows_changed"], outcome.result["rows_added"]) == (0, 2)
    assert outcome.result["rows_replaced"] == 2  # an hour's grain: the day has one source


def test_the_same_grain_merges_interval_by_interval(cast, tmp_path):
    bring_in(tmp_path, cast.site, INTERVALS)
    corrected = INTERVALS.replace("Billing,10,8,2,100", "Billing,11,9,2,100")
    outcome = bring_in(tmp_path, cast.site, corrected)
    result = outcome.result
    assert (result["rows_added"], result["rows_changed"], result["rows_known"]) == (0, 1, 2)
    assert DayStat.objects.get(queue__name="Billing").offered == 31


def test_contacts_replace_the_intervals_of_their_days(cast, tmp_path):
    bring_in(tmp_path, cast.site, INTERVALS)
    outcome = bring_in(tmp_path, cast.site, CALLS)
    assert outcome.result["rows_replaced"] == 2
    assert DayStat.objects.get(queue__name="Billing").offered == 5
    assert DayStat.objects.get(queue__name="Loans").offered == 5


def test_intervals_replace_the_sums_of_contacts_but_keep_the_contacts(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    bring_in(tmp_path, cast.site, INTERVALS)
    assert DayStat.objects.get(queue__name="Billing").offered == 30
    assert Contact.objects.count() == 5


def test_the_same_file_read_differently_replaces_what_it_brought(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    moved = Choices(zone_name="America/Toronto", queue_name="Everything")
    outcome = bring_in(tmp_path, cast.site, CALLS, choices=moved)
    assert outcome.is_new
    assert set(Contact.objects.values_list("queue__name", flat=True)) == {"Everything"}
    assert list(DayStat.objects.values_list("queue__name", "offered")) == [("Everything", 5)]
    assert list(Import.objects.order_by("pk").values_list("state", flat=True)) == [
        "replaced",
        "done",
    ]


def test_contacts_come_back_when_the_intervals_over_them_are_taken_away(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    bring_in(tmp_path, cast.site, INTERVALS)
    other = Choices(zone_name="America/Toronto", queue_name="Other")
    bring_in(tmp_path, cast.site, INTERVALS, choices=other)
    assert DayStat.objects.get(queue__name="Billing").offered == 5


def test_sums_by_day_are_those_of_the_contacts_on_a_clock_change_day(cast, tmp_path):
    rows = [
        f"{n},2024-11-03 {hour:02d}:{minute:02d}:30,Billing,5,ANSWERED,60,Ada\n"
        for n, (hour, minute) in enumerate((h, m) for h in range(24) for m in (0, 20, 40))
    ]
    bring_in(tmp_path, cast.site, CONTACTS + "".join(rows))
    assert DayStat.objects.get().offered == 72
    assert IntervalStat.objects.count() == 24 * 3


def test_bad_rows_are_kept_for_download_and_good_rows_stay(cast, tmp_path):
    text = INTERVALS + "2024-03-05 08:30,Loans,-5,5,0,300\n"
    outcome = bring_in(tmp_path, cast.site, text)
    assert outcome.report["rejected"] == {"negative": 1}
    csv = gzip.decompress(bytes(RejectedRows.objects.get().csv_gzip)).decode()
    assert csv.splitlines()[1].startswith("5,negative,offered is -5,2024-03-05 08:30,Loans,-5")
    assert IntervalStat.objects.count() == 3


def test_a_file_that_cannot_be_used_stores_nothing(cast, tmp_path):
    before = stored()
    with pytest.raises(BadInputError):
        bring_in(tmp_path, cast.site, "time,offered\n2024-03-04 08:00,-1\n")
    assert stored() == before


@pytest.mark.django_db(transaction=True)
def test_a_cancel_midway_leaves_nothing(cast, tmp_path):
    class CancelledError(Exception):
        pass

    def cancel(done, total):
        raise CancelledError

    before = stored()
    with pytest.raises(CancelledError):
        bring_in(tmp_path, cast.site, CALLS, progress=cancel)
    assert stored() == before
    assert bring_in(tmp_path, cast.site, CALLS).is_new


@pytest.mark.django_db(transaction=True)
def test_a_crash_while_storing_leaves_nothing(cast, tmp_path, monkeypatch):
    before = stored()
    monkeypatch.setattr("floorwalker.duties.history._roll_up._DAYS_FROM_INTERVALS", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        bring_in(tmp_path, cast.site, CALLS)
    assert stored() == before


@pytest.mark.parametrize("name", ["asha", "cleo", "mia", "ann", "ada"])
def test_leaders_analysts_and_administrators_may_import(cast, tmp_path, name):
    assert bring_in(tmp_path, cast.site, CALLS, actor=cast.actor(name)).is_new


@pytest.mark.parametrize("name", ["ben", "otto", "zoe"])
def test_agents_auditors_and_other_sites_may_not(cast, tmp_path, name):
    before = stored()
    with pytest.raises(NotPermittedError):
        bring_in(tmp_path, cast.site, CALLS, actor=cast.actor(name))
    assert stored() == before


def test_an_import_is_audited(cast, tmp_path):
    outcome = bring_in(tmp_path, cast.site, CALLS, actor=cast.actor("asha"))
    record = AuditRecord.objects.get(action="import_file")
    assert (record.actor_name, record.subject_id) == ("Asha", str(outcome.import_id))
    assert record.after["rows_added"] == 5
    assert record.user == User.objects.get(name="Asha")


def test_no_temporary_table_is_left(cast, tmp_path):
    bring_in(tmp_path, cast.site, CALLS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'history_staged%'")
        assert cursor.fetchall() == []
