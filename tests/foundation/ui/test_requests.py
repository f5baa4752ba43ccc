"""What people see and hear of requests of a part of a page, and before a grave deed is done."""

import json
import re

import pytest
from playwright.sync_api import Page, expect
from tests.builders.live import cookie_of

from floorwalker.foundation import clock
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.jobs.models import Job

browser = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_part_whose_reader_was_signed_out_is_told_so_with_the_way_back(cast, client):
    answer = client.get(
        "/jobs/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/?page=2"}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert json.loads(answer["HX-Trigger"]) == {
        "session-ended": {"sign_in": "/sign-in/?next=%2Fjobs%2F%3Fpage%3D2"}
    }
    assert client.get("/jobs/").status_code == 302


def test_the_way_back_never_leaves_the_site(cast, client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"}
    told = json.loads(client.get("/jobs/", headers=headers)["HX-Trigger"])
    assert told["session-ended"]["sign_in"] == "/sign-in/?next=%2F"


@pytest.fixture
def asha(cast, page: Page, live_server):
    name, _, value = cookie_of(cast.users["asha"]).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    for number in range(60):
        Job.objects.create(
            kind="dig",
            site=cast.site,
            created_at=clock.now(),
            requested_by_name=f"Person {number:02d}",
            state="failed",
        )
    page.goto(f"{live_server.url}/jobs/")
    return page


def ends_with(path: str) -> re.Pattern[str]:
    return re.compile(f"{re.escape(path)}$")


class TestTables:
    pytestmark = browser

    def test_a_head_orders_the_rows_in_place_and_the_back_button_undoes_it(self, asha: Page):
        expect(asha.locator("tbody tr").first).to_contain_text("Person 59")
        asha.get_by_role("link", name="Asked by").click()
        expect(asha.locator("tbody tr").first).to_contain_text("Person 00")
        head = asha.get_by_role("columnheader", name="Asked by")
        expect(head).to_have_attribute("aria-sort", "ascending")
        expect(asha.get_by_role("link", name="Asked by")).to_be_focused()
        expect(asha).to_have_url(ends_with("/jobs/?sort=requested_by"))
        expect(asha.locator("#said")).to_have_text("60 rows")
        asha.go_back()
        expect(asha.locator("tbody tr").first).to_contain_text("Person 59")

    def test_a_filter_and_a_choice_of_columns_stay_through_the_pages(self, asha: Page):
        asha.get_by_label("Find in the table").fill("person")
        asha.keyboard.press("Enter")
        expect(asha).to_have_url(ends_with("/jobs/?words=person&kind=&state="))
        asha.locator("summary", has_text="Columns").click()
        asha.get_by_role("checkbox", name="Number").check()
        expect(asha.get_by_role("columnheader", name="Number")).to_be_visible()
        asha.get_by_role("link", name="Next").click()
        expect(asha.get_by_text("Page 2 of 2")).to_be_visible()
        expect(asha.get_by_role("columnheader", name="Number")).to_be_visible()
        expect(asha.locator("tbody tr")).to_have_count(10)

    def test_a_file_is_downloaded_not_swapped_in(self, asha: Page):
        asha.locator("summary", has_text="Export").click()
        with asha.expect_download() as download:
            asha.get_by_role("link", name="as CSV").click()
        assert download.value.suggested_filename == "jobs.csv"
        expect(asha.locator("tbody tr").first).to_contain_text("Person 59")

    def test_a_reader_who_was_signed_out_goes_to_sign_in_and_comes_back(self, asha: Page):
        asha.context.clear_cookies()
        asha.get_by_role("link", name="Asked by").click()
        expect(asha).to_have_url(ends_with("/sign-in/?next=%2Fjobs%2F"))

    def test_a_server_that_is_gone_is_told_with_the_next_step(self, asha: Page):
        asha.evaluate("htmx.trigger(document.body, 'htmx:sendError', {elt: document.body})")
        expect(asha.locator("#toasts")).to_contain_text("The server does not answer.")
        asha.get_by_role("button", name="Put this message away").click()
        expect(asha.locator("#toasts .toast")).to_have_count(0)

    def test_being_offline_is_told_and_taken_back(self, asha: Page):
        asha.context.set_offline(True)
        expect(asha.locator("#toasts")).to_contain_text("You are offline.")
        asha.context.set_offline(False)
        expect(asha.locator("#toasts .toast")).to_have_count(0)

    def test_a_grave_deed_is_asked_for_twice(self, cast, asha: Page, live_server):
        token = ApiToken.objects.create(
            user=cast.users["asha"],
            name="export",
            prefix="fw_x",
            sha256="x",
            scopes=["jobs:read"],
            created_at=clock.now(),
            expires_at=clock.now().replace(year=2100),
        )
        asha.goto(f"{live_server.url}/api-tokens/")
        asha.get_by_role("button", name="Revoke").click()
        asked = asha.get_by_role("alertdialog", name="Revoke this token?")
        asked.get_by_role("button", name="No, go back").click()
        expect(asked).to_be_hidden()
        token.refresh_from_db()
        assert token.revoked_at is None
        asha.get_by_role("button", name="Revoke").click()
        asked.get_by_role("button", name="Revoke").click()
        expect(asha.locator("#toasts")).to_contain_text("The token is revoked")
        expect(asha.locator("#said")).to_contain_text("The token is revoked")
        token.refresh_from_db()
        assert token.revoked_at is not None
