"""The page's own pieces, without a mouse."""

import pytest
from playwright.sync_api import Page, expect
from tests.foundation.ui.conftest import StubSite, kit_html

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way_out", ["Escape", "Enter"])
def test_a_dialog_takes_the_focus_and_gives_it_back(
    site: StubSite, page: Page, way_out: str
) -> None:
    site.open(page, kit_html())
    opener = page.get_by_role("button", name="Ask me")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Publish the week?")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press(way_out)
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
