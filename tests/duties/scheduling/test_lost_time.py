"""Recording lost time: who may, what is refused, what stays in the records, and files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from floorwalker.duties.scheduling.actions.import_lost_time import import_lost_time
from floorwalker.duties.scheduling.actions.record_lost_time import record_lost_time
from floorwalker.duties.scheduling.actions.remove_lost_time import remove_lost_time
from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.duties.scheduling.models import LostTime, PaidTime
from floorwalker.duties.scheduling.queries.lost_time import lost_time_in_reach
from floorwalker.duties.scheduling.records import Loss, LostTimeFile, LostTimeRow
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.retention.data_classes import class_named
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import all_traces

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def sick(cast):
    """Ben was ill today for an hour."""
    return Loss(TODAY, LossCause.SICKNESS, 3600, TODAY, person_id=cast.people["ben"].pk)


def record(cast, loss, who="asha"):
    return record_lost_time(cast.actor(who), site=cast.site, loss=loss, at=NOW)


def everything():
    return list(LostTime.objects.values_list()), AuditRecord.objects.count()


def test_a_loss_is_kept_and_its_audit_record_does_not_tell_why(cast, sick):
    lost = record(cast, sick)
    assert (lost.person, lost.team, lost.seconds) == (cast.people["ben"], None, 3600)
    noted = AuditRecord.objects.get(action="record_lost_time")
    assert noted.after == {"day": "2026-11-24", "seconds": 3600, "whose": "Ben"}
    assert "whose" not in str(noted.sealed_after) or "Ben" not in str(noted.sealed_after)
    remove_lost_time(cast.actor("mia"), lost_time_id=lost.pk, at=NOW)
    assert not LostTime.objects.exists()
    assert AuditRecord.objects.get(action="remove_lost_time").before == noted.after


def test_each_records_for_those_whom_they_lead_or_plan_for(cast, sick):
    team = Loss(TODAY, LossCause.MEETING, 3600, TODAY, team_id=cast.north.pk)
    site = Loss(TODAY, LossCause.OUTAGE, 3600, TODAY)
    for who, loss, error in (
        ("ben", sick, NotPermittedError),
        ("otto", sick, NotPermittedError),
        ("zoe", sick, NotPermittedError),
        ("cleo", sick, NotFoundError),
        ("cleo", team, NotFoundError),
        ("asha", site, NotPermittedError),
    ):
        before = everything()
        with pytest.raises(error):
            record(cast, loss, who)
        assert everything() == before
    record(cast, sick, "asha")
    record(cast, team, "ann")
    record(cast, site, "mia")
    assert {
        who: lost_time_in_reach(cast.actor(who)).count()
        for who in ("asha", "cleo", "zoe", "ann", "mia", "otto", "ben")
    } == {"asha": 2, "cleo": 0, "zoe": 0, "ann": 3, "mia": 3, "otto": 0, "ben": 0}
    with pytest.raises(NotFoundError):
        remove_lost_time(cast.actor("cleo"), lost_time_id=LostTime.objects.first().pk, at=NOW)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"day": TODAY + 367 * DAY}, "day"),
        ({"day": date(1999, 12, 31)}, "day"),
        ({"known_on": TODAY + DAY}, "known_on"),
        ({"seconds": 0}, "minutes"),
        ({"seconds": 24 * 3600 + 1}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(cast, sick, changes, where):
    before = everything()
    with pytest.raises(BadInputError) as error:
        record(cast, replace(sick, **changes))
    assert error.value.where == where
    assert everything() == before


def test_the_same_loss_is_recorded_once(cast, sick):
    record(cast, sick)
    with pytest.raises(BadInputError, match="recorded already"):
        record(cast, replace(sick, seconds=60))
    assert LostTime.objects.get().seconds == 3600


def line(number, day=TODAY, cause="sickness", seconds=600, known_on=TODAY, person="", team=""):
    return LostTimeRow(f"lost.csv:{number}", day, cause, seconds, known_on, person, team)


def bring(cast, *lines, who="mia", paid=None):
    told = LostTimeFile(lines, paid or {})
    return import_lost_time(cast.actor(who), site=cast.site, told=told, at=NOW)


def test_a_file_adds_up_corrects_and_changes_nothing_the_second_time(cast):
    lines = (
        line(2, person="ben"),
        line(3, person="BEN", seconds=300),  # by number and by name, alike in any case
        line(4, cause="Meeting", team="north"),
        line(5, cause="outage", day=TODAY - DAY, known_on=TODAY - DAY),
    )
    done = bring(cast, *lines, paid={TODAY: 9000})
    assert (done.losses, done.days, done.paid_days) == (3, 2, 1)
    stored = set(LostTime.objects.values_list("cause", "seconds", "person__name", "team__name"))
    assert stored == {
        ("sickness", 900, "Ben", None),
        ("meeting", 600, None, "North"),
        ("outage", 600, None, None),
    }
    bring(cast, *lines, paid={TODAY: 9000})
    assert LostTime.objects.count() == 3
    bring(cast, line(2, person="ben", seconds=60), paid={TODAY: 8000})
    assert LostTime.objects.get(cause="sickness").seconds == 60
    assert PaidTime.objects.get().seconds == 8000
    assert AuditRecord.objects.filter(action="import_lost_time").last().after == {
        "losses": 1,
        "days": 1,
        "paid_days": 1,
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cause": "boredom"}, "there is no cause “boredom”"),
        ({"person": "Nobody"}, "“Nobody” is not the number or name of exactly one person"),
        ({"person": "zoe"}, "“zoe” is not the number"),
        ({"team": "East"}, "there is no team “East”"),
        ({"day": date(2099, 1, 1)}, "up to a year ahead"),
        ({"known_on": TODAY + DAY}, "known today or before"),
        ({"person": "ben", "seconds": 90_000}, "of one person at most a day"),
    ],
)
def test_one_wrong_line_refuses_the_file_by_its_number(cast, wrong, words):
    with pytest.raises(BadInputError, match=words) as error:
        bring(cast, line(2), line(3, **wrong))
    assert error.value.where == "lost.csv:3"
    assert not LostTime.objects.exists()


@pytest.mark.parametrize("who", ["ben", "asha", "otto", "zoe"])
def test_a_file_is_imported_by_whoever_plans_for_the_whole_site(cast, who):
    with pytest.raises(NotPermittedError):
        bring(cast, line(2), who=who)


def test_after_a_year_what_people_lost_is_what_the_site_lost(cast, sick):
    old, known_on = TODAY - 400 * DAY, TODAY - 401 * DAY
    for name in ("ben", "bea"):
        record(cast, replace(sick, day=old, known_on=known_on, person_id=cast.people[name].pk))
    record(cast, sick)
    kept = class_named("lost-time")
    due = kept.due(NOW - kept.rule.days * DAY)
    assert kept.erase(due) == 2
    stored = list(LostTime.objects.order_by("day").values_list("day", "person__name", "seconds"))
    assert stored == [(old, None, 7200), (TODAY, "Ben", 3600)]
    assert not kept.due(NOW - kept.rule.days * DAY).exists()


def test_a_file_from_before_that_year_is_kept_without_names_and_never_counted_twice(cast):
    old = {"day": TODAY - 366 * DAY, "known_on": TODAY - 366 * DAY}
    lines = (line(2, person="ben", **old), line(3, team="North", **old), line(4, person="ben"))
    for _ in range(2):
        bring(cast, *lines)
        stored = LostTime.objects.order_by("day").values_list("person__name", "team", "seconds")
        assert list(stored) == [(None, None, 1200), ("Ben", None, 600)]


def test_erasing_a_person_keeps_the_sums_without_them(cast, sick):
    record(cast, replace(sick, person_id=None), "mia")
    record(cast, sick)
    (traces,) = [t for t in all_traces() if str(t.title) == "Lost time, with its cause"]
    leaver = Leaver(cast.people["ben"], None)
    assert traces.count(leaver) == 1
    assert traces.erase(leaver) == 1
    assert list(LostTime.objects.values_list("person", "cause", "seconds")) == [
        (None, "sickness", 7200)
    ]


def test_the_page_records_and_tells_what_is_wrong(cast, client):
    client.force_login(cast.users["asha"])
    sent = {"whose": f"person-{cast.people['ben'].pk}", "day": "2026-03-02", "cause": "sickness"}
    answer = client.post(reverse("lost_time_record"), sent | {"minutes": 60})
    assert answer.status_code == 302
    page = client.get(reverse("lost_time")).content.decode()
    assert "Ben" in page
    assert "Import a file" not in page  # she does not plan for the whole site
    again = client.post(reverse("lost_time_record"), sent | {"minutes": 60})
    assert again.status_code == 422
    assert "this is recorded already." in again.content.decode()
    someone = client.post(
        reverse("lost_time_record"),
        sent | {"minutes": 60, "whose": f"person-{cast.people['cleo'].pk}"},
    )
    assert someone.status_code == 422
    assert LostTime.objects.count() == 1


def test_a_file_is_uploaded_and_a_wrong_one_is_told_by_its_own_name(cast, client, tmp_path):
    client.force_login(cast.users["mia"])
    file = tmp_path / "absences.csv"
    file.write_text("day,cause,minutes\n2026-03-02,sickness,60\n")
    with file.open("rb") as sent:
        assert client.post(reverse("lost_time_import"), {"file": sent}).status_code == 302
    assert LostTime.objects.get().seconds == 3600
    file.write_text("day,cause,minutes\n2026-03-02,boredom,60\n")
    with file.open("rb") as sent:
        answer = client.post(reverse("lost_time_import"), {"file": sent})
    assert answer.status_code == 422
    assert "absences.csv:2: there is no cause “boredom”." in answer.content.decode()
