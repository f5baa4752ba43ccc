"""Tables of pages: what the address asks for, what is shown, what a file holds."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.tables import JOBS
from floorwalker.foundation.ui.tables import Choice, Column, Kind, RowsInDatabase, Table

pytestmark = pytest.mark.django_db  # the end of an answer looks after connections
TORONTO = ZoneInfo("America/Toronto")


@dataclass(frozen=True)
class Row:
    name: str
    state: str = "open"
    calls: float | None = None
    share: float | None = None
    at: datetime | None = None
    day: date | None = None
    seconds: int | None = None


TABLE = Table(
    name="things",
    caption="Things",
    columns=(
        Column("name", "Name", link=lambda row: f"/things/{len(row.name)}/"),
        Column("state", "State", Kind.BADGE, tone=lambda row: "good"),
        Column("calls", "Calls", Kind.NUMBER, decimals=1),
        Column("share", "Share", Kind.PERCENT, decimals=1),
        Column("at", "At", Kind.MOMENT),
        Column("day", "Day", Kind.DAY, is_hidden_at_first=True),
        Column("seconds", "Lasted", Kind.DURATION, is_hidden_at_first=True),
    ),
    words_in=("name",),
    choices=(Choice("state", "State", [("open", "Open"), ("done", "Done"), ("failed", "No")]),),
    rows_per_page=3,
)
ROWS = (
    Row("Zoé", calls=2),
    Row("adam", state="done", calls=10),
    Row("Élise", calls=None),
    Row("Bea", calls=1),
    Row("emil", calls=7),
)


def show(query="", rows=ROWS, table=TABLE):
    return table.show(rows, RequestFactory().get(f"/things/?{query}"))


def names(shown):
    return [row.name for row in shown.page_obj.object_list]


def text_of(response):
    content = response.getvalue() if hasattr(response, "getvalue") else response.content
    return content.decode()


def full_file(query="", **given):
    return show(f"file=csv&{query}", **given).as_file()


# order, filters, pages


def test_rows_stay_as_they_come_until_an_order_is_asked_for():
    assert names(show()) == ["Zoé", "adam", "Élise"]


def test_text_is_ordered_without_accents_and_capitals():
    assert names(show("sort=name")) == ["adam", "Bea", "Élise"]
    assert names(show("sort=-name")) == ["Zoé", "emil", "Élise"]


@pytest.mark.parametrize(("sort", "calls"), [("calls", [1, 2, 7, 10]), ("-calls", [10, 7, 2, 1])])
def test_numbers_that_are_not_known_come_last_in_both_orders(sort, calls):
    rows = [*show(f"sort={sort}").found.rows]
    assert [row.calls for row in rows] == [*calls, None]


def test_words_are_found_without_accents_and_all_must_be_there():
    assert names(show("words=ELI")) == ["Élise"]
    assert names(show("words=e+a")) == ["Bea"]


def test_a_choice_keeps_its_rows_only():
    assert names(show("state=done")) == ["adam"]


def test_a_choice_may_be_set_until_another_one_or_all_is_asked_for():
    state = Choice("state", "State", [("open", "Open"), ("done", "Done")], usual="done")
    table = replace(TABLE, choices=(state,))
    assert names(show(table=table)) == ["adam"]
    assert names(show("state=nonsense", table=table)) == ["adam"]
    assert names(show("state=open&sort=name", table=table)) == ["Bea", "Élise", "emil"]
    assert show("state=all", table=table).count == 5
    shown = show(table=table)
    assert shown.unfiltered_url == "/things/?state=all"
    assert [(o.value, o.is_chosen) for o in shown.selects[0].options] == [
        ("all", False),
        ("open", False),
        ("done", True),
    ]
    assert show("state=all", table=table).selects[0].options[0].is_chosen


def test_a_page_that_there_is_not_is_the_nearest_one():
    assert names(show("page=2")) == ["Bea", "emil"]
    assert names(show("page=99")) == ["Bea", "emil"]
    assert names(show("page=-4")) == ["Bea", "emil"]
    assert names(show("page=x")) == ["Zoé", "adam", "Élise"]


def test_what_is_not_understood_is_passed_over():
    shown = show("sort=secret&state=gone&columns=nothing&file=exe&page=%00&words=%00")
    assert names(shown) == ["Zoé", "adam", "Élise"]
    assert shown.as_file() is None
    assert not shown.asked.is_filtered


def test_only_the_chosen_columns_are_shown_and_always_the_first():
    assert [c.key for c in show("columns=day&columns=calls").columns] == ["name", "calls", "day"]
    assert [c.key for c in show().columns] == ["name", "state", "calls", "share", "at"]


def test_two_tables_on_a_page_keep_apart():
    other = Table(name="others", caption="Others", columns=TABLE.columns, prefix="o")
    query = "sort=name&o-sort=-name"
    assert names(show(query)) == ["adam", "Bea", "Élise"]
    assert names(show(query, table=other))[0] == "Zoé"
    assert parse_qs(urlsplit(show(query, table=other).csv_url).query) == {
        "sort": ["name"],
        "o-sort": ["-name"],
        "o-file": ["csv"],
    }


def test_a_head_turns_the_order_round_and_shows_the_first_page_again():
    name, _state, calls, *_ = show("page=2&sort=name&words=e").heads
    assert (name.direction, name.sort_url) == ("ascending", "/things/?sort=-name&words=e")
    assert (calls.direction, calls.sort_url) == ("", "/things/?sort=-calls&words=e")


def test_filters_need_more_than_a_handful_of_rows_to_be_worth_their_room():
    assert not show().has_filters
    assert show(rows=[Row(f"Row {n}") for n in range(11)]).has_filters
    assert show("words=nobody").has_filters
    assert not show("words=nobody").is_empty
    assert show(rows=()).is_empty


# on the page


def drawn(query="", rows=ROWS):
    request = RequestFactory().get(f"/things/?{query}")
    template = engines["django"].from_string("{% load ui %}{% data_table table %}")
    return template.render({"table": TABLE.show(rows, request)}, request)


def test_cells_are_written_in_the_readers_language_and_on_the_sites_clock():
    row = Row("A", calls=1204.5, share=0.8125, at=datetime(2026, 11, 24, 2, 5, tzinfo=UTC))
    with translation.override("fr"), timezone.override(TORONTO):
        text = drawn(rows=[row])
    assert "1\N{NO-BREAK SPACE}204,5" in text
    assert "81,3\N{NO-BREAK SPACE}%" in text or "81,2\N{NO-BREAK SPACE}%" in text
    assert "2026-11-23 21:05" in text


def test_a_sorted_column_says_so_and_hostile_words_stay_words():
    text = drawn("sort=name&words=%22%3E%3Cscript%3E", rows=[*ROWS, Row('"><script>x')])
    assert 'aria-sort="ascending"' in text
    assert "<script>" not in text
    assert "&lt;script&gt;x" in text


# files


def test_a_csv_file_holds_all_rows_found_for_other_programs_to_read():
    row = Row(
        "A; “B”",
        calls=1204.5,
        share=0.8125,
        at=datetime(2026, 11, 24, 2, 5, tzinfo=UTC),
        day=date(2026, 11, 23),
        seconds=125,
    )
    with translation.override("fr"), timezone.override(TORONTO):
        response = full_file("state=open", rows=[row, Row("B", state="done"), Row("C"), Row("D")])
    text = text_of(response)  # sent when the page's clock is no longer set
    assert response["Content-Disposition"] == 'attachment; filename="things.csv"'
    assert text.startswith("\ufeffName,State,Calls,Share,At,Day,Lasted\r\n")
    first, *others = list(csv.reader(io.StringIO(text)))[1:]
    assert first == [
        "A; “B”", "open", "1204.5", "0.8125", "2026-11-23T21:05:00-05:00", "2026-11-23", "125",
    ]  # fmt: skip
    assert [row[0] for row in others] == ["C", "D"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_in_a_file_is_taken_for_a_formula(evil):
    (_heads, row) = list(csv.reader(io.StringIO(text_of(full_file(rows=[Row(evil)])))))
    assert row[0] == f"'{evil}"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(rows=[Row(evil)])))
    cell = book.active["A2"]
    assert cell.data_type == "s"


def test_a_negative_number_is_a_number():
    (_heads, row) = list(csv.reader(io.StringIO(text_of(full_file(rows=[Row("A", calls=-5)])))))
    assert row[2] == "-5"


def workbook_bytes(query="", **given):
    response = show(f"file=xlsx&{query}", **given).as_file()
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_workbook_holds_numbers_as_numbers_and_moments_as_moments_of_the_sites_clock():
    row = Row(
        "A",
        calls=3.5,
        share=0.25,
        at=datetime(2026, 11, 24, 2, 5, tzinfo=UTC),
        day=date(2026, 11, 23),
        seconds=43_200,
    )
    with timezone.override(TORONTO):
        sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(rows=[row, Row("B")]))).active
    heads, first, second = sheet.iter_rows(values_only=True)
    assert heads == ("Name", "State", "Calls", "Share", "At", "Day", "Lasted")
    assert first[:6] == (
        "A", "open", 3.5, 0.25, datetime(2026, 11, 23, 21, 5), datetime(2026, 11, 23),
    )  # fmt: skip
    assert sheet["G2"].number_format == "[h]:mm:ss"
    assert second[2:] == (None,) * 5
    assert sheet["D2"].number_format == "0.0%"


def test_a_file_holds_a_stated_number_of_rows_at_most(monkeypatch):
    monkeypatch.setattr("floorwalker.foundation.ui.tables._files.ROWS_MAX", 2)
    monkeypatch.setattr("floorwalker.foundation.ui.tables._shown.ROWS_MAX", 2)
    assert len(text_of(full_file()).splitlines()) == 1 + 2
    assert "A file holds the first 2 rows." in drawn()


# rows of the database


@pytest.fixture
def jobs(cast):
    for number, who in enumerate(["Zoé", "Élise", "adam", "Bea"]):
        Job.objects.create(
            kind="dig",
            site=cast.site,
            created_at=clock.now(),
            requested_by_name=who,
            state="failed" if number else "queued",
        )
    return RowsInDatabase(
        Job.objects.all(),
        lambda job: Row(job.requested_by_name, job.state),
        {"name": "requested_by_name"},
    )


def test_a_query_is_ordered_and_searched_as_a_list_is(jobs):
    assert names(show("sort=name", rows=jobs)) == ["adam", "Bea", "Élise"]
    assert names(show("sort=-name", rows=jobs)) == ["Zoé", "Élise", "Bea"]
    assert names(show("words=elis", rows=jobs)) == ["Élise"]
    assert names(show("words=%25", rows=jobs)) == []
    assert show("state=failed", rows=jobs).count == 3
    assert [row.name for batch in show(rows=jobs).found.batches(rows_max=3) for row in batch] == [
        "Bea", "adam", "Élise",
    ]  # fmt: skip


def test_a_page_of_a_query_reads_its_own_rows_only(jobs, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert names(show("page=2", rows=jobs)) == ["Zoé"]


def test_a_query_that_finds_too_many_is_counted_and_paged_to_a_limit(jobs):
    cut = show("sort=name", rows=replace(jobs, count_max=3))
    assert (cut.count, cut.found.has_more, names(cut)) == (3, True, ["adam", "Bea", "Élise"])
    assert "The first 3 rows of more" in drawn("sort=name", rows=replace(jobs, count_max=3))
    whole = show("page=2", rows=replace(jobs, count_max=4))
    assert (whole.count, whole.found.has_more, names(whole)) == (4, False, ["Zoé"])
    assert len(text_of(full_file(rows=replace(jobs, count_max=3))).splitlines()) == 1 + 4


# hostile addresses

KEYS = ["sort", "words", "page", "columns", "file", "state", "kind", "x"]
VALUES = st.one_of(
    st.text(max_size=120),
    st.sampled_from(["-created_at", "title", "deeds", "-", "csv", "xlsx", "9" * 5000, "-1", "\0"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=8))
def test_no_address_breaks_a_table(jobs, pairs):
    request = RequestFactory().get("/jobs/")
    request.GET = QueryDict(urlencode(pairs, errors="surrogatepass"))
    shown = JOBS.show(jobs_rows(), request)
    assert 0 <= shown.count <= 4
    assert all(head.column.key for head in shown.heads)


def jobs_rows():
    from floorwalker.foundation.accounts.actor import Actor
    from floorwalker.foundation.jobs.queries import jobs_page

    return jobs_page(Actor.program("tests")).rows
