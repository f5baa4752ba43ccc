import ast
import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from tests.architecture.repository import sources, tree_of
from tests.builders.api import make_token
from tests.builders.plans import make_queue
from tests.builders.rosters import make_roster

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import RoleAssignment
from floorwalker.foundation.api.queries import actor_through
from floorwalker.foundation.audit.changes import Change
from floorwalker.foundation.audit.deed_words import DEED_WORDS
from floorwalker.foundation.audit.export import harmless
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.audit.record import record

AT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
QUERIES_OF_THE_PAGE = 7
DAY = timedelta(days=1)


def note(subject, action="look", *, who="Mia", at=AT, **facts):
    with transaction.atomic():
        record(Actor(name=who), action, subject=subject, at=at, **facts)


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def found(cast, signed_in):
    """Ask as somebody of the cast; return the deeds that are found."""

    def ask(who, /, **search):
        return [row["action"] for row in rows_of(signed_in(who).get(reverse("audit_csv"), search))]

    return ask


def test_the_page_shows_what_was_before_and_after_side_by_side(cast, signed_in):
    contract = {"week_hours_max": 40.0, "days": 5}
    note(
        cast.people["ben"],
        "change_person",
        before={"name": "Old", "language": "en", "contract": contract},
        after={
            "name": "New",
            "language": "en",
            "team": "South",
            "contract": {**contract, "week_hours_max": 37.5},
        },
    )
    page = signed_in("otto").get(reverse("audit"))
    assert page.context["page"].rows[0].changes == (
        Change("name", "Old", "New"),
        Change("contract · week_hours_max", "40", "37.5"),
        Change("team", "", "South"),
    )
    text = page.content.decode()
    assert "<del>Old</del>" in text
    assert "<ins>New</ins>" in text
    assert "Person changed" in text
    assert "people.Person" in text


def test_a_record_names_the_token_that_something_was_done_through(cast, signed_in):
    token = make_token(cast, "mia").token
    with transaction.atomic():
        record(actor_through(token), "look", subject=cast.site, at=AT)
    row = AuditRecord.objects.get(action="look")
    assert (row.user_id, row.actor_name, row.token) == (cast.users["mia"].pk, "Mia", token)
    otto = signed_in("otto")
    assert f"through tests ({token.prefix}…)" in otto.get(reverse("audit")).content.decode()
    (line,) = rows_of(otto.get(reverse("audit_csv"), {"action": "look"}))
    assert line["token"] == f"tests ({token.prefix}…)"


def test_a_deed_is_found_by_its_words_too(cast, found):
    note(cast.site, "change_site")
    note(cast.site, "look")
    assert found("otto", action="site CHANGED") == ["change_site"]


def test_every_deed_has_words():
    named = set()
    for file in sources():
        for node in ast.walk(tree_of(file)):
            match node:
                case ast.Call(func=ast.Name(id="record"), args=[_, ast.Constant(value=str(name))]):
                    named.add(name)
    assert len(named) > 40
    assert named - set(DEED_WORDS) == set()


def test_the_last_day_there_is_may_be_searched_for(cast, found):
    note(cast.site, "look")
    assert found("otto", until="9999-12-31") == ["look"]


def test_a_manager_sees_what_was_done_at_the_own_site_only(cast, found):
    note(cast.site, "here")
    note(cast.other_site, "there")
    assert found("mia") == ["here"]
    assert found("otto") == ["there", "here"]


def test_a_record_finds_its_site_by_what_it_is_about(cast):
    roster = make_roster(cast.site)
    for subject in (cast.north, make_queue(cast.site, name="X"), roster, roster.shifts.first()):
        note(subject)
    note(cast.users["ben"])
    sites = AuditRecord.objects.filter(action="look").values_list("site_id", flat=True)
    assert set(sites) == {cast.site.pk}


def test_who_manages_everywhere_sees_records_of_no_site(cast, found):
    note(cast.users["ada"], "of_nobodys_site")
    assert found("mia") == []
    RoleAssignment.objects.filter(user=cast.users["mia"]).update(site=None)
    assert found("mia") == ["of_nobodys_site"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"who": "ASHA"}, ["plan"]),
        ({"action": "lo"}, ["look"]),
        ({"subject": "people.team"}, ["plan"]),
        ({"since": "2026-11-17"}, ["plan"]),
        ({"until": "2026-11-16"}, ["look"]),
        ({"since": "2026-11-16", "until": "2026-11-17"}, ["plan", "look"]),
        ({"since": "nonsense"}, ["plan", "look"]),
        ({"who": "nobody"}, []),
    ],
)
def test_records_are_found_by_who_what_on_what_and_when(cast, found, search, expected):
    note(cast.site, "look")
    note(cast.north, "plan", who="Asha", at=AT + DAY)
    assert found("otto", **search) == expected


def test_one_thing_is_found_by_its_number(cast, found):
    note(cast.north, "north")
    note(cast.south, "south")
    assert found("otto", subject=f"Team {cast.south.pk}") == ["south"]


def test_days_are_those_of_the_sites_clock(cast, found):
    note(cast.site, "late", at=datetime(2026, 11, 17, 4, 30, tzinfo=UTC))  # 23:30 in Toronto
    assert found("mia", until="2026-11-16") == ["late"]


def test_the_file_holds_everything_and_computes_nothing(cast, signed_in):
    note(cast.site, "look", who="=cmd()", before={"zone": 1}, after={"zone": "é"})
    answer = signed_in("otto").get(reverse("audit_csv"))
    (row,) = rows_of(answer)
    assert {name: row[name] for name in list(row)[:9]} == (
        {
            "at": "2026-11-16T14:00:00+00:00",
            "who": "'=cmd()",
            "account": "",
            "token": "",
            "action": "look",
            "subject_type": "people.Site",
            "subject_id": str(cast.site.pk),
            "before": '{"zone": 1}',
            "after": '{"zone": "é"}',
        }
    )
    assert answer["Content-Disposition"] == 'attachment; filename="audit.csv"'


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("", "a=1", "{}", "12")] == ["", "a=1", "{}", "12"]


def test_the_page_takes_a_fixed_number_of_queries(cast, signed_in, django_assert_num_queries):
    for number in range(60):
        note(cast.site, f"deed_{number}", after={"zone": number})
    otto = signed_in("otto")
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        otto.get(reverse("audit"), {"page": 2})


def test_an_empty_log_says_so(cast, signed_in):
    assert "Nothing found" in signed_in("otto").get(reverse("audit")).content.decode()
