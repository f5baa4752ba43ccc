"""Every component on one page, in a real browser under the strict policy."""

import pytest
from playwright.sync_api import Page, expect
from tests.foundation.ui.conftest import StubSite, kit_html

browser = pytest.mark.browser


@pytest.mark.parametrize(("is_debug", "status"), [(True, 200), (False, 404)])
def test_the_kit_is_there_in_development_only(signed_in, settings, is_debug, status) -> None:
    settings.DEBUG = is_debug
    assert signed_in("ben").get("/kit/").status_code == status


@browser
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_its_window(site: StubSite, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    site.open(page, kit_html())
    expect(page.locator(".rg-shift").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@browser
def test_the_theme_switch_is_remembered(site: StubSite, page: Page) -> None:
    site.open(page, kit_html())
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@browser
def test_a_dialog_opens_and_closes(site: StubSite, page: Page) -> None:
    site.open(page, kit_html())
    page.get_by_role("button", name="Ask me").click()
    dialog = page.get_by_role("dialog", name="Publish the week?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Not yet").click()
    expect(dialog).to_be_hidden()


@browser
def test_the_skip_link_leads_to_the_content(site: StubSite, page: Page) -> None:
    site.open(page, kit_html())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
