"""Pages on paper: light in the dark, without ways around, heads of tables on every page."""

import re

import pytest
from playwright.sync_api import Page
from tests.builders.live import cookie_of

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.models import Job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LETTER_WIDTH = 720


@pytest.fixture
def paper(cast, page: Page, live_server):
    name, _, value = cookie_of(cast.users["mia"]).partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    at = clock.now()
    jobs = [Job(kind="dig", site=cast.site, created_at=at, state="queued") for _ in range(50)]
    Job.objects.bulk_create(jobs)
    page.set_viewport_size({"width": LETTER_WIDTH, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{live_server.url}/jobs/")
    return page


@pytest.mark.parametrize(
    "gone",
    [".site-header", ".site-nav", ".site-footer", ".menu", "td form", "#palette", ".loading-bar"],
)
def test_what_leads_elsewhere_or_does_something_is_not_printed(paper: Page, gone: str):
    assert paper.locator(gone).count() > 0
    assert not any(element.is_visible() for element in paper.locator(gone).all())


def test_what_is_printed_is_dark_on_white_and_no_wider_than_the_paper(paper: Page):
    colours = paper.evaluate(
        "['body', 'tbody th'].map(s => getComputedStyle(document.querySelector(s)))"
        ".map(c => [c.backgroundColor, c.color])"
    )
    assert colours[0] == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert paper.evaluate("document.documentElement.scrollWidth") == LETTER_WIDTH


def test_a_long_table_runs_over_pages_with_its_head_on_each(paper: Page):
    pdf = paper.pdf(format="Letter")
    pages = max(int(n) for n in re.findall(rb"/Count (\d+)", pdf))
    assert pages > 1
    head = paper.locator("thead").evaluate("e => getComputedStyle(e).display")
    overflow = paper.locator(".table-scroll").evaluate("e => getComputedStyle(e).overflow")
    assert (head, overflow) == ("table-header-group", "visible")
