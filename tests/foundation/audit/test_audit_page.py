import ast
import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
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


def shown(answer):
    return list(answer.context["table"].page_obj.object_list)


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
    assert shown(page)[0].changes == (
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


def test_the_page_begins_with_the_newest_or_with_the_oldest(cast, signed_in):
    for number in (1, 3, 2):
        note(cast.site, f"deed_{number}", at=AT + number * DAY)
    otto = signed_in("otto")

    def deeds(**asked):
        return [row.action for row in shown(otto.get(reverse("audit"), asked))]

    assert deeds() == ["deed_3", "deed_2", "deed_1"]
    assert deeds(sort="at") == ["deed_1", "deed_2", "deed_3"]
    assert deeds(sort="who") == deeds(sort="deed") == deeds()
    assert deeds(action="deed_2", sort="at") == ["deed_2"]


def test_an_index_holds_both_orders_of_the_page(cast, signed_in):
    note(cast.site, "look")
    otto = signed_in("otto")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sort, way in (("-at", "Index Scan Backward"), ("at", "Index Scan")):
            with CaptureQueriesContext(connection) as asked:
                otto.get(reverse("audit"), {"sort": sort})
            (page,) = (q["sql"] for q in asked if 'ORDER BY "audit_auditrecord"."at"' in q["sql"])
            cursor.execute(f"EXPLAIN {page}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert f"{way} using audit_auditrecord_at" in plan, plan


def test_a_long_log_is_counted_and_paged_to_a_limit(cast, signed_in, monkeypatch):
    for number in range(4):
        note(cast.site, f"deed_{number}", at=AT + number * DAY)
    monkeypatch.setattr("floorwalker.foundation.audit.queries.PAGED_ROWS_MAX", 3)
    otto = signed_in("otto")
    page = otto.get(reverse("audit"))
    assert [row.action for row in shown(page)] == ["deed_3", "deed_2", "deed_1"]
    assert "The first 3 rows of more" in page.content.decode()
    assert [row.action for row in shown(otto.get(reverse("audit"), {"sort": "at"}))] == [
        "deed_0", "deed_1", "deed_2",
    ]  # fmt: skip
    fewer = otto.get(reverse("audit"), {"since": "2026-11-17"})
    assert "3 rows" in fewer.content.decode()
    assert "of more" not in fewer.content.decode()
    assert len(rows_of(otto.get(reverse("audit_csv")))) == 4


def test_a_workbook_holds_the_records_found_and_the_page_has_no_other_csv(cast, signed_in):
    note(cast.site, "look")
    note(cast.site, "change_site", who="=Mia", before={"zone": "A"}, after={"zone": "B"})
    otto = signed_in("otto")
    found = otto.get(reverse("audit"), {"action": "site", "file": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(found.getvalue())).active
    assert list(sheet.values) == [
        ("When", "Who", "API token", "Deed", "Name of the deed", "On what", "Before and after"),
        (
            datetime(2026, 11, 16, 9, 0),
            "=Mia",
            "",
            "Site changed",
            "change_site",
            f"people.Site {cast.site.pk}",
            "zone: A → B",
        ),
    ]
    page = otto.get(reverse("audit"), {"file": "csv"})
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "All rows found, as CSV" not in page.content.decode()
    assert f'href="{reverse("audit_csv")}' in page.content.decode()
    for who in ("ben", "asha"):
        assert signed_in(who).get(reverse("audit"), {"file": "xlsx"}).status_code == 403


def test_a_manager_exports_what_was_done_at_the_own_site_only(cast, signed_in):
    note(cast.site, "here")
    note(cast.other_site, "there")
    file = signed_in("mia").get(reverse("audit"), {"file": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
    assert [row[4] for row in sheet.values] == ["Name of the deed", "here"]


def test_a_search_keeps_the_order_and_the_columns_and_the_table_keeps_the_search(cast, signed_in):
    note(cast.site, "look")
    asked = {"who": "mia", "sort": "at", "columns": ["action", "who"]}
    page = signed_in("otto").get(reverse("audit"), asked)
    table = page.context["table"]
    assert table.kept_by_search == (("sort", "at"), ("columns", "action"), ("columns", "who"))
    assert [column.key for column in table.columns] == ["at", "who", "action"]
    assert ("who", "mia") in table.kept_by_columns
    assert "who=mia" in table.workbook_url


def test_an_empty_log_says_so(cast, signed_in):
    assert "Nothing found" in signed_in("otto").get(reverse("audit")).content.decode()
