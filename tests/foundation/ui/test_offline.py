"""The installed app without a network, in a real browser with its real service worker."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.builders.live import cookie_of
from tests.builders.processes import eventually
from tests.builders.rosters import make_roster
from tests.builders.web_servers import web_server

from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.foundation import clock
from floorwalker.foundation.ui.installed_app import shell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEEK = timedelta(weeks=1)
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    kept.push(...requests.map(({ url }) => `${name} ${url.replace(location.origin, "")}`));
  }
  return kept.sort();
}"""


@pytest.fixture
def now(monkeypatch, cast) -> datetime:
    """12 past nine of today; the browser's own clock cannot be set for its worker."""
    today = datetime.now(cast.site.tzinfo).date()
    now = datetime.combine(today, time(9, 12), tzinfo=cast.site.tzinfo)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


@pytest.fixture
def weeks(cast, now):
    """This week is published, the next one is not."""
    monday = monday_of(now.date())
    make_roster(cast.site, week_starts_on=monday, state=RosterState.PUBLISHED)
    return monday, monday + WEEK


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A page whose browser may have a worker; what fails for want of a network is no fault."""
    context = chromium.new_context(
        timezone_id="America/Toronto", locale="en-CA", service_workers="allow"
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, url: str, user) -> None:
    name, _, value = cookie_of(user).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": url}])


def kept(page: Page) -> list[str]:
    """The pages that are kept, without the files they are drawn with."""
    return [line for line in page.evaluate(KEPT) if not line.startswith("shell-")]


def pages_of(user, weeks) -> list[str]:
    return [f"kept-for-{user.pk} /my-week/?day={monday}" for monday in weeks]


@pytest.fixture
def bens_page(cast, weeks, browser_page, live_server) -> Page:
    """Ben has looked at his week, and his browser has kept it."""
    sign_in(browser_page, live_server.url, cast.users["ben"])
    browser_page.goto(f"{live_server.url}/my-week/")
    eventually(lambda: kept(browser_page) == pages_of(cast.users["ben"], weeks))
    return browser_page


def test_ones_own_week_is_read_without_a_network(bens_page, live_server):
    page = bens_page
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/my-week/")
    banner = page.locator(".notice")
    expect(banner).to_contain_text("You are offline. This is your week as of")
    expect(banner).to_contain_text("09:12")
    expect(page.get_by_text("08:00 to 16:30")).to_have_count(5)
    expect(page.get_by_text("Today", exact=True)).to_have_count(0)  # another day it would be wrong
    assert page.evaluate("getComputedStyle(document.querySelector('.own-week')).display") == "grid"
    page.get_by_role("link", name="Week after").click()
    expect(page.get_by_text("This week is not published yet")).to_be_visible()
    expect(banner).to_contain_text("You are offline.")
    page.goto(f"{live_server.url}/")
    expect(page).to_have_url(f"{live_server.url}/my-week/")


def test_any_other_page_is_the_offline_page_until_the_network_is_back(bens_page, live_server):
    page = bens_page
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/account/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Offline · Hors ligne")
    expect(page.get_by_text("Nothing was sent or changed.")).to_be_visible()
    expect(page.get_by_text("Rien n’a été envoyé ni modifié.")).to_be_visible()
    page.get_by_role("link", name="My week, as last seen").click()
    expect(page.locator(".notice")).to_contain_text("You are offline.")
    page.go_back()
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(heading).to_have_text("My account")


def test_nothing_but_ones_own_weeks_and_the_files_is_kept(bens_page, cast, weeks, live_server):
    page = bens_page
    page.goto(f"{live_server.url}/account/")
    page.goto(f"{live_server.url}/my-week/?day={weeks[0] - WEEK}")
    expect(page.get_by_text("This week is not published yet")).to_be_visible()
    name = f"shell-{shell().version} "
    files = {name + address for address in (*shell().addresses, "/offline/")}
    assert set(page.evaluate(KEPT)) == files | set(pages_of(cast.users["ben"], weeks))


def test_signing_out_removes_what_was_kept(bens_page, live_server):
    page = bens_page
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert kept(page) == []
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/my-week/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline · Hors ligne")
    expect(page.get_by_role("link", name="My week, as last seen")).to_have_count(0)


def test_signing_out_without_a_network_removes_it_too(bens_page, live_server):
    page = bens_page
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/my-week/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("chrome-error://chromewebdata/")  # the server has not heard of it
    page.goto(f"{live_server.url}/my-week/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline · Hors ligne")


def test_another_person_finds_nothing_of_the_last_one(bens_page, cast, live_server):
    page = bens_page
    sign_in(page, live_server.url, cast.users["asha"])  # Ben's session ended elsewhere
    page.goto(f"{live_server.url}/account/")
    eventually(lambda: kept(page) == [])


def test_a_session_that_ended_elsewhere_takes_it_along(bens_page, live_server):
    page = bens_page
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/my-week/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    eventually(lambda: kept(page) == [])


@pytest.mark.processes
@pytest.mark.xdist_group("web servers")
def test_live_passes_by_the_worker_and_renews_what_is_kept(cast, weeks, browser_page):
    streams = []
    browser_page.add_init_script("delete window.SharedWorker")  # its requests cannot be seen
    browser_page.on("response", lambda answer: "/live?" in answer.url and streams.append(answer))
    with web_server() as server:
        url = f"http://127.0.0.1:{server.port}"
        sign_in(browser_page, url, cast.users["ben"])
        browser_page.goto(f"{url}/my-week/?day={weeks[1]}")
        eventually(lambda: kept(browser_page) == pages_of(cast.users["ben"], weeks))
        browser_page.reload()  # now the worker is in between
        expect(browser_page.get_by_text("This week is not published yet")).to_be_visible()
        draft = make_roster(cast.site, week_starts_on=weeks[1], state=RosterState.REHEARSED)
        publish_roster(cast.actor("mia"), roster_id=draft.pk, revision=1, at=clock.now())
        expect(browser_page.get_by_text("40 paid hours")).to_be_visible(timeout=15_000)
        is_renewed = f"""async () => {{
          const kept = await caches.open("kept-for-{cast.users["ben"].pk}");
          const copy = await kept.match("/my-week/?day={weeks[1]}", {{ ignoreVary: true }});
          return Boolean(copy) && (await copy.text()).includes("40 paid hours");
        }}"""
        eventually(lambda: browser_page.evaluate(is_renewed))
        assert streams
        assert not any(answer.from_service_worker for answer in streams)
        browser_page.goto("about:blank")  # the server goes first


def test_whoever_never_signed_in_gets_no_worker(cast, browser_page, live_server):
    browser_page.goto(f"{live_server.url}/sign-in/")
    count = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    assert browser_page.evaluate(count) == 0


def test_a_browser_finds_no_fault_in_the_app(bens_page):
    devtools = bens_page.context.new_cdp_session(bens_page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"].endswith("/app.en.webmanifest")
    faults = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [fault["errorId"] for fault in faults] in ([], ["in-incognito"])  # a test's browser is
