"""The `<roster-grid>` in a real browser: drag, keys, refusal, undo, as in docs/dev/ui.md."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.foundation.ui.conftest import StubSite

from floorwalker.foundation.ui.kit import grid_sample
from floorwalker.foundation.ui.roster_grid import (
    BrokenRule,
    ChangeAnswer,
    ClockShift,
    CoverageInterval,
    GridActivity,
    GridDay,
    GridPerson,
    GridShift,
    Predicted,
    QueueCoverage,
    RosterGrid,
    grid_element,
)

pytestmark = pytest.mark.browser

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
WINDOW_MINUTES = 960  # 06:00 to 22:00

MON = GridDay(MONDAY, "Mon 2 Mar", 360, 1320)
TUE = GridDay(TUESDAY, "Tue 3 Mar", 360, 1320)
LUNCH = GridActivity("lunch", "Lunch", 720, 750)
BEN = GridShift("s1", "ben", MONDAY, 480, 960, 7, activities=(LUNCH,))
BEA = GridShift("s2", "bea", MONDAY, 540, 1020, 1, is_locked=True)
CALLS = QueueCoverage("q", "Calls", (CoverageInterval(MONDAY, 480, 60, 3, 2),))


def _open(
    site: StubSite, page: Page, *, days: tuple[GridDay, ...] = (MON,), editable: bool = True
) -> None:
    grid = RosterGrid(
        days=days,
        people=(GridPerson("ben", "<b>Ben</b>"), GridPerson("bea", "Bea")),
        shifts=(BEN, BEA),
        coverage=(CALLS,),
    )
    change, undo = ("/change", "/undo") if editable else ("", "")
    _open_grid(site, page, grid, change=change, undo=undo)


def _open_grid(site: StubSite, page: Page, grid: RosterGrid, *, change: str, undo: str) -> None:
    styles = "".join(
        f'<link rel="stylesheet" href="/static/ui/{name}.css">'
        for name in ("tokens", "base", "components", "roster-grid")
    )
    element = grid_element(grid, element_id="grid", change_url=change, undo_url=undo)
    site.open(
        page,
        f'<!doctype html><html lang="en"><head><title>Grid</title><link rel="icon" href="data:,">'
        f'<meta name="csrf-token" content="the-token">{styles}'
        f'<script type="module" src="/static/ui/roster-grid.js"></script></head>'
        f"<body>{element}</body></html>",
    )
    page.locator(".rg-shift").first.wait_for()


def _accept(body: dict[str, Any]) -> dict[str, Any]:
    shift = GridShift(
        body["shift_id"],
        "ben",
        date.fromisoformat(body["starts_on"]),
        body["start_minute"],
        body["end_minute"],
        body["version"] + 1,
        activities=(LUNCH,),
    )
    return ChangeAnswer(
        ok=True,
        shift=shift,
        broken_rules=(BrokenRule("Rest before Tuesday is 9 h, 11 h are due.", "Ben"),),
        coverage=(QueueCoverage("q", "Calls", (CoverageInterval(MONDAY, 480, 60, 3, 5),)),),
        predicted=Predicted("Service level", 0.8, 0.725),
        undo_token="t1",
    ).as_json()


def _refuse(_body: dict[str, Any]) -> dict[str, Any]:
    return ChangeAnswer(ok=False, reason="Ben is on leave.").as_json()


def _bar(page: Page, shift: str = "s1") -> Locator:
    return page.locator(f'[data-shift="{shift}"]')


def _status(page: Page) -> Locator:
    return page.locator(".rg-status")


def _hours(start: str, end: str, day: str = "Mon 2 Mar") -> str:
    return f"<b>Ben</b>, {day}, {start} to {end}"


def _drag(page: Page, *, minutes: float, grip: str = "middle") -> float:
    """Drag the bar and hold it; return where the pointer is, from the left."""
    box = _bar(page).bounding_box()
    lane = page.locator(".rg-rows .rg-lane").first.bounding_box()
    assert box is not None
    assert lane is not None
    x = {"middle": box["x"] + box["width"] / 2, "start": box["x"] + 3}.get(
        grip, box["x"] + box["width"] - 3
    )
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    x += minutes / WINDOW_MINUTES * lane["width"]
    page.mouse.move(x, y, steps=4)
    return x


def _sent(site: StubSite) -> list[dict[str, Any]]:
    return [body for path, body, _token in site.posted if path == "/change"]


def _change(start: int, end: int, *, version: int = 7, day: date = MONDAY) -> dict[str, Any]:
    return {
        "shift_id": "s1",
        "version": version,
        "starts_on": day.isoformat(),
        "start_minute": start,
        "end_minute": end,
    }


def test_a_drag_moves_the_shift_and_posts_it_once_with_the_token(
    site: StubSite, page: Page
) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    _drag(page, minutes=63)  # snaps to an hour
    expect(_status(page)).to_have_text("09:00 to 17:00")
    page.mouse.up()
    expect(_status(page)).to_have_text(f"Saved: {_hours('09:00', '17:00')}.")
    assert site.posted == [("/change", _change(540, 1020), "the-token")]
    expect(_bar(page)).to_have_attribute("aria-label", _hours("09:00", "17:00"))


def test_the_answer_shows_rules_prediction_and_coverage(site: StubSite, page: Page) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    sums = page.locator(".rg-coverage small")
    expect(sums).to_have_text("1 h short · 0 h over")
    _drag(page, minutes=60)
    page.mouse.up()
    expect(sums).to_have_text("0 h short · 2 h over")
    answer = page.locator(".rg-answer")
    expect(answer).to_contain_text("Service level: 80% before, 72.5% after")
    expect(answer).to_contain_text("Broken rule Ben: Rest before Tuesday is 9 h, 11 h are due.")


@pytest.mark.parametrize(
    ("grip", "minutes", "expected"),
    [("end", 30, (480, 990)), ("start", -45, (435, 960)), ("end", -600, (480, 540))],
)
def test_an_edge_resizes_but_not_below_the_shortest_shift(
    site: StubSite, page: Page, grip: str, minutes: int, expected: tuple[int, int]
) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    _drag(page, minutes=minutes, grip=grip)
    page.mouse.up()
    expect(_status(page)).to_contain_text("Saved")
    assert _sent(site) == [_change(*expected)]


def test_a_drag_reaches_another_day(site: StubSite, page: Page) -> None:
    site.answers["/change"] = _accept
    _open(site, page, days=(MON, TUE))
    x = _drag(page, minutes=WINDOW_MINUTES)
    page.mouse.move(x, 700)  # below the grid: the drag holds on
    page.mouse.up()
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00", "Tue 3 Mar"))
    expect(_status(page)).to_contain_text("Saved")
    assert _sent(site) == [_change(480, 960, day=TUESDAY)]


@pytest.mark.parametrize(
    ("end_minute", "expected"),
    [
        (1320, (840, 1320)),  # closes at 22:00: the shift ends there
        (1440, (1425, 1905)),  # open past midnight: the shift may run on
    ],
)
def test_a_shift_runs_on_past_the_day_only_where_the_day_ends_at_midnight(
    site: StubSite, page: Page, end_minute: int, expected: tuple[int, int]
) -> None:
    site.answers["/change"] = _accept
    _open(site, page, days=(GridDay(MONDAY, "Mon 2 Mar", 360, end_minute),))
    _drag(page, minutes=1200)
    page.mouse.up()
    expect(_status(page)).to_contain_text("Saved")
    assert _sent(site) == [_change(*expected)]


def test_a_finger_drags_too(site: StubSite, page: Page) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    box = _bar(page).bounding_box()
    lane = page.locator(".rg-rows .rg-lane").first.bounding_box()
    assert box is not None
    assert lane is not None
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, share in (("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)):
        point = {"x": x + share * 60 / WINDOW_MINUTES * lane["width"], "y": y}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(_status(page)).to_contain_text("Saved")
    assert _sent(site) == [_change(540, 1020)]


def test_keys_move_and_resize_and_rest_before_they_are_saved_together(
    site: StubSite, page: Page
) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    _bar(page).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(_status(page)).to_have_text("08:15 to 16:30")
    expect(_status(page)).to_have_text(f"Saved: {_hours('08:15', '16:30')}.")
    assert _sent(site) == [_change(495, 990)]


def test_the_next_change_carries_the_new_version(site: StubSite, page: Page) -> None:
    site.answers["/change"] = _accept
    _open(site, page)
    _bar(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(_status(page)).to_have_text(f"Saved: {_hours('08:15', '16:15')}.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(_status(page)).to_have_text(f"Saved: {_hours('08:30', '16:30')}.")
    assert _sent(site) == [_change(495, 975), _change(510, 990, version=8)]


def test_alt_and_an_arrow_move_to_another_day_and_keep_the_focus(
    site: StubSite, page: Page
) -> None:
    site.answers["/change"] = _accept
    _open(site, page, days=(MON, TUE))
    _bar(page).focus()
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Enter")
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00", "Tue 3 Mar"))
    expect(_bar(page)).to_be_focused()


def test_escape_takes_a_change_back_before_it_is_sent(site: StubSite, page: Page) -> None:
    _open(site, page)
    _bar(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(_status(page)).to_have_text("Change taken back.")
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00"))
    _drag(page, minutes=60)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00"))
    assert site.posted == []


def test_a_refusal_puts_the_shift_back_and_says_why(site: StubSite, page: Page) -> None:
    site.answers["/change"] = _refuse
    _open(site, page)
    _drag(page, minutes=60)
    page.mouse.up()
    expect(_status(page)).to_have_text("Not changed: Ben is on leave.")
    expect(page.locator(".rg-answer")).to_have_text("Not changed: Ben is on leave.")
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00"))
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_an_answer_of_another_kind_counts_as_no_answer(site: StubSite, page: Page) -> None:
    site.answers["/change"] = lambda _body: {"detail": "not ours"}
    _open(site, page)
    _drag(page, minutes=60)
    page.mouse.up()
    expect(_status(page)).to_contain_text("the server did not answer")
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00"))


@pytest.mark.parametrize("way", ["button", "keys"])
def test_undo_posts_the_token_and_shows_the_shift_as_it_was(
    site: StubSite, page: Page, way: str
) -> None:
    site.answers["/change"] = _accept
    site.answers["/undo"] = lambda _body: ChangeAnswer(ok=True, shift=BEN).as_json()
    _open(site, page)
    _drag(page, minutes=60)
    page.mouse.up()
    expect(_status(page)).to_contain_text("Saved")
    if way == "button":
        page.get_by_role("button", name="Undo").click()
    else:
        _bar(page).focus()
        page.keyboard.press("Control+z")
    expect(_status(page)).to_have_text(f"Undone: {_hours('08:00', '16:00')}.")
    assert site.posted[-1] == ("/undo", {"undo_token": "t1"}, "the-token")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_locked_shift_does_not_move(site: StubSite, page: Page) -> None:
    _open(site, page)
    _bar(page, "s2").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(_bar(page, "s2")).to_have_attribute(
        "aria-label", "Bea, Mon 2 Mar, 09:00 to 17:00, locked"
    )
    assert site.posted == []


def test_without_a_change_address_nothing_moves(site: StubSite, page: Page) -> None:
    _open(site, page, editable=False)
    _bar(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(_bar(page)).to_have_attribute("aria-label", _hours("08:00", "16:00"))
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_tab_and_down_reach_the_next_person(site: StubSite, page: Page) -> None:
    _open(site, page)
    _bar(page).focus()
    page.keyboard.press("Tab")
    expect(_bar(page, "s2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(_bar(page)).to_be_focused()


def test_a_name_with_markup_is_shown_as_text(site: StubSite, page: Page) -> None:
    _open(site, page)
    expect(page.locator(".rg-rows .rg-person").first).to_have_text("<b>Ben</b>")


def test_hours_after_a_clock_change_are_those_of_the_clock(site: StubSite, page: Page) -> None:
    spring = GridDay(date(2026, 3, 8), "Sun 8 Mar", 0, 1380, (ClockShift(120, 60),))
    shift = GridShift("s1", "ben", date(2026, 3, 8), 90, 570, 1)
    grid = RosterGrid(days=(spring,), people=(GridPerson("ben", "Ben"),), shifts=(shift,))
    _open_grid(site, page, grid, change="", undo="")
    # 90 minutes after midnight is 01:30; eight hours on, the clock has skipped one: 10:30.
    expect(_bar(page)).to_have_attribute("aria-label", "Ben, Sun 8 Mar, 01:30 to 10:30")


def test_a_hundred_people_and_seven_days_are_drawn_at_once(site: StubSite, page: Page) -> None:
    _open_grid(site, page, grid_sample.grid(people=100, days=7), change="/change", undo="/undo")
    milliseconds = page.evaluate(
        """() => Math.min(...[1, 2, 3].map(() => {
            const old = document.querySelector("roster-grid");
            const grid = old.cloneNode(false);
            const start = performance.now();
            old.replaceWith(grid);
            grid.getBoundingClientRect();
            return performance.now() - start;
        }))"""
    )
    expect(page.locator(".rg-shift")).to_have_count(700)
    assert milliseconds < 300  # 25 to 40 on a quiet machine
