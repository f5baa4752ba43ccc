"""Asha's morning, in a real browser against the real site; then Ben looks at his week."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.builders.cast import PASSWORD, make_cast
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_rehearsal, make_roster, shift_of

from floorwalker.duties.scheduling import tasks
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster, Shift
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # Tuesday, 11:00 in Toronto
NEXT_MONDAY = MONDAY + timedelta(weeks=1)
DAY = f"day={NEXT_MONDAY.isoformat()}"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cast(monkeypatch):
    """This week is published, the next one a draft that nobody has rehearsed."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(tasks, "REPLICATIONS", 4)
    cast = make_cast()
    this_week = make_roster(cast.site)
    make_rehearsal(this_week)
    Roster.objects.update(state=RosterState.PUBLISHED)
    make_roster(cast.site, week_starts_on=NEXT_MONDAY)
    for name in ("asha", "ben"):
        cast.users[name].set_password(PASSWORD)
        cast.users[name].save()
    return cast


@pytest.fixture
def draft(cast) -> Roster:
    return Roster.objects.get(week_starts_on=NEXT_MONDAY)


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/")
    page.get_by_label("Email").fill(f"{name}@example.ca")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def drag(page: Page, shift: Shift, *, minutes: int, by_its_end: bool = False) -> None:
    """Drag a shift's bar, to move it by its middle or to resize it by its end."""
    bar = page.locator(f'[data-shift="{shift.pk}"]')
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    per_minute = box["width"] / 510  # the bar is 8 h 30 long
    x = box["x"] + (box["width"] - 3 if by_its_end else box["width"] / 2)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + minutes * per_minute, y, steps=5)
    page.mouse.up()


def work_off(kind: str) -> None:
    """Do the queued job as a worker would."""
    job = Job.objects.get(kind=kind)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    tasks.rehearse_roster(RunningJob(job, actor=Actor.program("tests")), **job.arguments)


def test_from_today_to_a_published_week_that_an_agent_sees(
    cast, draft, page: Page, live_server
) -> None:
    ben = shift_of(draft, cast.people["ben"])
    heading, status = page.get_by_role("heading", level=1), page.locator(".rg-status")

    sign_in(page, live_server.url, "asha")
    expect(heading).to_have_text("Today, Tuesday 24 November 2026")
    expect(page.get_by_text("5 on queue now")).to_be_visible()
    expect(
        page.get_by_text("The week of 30 November is planned but not published.")
    ).to_be_visible()

    page.get_by_role("link", name="Weeks").click()
    row = page.get_by_role("row").filter(has_text="30 Nov")
    expect(row).to_contain_text("Draft")
    row.get_by_role("link", name="Roster", exact=True).click()
    expect(heading).to_contain_text("Draft")
    page.get_by_role("link", name=re.compile("^Mon 30")).click()

    drag(page, ben, minutes=60)
    expect(status).to_have_text("Saved: Ben, Monday 30 November, 09:00 to 17:30.")
    ben.refresh_from_db()
    assert (ben.starts_at, ben.version) == (datetime(2026, 11, 30, 14, 0, tzinfo=UTC), 2)
    expect(page.locator(".rg-answer")).to_contain_text(
        re.compile(r"Service level of the day: [\d.]+% before, [\d.]+% after")
    )

    page.get_by_role("button", name="Undo").click()
    expect(status).to_have_text("Undone: Ben, Monday 30 November, 08:00 to 16:30.")
    ben.refresh_from_db()
    assert (ben.starts_at, ben.version) == (datetime(2026, 11, 30, 13, 0, tzinfo=UTC), 3)

    page.goto(f"{live_server.url}/rosters/{draft.pk}/?{DAY}")
    drag(page, ben, minutes=60, by_its_end=True)
    expect(page.locator(".rg-answer")).to_contain_text("is 9.5 h long; 9 h are allowed.")
    expect(status).to_contain_text("Not changed")
    bar = page.locator(f'[data-shift="{ben.pk}"]')
    expect(bar).to_have_attribute("aria-label", re.compile("08:00 to 16:30"))
    ben.refresh_from_db()
    assert ben.version == 3

    page.get_by_role("link", name="Rehearsal", exact=True).click()
    expect(page.get_by_text("Not rehearsed yet")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    page.get_by_role("button", name="Rehearse again").click()
    expect(heading).to_contain_text("Draft")
    work_off("rehearse_roster")
    page.goto(f"{live_server.url}/rosters/{draft.pk}/rehearsal/")
    expect(heading).to_contain_text("Rehearsed")
    expect(page.get_by_role("table").first).to_contain_text("Billing")
    page.get_by_role("button", name="Publish").click()
    asked = page.get_by_role("alertdialog", name="Publish this roster?")
    asked.get_by_role("button", name="Publish").click()
    expect(heading).to_contain_text("Published")
    draft.refresh_from_db()
    assert (draft.state, draft.published_by_name) == (RosterState.PUBLISHED, "Asha")

    page.context.clear_cookies()
    sign_in(page, live_server.url, "ben")
    expect(heading).to_have_text("My week")
    page.get_by_role("link", name="Week after").click()
    expect(page.get_by_text("Monday 30 November")).to_be_visible()
    expect(page.get_by_text("40 paid hours")).to_be_visible()
    expect(page.get_by_text("08:00 to 16:30")).to_have_count(5)


def test_no_page_is_wider_than_a_phone(cast, draft, page: Page, live_server) -> None:
    make_rehearsal(draft)
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "asha")
    requirement = draft.requirement
    forecast = requirement.forecasts.get()
    pages = (
        "/",
        "/weeks/",
        "/my-week/",
        f"/rosters/{draft.pk}/",
        f"/rosters/{draft.pk}/?{DAY}",
        f"/rosters/{draft.pk}/?view=intervals",
        f"/rosters/{draft.pk}/rehearsal/",
        "/forecasts/",
        f"/forecasts/{forecast.pk}/",
        "/requirements/",
        f"/requirements/{requirement.pk}/",
        "/jobs/",
        "/history/",
    )
    wide = {}
    for address in pages:
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}
