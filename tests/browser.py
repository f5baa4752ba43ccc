"""A real Chromium for tests marked `browser`.

Every test has it (tests/conftest.py). All browser tests run one after the other in one worker, and
the browser is closed after each module: while Playwright's loop runs, no other test can run one.

`page` fails its test when the page logs an error, throws, or breaks the content security policy.
Do not use `page.wait_for_function`: our policy forbids what it needs; `expect(locator)` waits too.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module's tests."""
    if CHROMIUM is None:
        pytest.skip("No Chromium here: apt-get install chromium (./run test does it as root).")
    # Playwright's synchronous calls run a loop in this thread, which Django would take for async.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page, 1280 by 800, that must stay without errors."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-CA", service_workers="block"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors
