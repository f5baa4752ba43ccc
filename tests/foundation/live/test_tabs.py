"""Live pages in a real browser, against a real web process over HTTP/1.1."""

from datetime import date

import pytest
from playwright.sync_api import expect
from tests.builders.live import cookie_of
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_roster
from tests.builders.web_servers import web_server

from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation import clock
from floorwalker.foundation.jobs import actions
from floorwalker.foundation.jobs.models import Job

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("web servers"),
]

TABS = 8
"""Two more than the connections that a browser opens to one site."""


@pytest.fixture
def server():
    with web_server() as server:
        yield server


def sign_in(page, server, user):
    name, _, value = cookie_of(user).partition("=")
    address = f"http://127.0.0.1:{server.port}"
    page.context.add_cookies([{"name": name, "value": value, "url": address}])
    return address


def test_eight_tabs_of_one_browser_all_hear_of_a_change(cast, page, server):
    job = Job.objects.create(kind="dig", site=cast.site, created_at=clock.now())
    address = sign_in(page, server, cast.users["mia"])
    tabs = [page, *(page.context.new_page() for _ in range(TABS - 1))]
    for tab in tabs:
        tab.goto(f"{address}/jobs/")
        expect(tab.locator("#jobs .badge")).to_have_text("Queued")
    actions.cancel_job(cast.actor("mia"), job_id=job.pk, at=clock.now())
    for tab in tabs:
        expect(tab.locator("#jobs .badge")).to_have_text("Cancelled", timeout=15_000)
    tabs[-1].goto(f"{address}/weeks/")
    expect(tabs[-1].locator("h1")).to_be_visible()


def test_a_part_without_shared_workers_hears_by_a_stream_of_its_own(cast, page, server):
    job = Job.objects.create(kind="dig", site=cast.site, created_at=clock.now())
    address = sign_in(page, server, cast.users["mia"])
    page.add_init_script("delete window.SharedWorker")
    page.goto(f"{address}/jobs/")
    expect(page.locator("#jobs .badge")).to_have_text("Queued")
    actions.cancel_job(cast.actor("mia"), job_id=job.pk, at=clock.now())
    expect(page.locator("#jobs .badge")).to_have_text("Cancelled", timeout=15_000)
    page.goto("about:blank")  # the server goes first


def test_a_publication_reaches_ones_own_week_and_the_roster_of_a_colleague(cast, page, server):
    roster = make_roster(cast.site, week_starts_on=MONDAY, days=[])
    Roster.objects.update(state=RosterState.REHEARSED)
    address = sign_in(page, server, cast.users["asha"])
    own_week = page.context.new_page()
    page.goto(f"{address}/rosters/{roster.pk}/")
    own_week.goto(f"{address}/my-week/?day={date.isoformat(MONDAY)}")
    expect(own_week.locator("#own-week")).to_contain_text("not published yet")
    expect(page.locator(".notice", has_text="meanwhile")).to_have_count(0)
    publish_roster(cast.actor("mia"), roster_id=roster.pk, revision=roster.revision, at=clock.now())
    expect(own_week.locator("#own-week")).to_contain_text("paid hours", timeout=15_000)
    expect(page.locator(".notice", has_text="meanwhile")).to_contain_text("Mia", timeout=15_000)


def test_the_keyboard_stays_where_it_was_when_a_part_is_renewed(cast, page, server):
    first, second = (
        Job.objects.create(kind="dig", site=cast.site, created_at=clock.now()) for _ in range(2)
    )
    address = sign_in(page, server, cast.users["mia"])
    page.goto(f"{address}/jobs/")
    of_the_first = page.locator(f"form[action$='/jobs/{first.pk}/cancel/'] button")
    of_the_first.focus()
    actions.cancel_job(cast.actor("mia"), job_id=second.pk, at=clock.now())
    expect(page.get_by_text("Cancelled")).to_be_visible(timeout=15_000)
    expect(of_the_first).to_be_focused()
