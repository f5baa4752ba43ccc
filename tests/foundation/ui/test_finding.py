"""The command palette: who finds what, and that it can be used by keyboard and without script."""

import pytest
from playwright.sync_api import Page, expect
from tests.builders.live import cookie_of
from tests.builders.plans import MONDAY, make_queue
from tests.builders.rosters import make_roster

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Person
from floorwalker.foundation.ui.finding import FOUND_PER_GROUP_MAX, find


def found(cast, who, text):
    return {
        group.label: [item.label for item in group.items] for group in find(cast.actor(who), text)
    }


@pytest.fixture
def centre(cast):
    make_queue(cast.site, name="Épargne")
    make_queue(cast.other_site, name="Épargne de Moncton")
    Person.objects.filter(name="Bea").update(name="Béa Épiphane")
    return cast


def test_without_words_there_are_the_pages_that_one_may_open(cast):
    assert list(found(cast, "ben", "")) == ["Pages"]
    assert "Jobs" not in found(cast, "ben", "")["Pages"]
    assert "Jobs" in found(cast, "asha", "")["Pages"]


def test_things_are_found_without_accents_and_only_at_ones_own_site(centre):
    make_roster(centre.site, days=[])
    assert found(centre, "asha", "EP") == {
        "People": ["Béa Épiphane"],
        "Queues": ["Épargne"],
    }
    assert found(centre, "asha", "argne") == {}  # words are found by how they begin
    assert found(centre, "zoe", "epargne") == {"Queues": ["Épargne de Moncton"]}


def test_whoever_may_not_see_plans_or_jobs_finds_none(centre):
    make_roster(centre.site, days=[])
    Job.objects.create(kind="dig", site=centre.site, created_at=clock.now())
    assert found(centre, "ben", "ep") == {}
    assert found(centre, "ben", "dig") == {}
    assert found(centre, "asha", "dig") == {"Jobs": [f"dig {Job.objects.get().pk}"]}
    assert found(centre, "zoe", "dig") == {}


def test_a_week_is_found_by_its_date_in_words_and_in_figures(cast):
    make_roster(cast.site, days=[])
    assert found(cast, "asha", MONDAY.isoformat()) == {"Weeks": ["Week of 23 November 2026"]}
    assert found(cast, "asha", "nov 23") == {"Weeks": ["Week of 23 November 2026"]}


def test_accounts_are_found_by_those_who_manage_them(cast):
    assert found(cast, "mia", "cleo@")["Accounts"] == ["Cleo"]
    assert found(cast, "asha", "cleo@") == {}
    assert "Accounts" not in found(cast, "mia", "zoe@")


def test_a_group_holds_a_handful_at_most(cast):
    for number in range(FOUND_PER_GROUP_MAX + 3):
        make_queue(cast.site, name=f"Queue {number}")
    assert len(found(cast, "asha", "queue")["Queues"]) == FOUND_PER_GROUP_MAX


@pytest.mark.parametrize(
    "text", ["\0", "%", "_", "'", "\\", "(", "[a", "+*", "é" * 5000, "<script>", "😀"]
)
def test_no_words_break_it(cast, signed_in, text):
    assert signed_in("asha").get("/search/", {"q": text}).status_code == 200


def test_without_script_there_is_a_page_of_the_same(centre, signed_in):
    text = signed_in("asha").get("/search/?q=epargne").content.decode()
    assert f'href="/queues/{centre.site.queues.get().pk}/"' in text
    assert "Épargne de Moncton" not in text


def test_nobody_who_is_not_signed_in_finds_anything(centre, client):
    assert client.get("/search/?q=epargne").url == "/sign-in/?next=/search/%3Fq%3Depargne"


@pytest.fixture
def open_page(centre, page: Page, live_server):
    name, _, value = cookie_of(centre.users["asha"]).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.goto(f"{live_server.url}/queues/")
    return page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_palette_is_opened_moved_through_and_followed_by_keyboard(open_page: Page):
    page = open_page
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="A page, a queue")
    expect(field).to_be_focused()
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.type("epargne")
    chosen = page.get_by_role("option", name="Épargne")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Épargne")
    page.wait_for_load_state()  # until then nobody listens to the keys
    page.keyboard.press("Control+k")
    recent = page.get_by_role("group", name="Recent pages")
    expect(recent.get_by_role("option")).to_have_text("Queues")
    page.keyboard.press("ArrowUp")  # round to the last one
    expect(page.locator("[role=option]").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_palette_opens_by_its_button_and_says_when_nothing_is_found(open_page: Page):
    page = open_page
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("link", name="Search").click()
    page.keyboard.type("zzz")
    expect(page.locator(".found-none")).to_contain_text("Nothing found")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
