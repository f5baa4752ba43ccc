"""Columns are mapped by choosing, on the preview; a select's values are positions of columns."""

import re

import pytest
from django.urls import reverse
from tests.duties.history.test_upload_pages import CALLS, upload

from floorwalker.duties.history.models import Contact, DayStat, Import
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.jobs.models import Job

ODD = "when,how many,why\n2024-03-04 08:00,5,9\n2024-03-04 08:30,7,9\n"
WHEN, HOW_MANY, WHY = "0", "1", "2"
ABSENT = "— not in the file —"
CHOSEN = {"kind": "intervals", "column_time": WHEN, "column_offered": HOW_MANY}
COUNTS = "time,queue,offered\n2024-03-04 08:00,Billing,5\n"


@pytest.fixture
def asha(signed_in):
    return signed_in("asha")


def preview(client):
    return client.get(reverse("import", args=[Import.objects.get().pk])).content.decode()


def read_again(client, **form):
    return client.post(reverse("read_again", args=[Import.objects.get().pk]), form)


def field_of(page, name):
    """Return the part of the page that holds one field: label, select, errors."""
    found = re.search(rf'<div class="field ">\s*<label for="id_{name}">.*?</div>', page, re.DOTALL)
    assert found, name
    return found[0]


def selected(page, name):
    return re.findall(r"<option[^>]* selected>([^<]*)", field_of(page, name))


def refused(client, form, *, says, at):
    """Post a mapping; tell that it is refused at its field, and that nothing was stored."""
    before = Import.objects.values().get()
    answer = read_again(client, **form)
    assert answer.status_code == 422
    assert says in field_of(answer.content.decode(), at)
    assert Import.objects.values().get() == before
    assert not AuditRecord.objects.filter(action="read_differently").exists()
    assert not DayStat.objects.exists()


def test_the_preview_shows_what_was_detected_as_selects_with_values_of_the_file(asha):
    upload(asha)
    page = preview(asha)
    assert selected(page, "column_time") == ["time (2024-03-04 08:00:00, 2024-03-04 08:01:00)"]
    assert selected(page, "column_wait_seconds") == ["wait (0, 20)"]
    assert selected(page, "column_talk_seconds") == [ABSENT]
    assert selected(page, "kind") == ["Contacts, one by one"]
    assert '<datalist id="zones"><option value="Africa/Abidjan">' in page


def test_columns_that_say_nothing_can_be_chosen_before_anything_is_imported(asha):
    assert upload(asha, ODD).status_code == 302
    page = preview(asha)
    assert "do not tell all that is needed" in page
    assert "Choose a column for this or for one of: Date." in field_of(page, "column_time")
    assert "This is needed: choose its column." in field_of(page, "column_offered")
    assert "errors" not in field_of(page, "column_queue")
    assert "Import it" not in page
    assert "--map" not in page


def test_a_file_whose_columns_are_not_known_yet_is_not_imported(asha):
    upload(asha, ODD)
    assert asha.post(reverse("confirm_import", args=[Import.objects.get().pk])).status_code == 409
    assert Import.objects.get().state == "uploaded"
    assert not Job.objects.exists()


def test_a_mapping_chosen_by_selects_is_used(asha):
    upload(asha, ODD)
    assert read_again(asha, **CHOSEN, zone="Europe/Paris", queue="x").status_code == 302
    import_ = Import.objects.get()
    assert import_.detection["columns"] == {"time": "when", "offered": "how many"}
    assert import_.report["starts_at"] == "2024-03-04T07:00:00+00:00"
    assert (import_.report["queues"], import_.report["volume"]) == (["x"], 12)
    page = preview(asha)
    assert "Import it" in page
    assert selected(page, "column_offered") == ["how many (5, 7)"]
    assert 'value="x"' in field_of(page, "queue")


def test_a_column_that_was_detected_can_be_said_to_be_absent(asha):
    upload(asha, COUNTS)
    assert selected(preview(asha), "column_queue") == ["queue (Billing)"]
    read_again(asha, kind="intervals", column_time="0", column_queue="", column_offered="2")
    assert Import.objects.get().report["queues"] == ["calls"]


def test_two_fields_on_one_column_are_refused(asha):
    upload(asha, ODD)
    form = {**CHOSEN, "column_answered": HOW_MANY}
    refused(asha, form, says="“how many” is chosen for “Offered” too.", at="column_answered")


def test_a_time_told_in_two_ways_is_refused(asha):
    upload(asha, ODD)
    form = {"kind": "intervals", "column_time": WHEN, "column_date": HOW_MANY, "column_clock": WHY}
    refused(asha, form, says="Date and time of day are chosen already", at="column_time")


@pytest.mark.parametrize("column", ["3", "-1", "when"])
def test_a_column_that_the_file_does_not_have_is_refused(asha, column):
    upload(asha, ODD)
    form = {**CHOSEN, "column_time": column}
    refused(asha, form, says="The file has no such column.", at="column_time")


def test_a_needed_column_left_out_is_refused_beside_its_field(asha):
    upload(asha, COUNTS)
    form = {"kind": "intervals", "column_time": "0", "column_offered": ""}
    refused(asha, form, says="This is needed: choose its column.", at="column_offered")


def test_a_time_column_without_times_is_refused_and_the_old_reading_stays(asha):
    upload(asha, COUNTS)
    before = Import.objects.values().get()
    answer = read_again(asha, kind="intervals", column_time="1", column_offered="2")
    assert answer.status_code == 422
    assert "holds &#x27;Billing&#x27;, which is no date" in answer.content.decode()
    assert Import.objects.values().get() == before


def test_a_time_column_that_only_its_name_makes_one_is_not_taken(asha):
    upload(asha, "begin,time,offered\n2024-03-04 08:00,long,5\n")
    page = preview(asha)
    assert "The time column holds &#x27;long&#x27;" in page
    assert selected(page, "column_time") == [ABSENT]
    assert "Choose a column for this" in field_of(page, "column_time")


def test_another_kind_brings_its_own_fields_and_keeps_what_both_have(asha):
    upload(asha, "when,wait,group\n2024-03-04 08:00:05,5,Billing\n")
    assert read_again(asha, kind="contacts", column_time=WHEN, column_offered="").status_code == 302
    page = preview(asha)
    assert selected(page, "column_time") == ["when (2024-03-04 08:00:05)"]
    assert selected(page, "column_wait_seconds") == ["wait (5)"]
    assert 'id="id_column_offered"' not in page
    assert "Import it" in page


def test_agents_are_asked_neither_for_a_zone_nor_for_an_order_of_dates(asha):
    upload(asha, "name,email,team\nAda,ada@example.org,North\n")
    page = preview(asha)
    assert selected(page, "column_name") == ["name (Ada)"]
    assert 'id="id_zone"' not in page
    assert 'id="id_date_order"' not in page
    form = {"kind": "agents", "column_name": "0", "column_email": "1"}
    assert read_again(asha, **form).status_code == 302
    assert Import.objects.get().detection["columns"] == {"name": "name", "email": "email"}


def test_the_upload_form_asks_for_the_file_and_keeps_the_rest_folded(asha):
    page = asha.get(reverse("upload")).content.decode()
    assert "<textarea" not in page
    assert re.search(r"<details\s*>", page)
    unfolded = upload(asha, CALLS, zone="Mars/Base").content.decode()
    assert re.search(r"<details\s*open>", unfolded)


def test_no_zone_written_means_the_sites(asha, cast):
    upload(asha, CALLS, zone="")
    assert Import.objects.get().detection["zone_name"] == cast.site.zone


def test_the_selects_speak_french(asha):
    upload(asha, ODD)
    asha.cookies["django_language"] = "fr"
    page = preview(asha)
    assert "— absent du fichier —" in field_of(page, "column_offered")
    assert "Relire avec ces choix" in page


@pytest.mark.parametrize(("name", "status"), [("ben", 403), ("zoe", 403), ("otto", 403)])
def test_others_may_not_map_columns(asha, signed_in, name, status):
    upload(asha, ODD)
    before = Import.objects.values().get()
    assert read_again(signed_in(name), **CHOSEN).status_code == status
    assert Import.objects.values().get() == before


def test_who_may_import_history_only_does_not_make_it_a_file_of_people(asha, signed_in):
    upload(asha, "name,wait\n2024-03-04 08:00,5\n", kind="contacts")
    assert read_again(signed_in("ann"), kind="agents", column_wait_seconds="1").status_code == 403
    assert Import.objects.get().kind == "contacts"


def test_the_auditor_sees_the_rows_without_selects(asha, signed_in):
    upload(asha, ODD)
    page = preview(signed_in("otto"))
    assert "how many" in page
    assert "<select" not in page.split("<main")[1]


def test_the_preview_takes_as_many_queries_whatever_the_file(asha, django_assert_num_queries):
    upload(asha, ODD)
    address = reverse("import", args=[Import.objects.get().pk])
    with django_assert_num_queries(5):
        asha.get(address)
    read_again(asha, **CHOSEN)
    with django_assert_num_queries(5):
        asha.get(address)
    assert not Contact.objects.exists()


def test_a_layout_with_columns_of_its_own_offers_no_columns_to_choose(asha):
    header = (
        "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\t"
        "q_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver\n"
    )
    row = (
        "AA0101\t33116\t9664491\t2\tPS\t990101\t0:00:31\t0:00:36\t5\t0:00:36\t0:03:09\t153\t"
        "HANG\t0:00:00\t0:00:00\t0\tNO_SERVER\n"
    )
    upload(asha, header + row)
    assert "column_time" not in preview(asha)
    assert read_again(asha, zone="Asia/Jerusalem").status_code == 302
    import_ = Import.objects.get()
    assert import_.detection["layout"] == "anonymous_bank"
    assert import_.report["starts_at"] == "1998-12-31T22:00:36+00:00"
