"""Every page in a real browser: both languages, wide and on a phone, in English also dark.

axe-core judges by the rules of WCAG 2.2 A and AA and its own best practices; nothing is excused.
The dark theme, switched in place, changes colours and nothing else, so only their rules run again;
a phone changes the width and the size of what is touched. Colours and the ring of what is focused
are the same in each language, so one is looked at.
"""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from django.test import Client
from django.urls import path
from django.views import defaults
from django.views.csrf import csrf_failure
from playwright.sync_api import ConsoleMessage, Page, expect
from tests.architecture.page_walk import walk
from tests.builders.full_house import NOW, make_full_house

from floorwalker.config.urls import urlpatterns as pages_of_the_site
from floorwalker.foundation import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": [*STANDARDS, "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TOUCH = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}

JUDGED = """async (options) => {
  const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target} ${failureSummary}`));
}"""
FACTS = """() => ({
  h1: document.querySelectorAll("h1").length,
  title: document.title.replace(/ · Floorwalker$/, "").trim() !== "",
  lang: document.documentElement.lang,
  overflow: document.documentElement.scrollWidth - innerWidth,
})"""
FEWER_ROWS = """() => document.querySelectorAll("tbody").forEach((body) =>
  [...body.rows].slice(12).forEach((row) => row.remove()))"""
UNSEEN_FOCUS = """() => {
  const bar = document.querySelector(".site-header")?.getBoundingClientRect().bottom ?? 0;
  const focusable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const faults = [];
  for (const element of document.querySelectorAll(focusable)) {
    if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const words = element.textContent.trim().slice(0, 30);
    const what = `${element.tagName} ${element.className} ${words}`;
    if (outlineStyle === "none" || outlineWidth === "0px") faults.push(`no ring: ${what}`);
    const { top, bottom } = element.getBoundingClientRect();
    const isBehind = top < bar - 1 && bottom < bar;
    if (isBehind && !element.closest(".site-header, .skip-link")) faults.push(`hidden: ${what}`);
  }
  return faults;
}"""
DARK = "document.documentElement.dataset.theme = 'dark'"
LIGHT = "document.documentElement.dataset.theme = 'light'"


@pytest.fixture
def house(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return make_full_house(cast)


@pytest.fixture
def looked_at(chromium) -> Iterator[Page]:
    """A page that moves nothing by itself; each stop collects its own errors."""
    context = chromium.new_context(viewport=WIDE, locale="en-CA", service_workers="block")
    yield context.new_page()
    context.close()


def enter(page: Page, cookies: dict[str, str], *, url: str, language: str) -> None:
    """Be the browser that has these cookies, and speak the language."""
    page.goto("about:blank")  # nothing of the last one asks for anything more
    page.context.clear_cookies()
    kept = cookies | {"django_language": language}
    page.context.add_cookies([{"name": n, "value": v, "url": url} for n, v in kept.items()])


def faults_of(page: Page, address: str, *, language: str) -> list[str]:
    """All that is wrong with one address."""
    faults: list[str] = []

    def listen(line: ConsoleMessage) -> None:
        if line.type == "error":
            faults.append(f"console: {line.text}")

    page.on("console", listen)
    page.set_viewport_size(WIDE)
    page.goto(address)
    page.evaluate(FEWER_ROWS)  # they are alike
    page.evaluate(AXE)
    faults += page.evaluate(JUDGED, ALL_RULES)
    if language == "en":
        page.evaluate(DARK)
        faults += [f"dark: {fault}" for fault in page.evaluate(JUDGED, COLOURS)]
        page.evaluate(LIGHT)
    page.set_viewport_size(PHONE)
    faults += [f"phone: {fault}" for fault in page.evaluate(JUDGED, TOUCH)]
    if language == "en":
        faults += focus_faults_of(page)
    facts = page.evaluate(FACTS)
    page.remove_listener("console", listen)
    expected = {"h1": 1, "title": True, "lang": language, "overflow": 0}
    return faults + [f"{name}: {facts[name]}" for name in facts if facts[name] != expected[name]]


def focus_faults_of(page: Page) -> list[str]:
    """What somebody with a keyboard would not see: each element is focused in its order."""
    is_at_the_start = page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    lost = is_at_the_start and "skip-link" not in first and page.locator(".skip-link").count()
    faults = [f"first comes {first}, not the way past the navigation"] if lost else []
    return faults + [f"focus: {fault}" for fault in page.evaluate(UNSEEN_FOCUS)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_has_a_fault(house, looked_at, live_server, language):
    found = []
    for stop in walk(house):
        enter(looked_at, stop.cookies, url=live_server.url, language=language)
        faults = faults_of(looked_at, live_server.url + stop.address, language=language)
        found += [f"{stop.address} {fault}" for fault in faults]
    assert not found, "\n".join(found)


class Refusals:
    """Addresses that answer with each of the error pages, beside those of the site."""

    urlpatterns = (
        *pages_of_the_site,
        path("refused/400/", lambda request: defaults.bad_request(request, None)),
        path("refused/403/", csrf_failure),
        path("refused/500/", defaults.server_error),
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_error_page_has_a_fault(house, looked_at, live_server, settings, language):
    settings.ROOT_URLCONF = Refusals
    ben = Client()
    ben.force_login(house.cast.users["ben"])
    cookies = {name: cookie.value for name, cookie in ben.cookies.items()}
    found = []
    for address in (
        "/no/",
        "/weeks/",
        "/my-week/?day=x",
        "/refused/400/",
        "/refused/403/",
        "/refused/500/",
    ):
        enter(looked_at, cookies, url=live_server.url, language=language)
        faults = faults_of(looked_at, live_server.url + address, language=language)
        assert "Failed to load resource" in faults[0], address  # the browser's word for a refusal
        found += [f"{address} {fault}" for fault in faults[1:]]
    assert not found, "\n".join(found)


SENT_EMPTY = """() => {
  const form = document.querySelector("main form[method=post]:has(input:not([type=hidden]))");
  const fields = form.querySelectorAll("input:not([type=hidden], [type=checkbox])");
  for (const field of fields) field.value = "";
  form.noValidate = true;
  form.submit();
}"""
UNTIED = """() => [...document.querySelectorAll(".errors")]
  .filter(({ id }) => !document.querySelector(`[aria-describedby~="${id}"]`))
  .map(({ textContent }) => textContent.trim())"""


FORMS = {"sign_in", "api_tokens", "queue", "shift_template_new", "upload", "password_change"}


def test_what_is_wrong_with_a_form_is_tied_to_its_fields(house, looked_at, live_server):
    for stop in walk(house):
        if stop.name not in FORMS:
            continue
        enter(looked_at, stop.cookies, url=live_server.url, language="en")
        looked_at.goto(live_server.url + stop.address)
        looked_at.evaluate(SENT_EMPTY)
        expect(looked_at.locator(".errors").first).to_be_visible()
        assert looked_at.evaluate(UNTIED) == [], stop.address
        looked_at.evaluate(AXE)
        assert looked_at.evaluate(JUDGED, ALL_RULES) == [], stop.address


def test_a_fault_would_be_seen(looked_at):
    looked_at.set_content(
        "<html lang='en'><title>x</title><main><h1>Plan</h1><input><p style='color:#aaa'>pale</p>"
        "<a href='/' style='outline:none'>there</a></main></html>"
    )
    looked_at.evaluate(AXE)
    assert [line.split(":")[0] for line in looked_at.evaluate(JUDGED, ALL_RULES)] == [
        "serious color-contrast",
        "critical label",
    ]
    assert focus_faults_of(looked_at) == ["focus: no ring: A  there"]
