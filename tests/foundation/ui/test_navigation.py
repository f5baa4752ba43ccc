"""Who sees which link, and which one is marked as the present page."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory, override_settings
from django.urls import path

from floorwalker.foundation.ui import navigation
from floorwalker.foundation.ui.navigation import Entry, Group, links_for, register


def _view(_request: object) -> HttpResponse:
    """Never called: only addresses are needed."""
    return HttpResponse()


urlpatterns = [
    path("", _view, name="today"),
    path("forecast/", _view, name="forecast"),
    path("forecast/edits/", _view, name="forecast_edits"),
    path("jobs/", _view, name="jobs"),
]

TODAY = Entry(label="Today", url_name="today", icon="house", group=Group.NOW)
FORECAST = Entry(
    label="Forecast", url_name="forecast", icon="x", group=Group.PLAN, permission="see_plans"
)
EDITS = Entry(label="<Edits>", url_name="forecast_edits", icon="x", group=Group.PLAN, order=50)
JOBS = Entry(label="Jobs", url_name="jobs", icon="x", group=Group.RUN, permission="see_jobs")


class Planner:
    """May see plans and nothing else."""

    def may(self, permission: str) -> bool:
        return permission == "see_plans"


@pytest.fixture(autouse=True)
def _own_entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_entries", {})
    register(JOBS, FORECAST, EDITS, TODAY)
    with override_settings(ROOT_URLCONF=__name__):
        yield


def _seen(path: str) -> list[tuple[str, str]]:
    groups = links_for(Planner(), path=path)
    return [(str(link.label), link.current) for group in groups for link in group.links]


def test_links_come_in_the_order_of_groups_and_then_of_entries() -> None:
    assert [label for label, _current in _seen("/")] == ["Today", "<Edits>", "Forecast"]


def test_an_entry_without_permission_is_not_shown() -> None:
    assert "Jobs" not in dict(_seen("/"))


def test_the_page_itself_is_marked_as_page_and_nothing_else() -> None:
    assert _seen("/forecast/") == [("Today", ""), ("<Edits>", ""), ("Forecast", "page")]


def test_a_page_below_an_entry_marks_only_the_innermost_one() -> None:
    assert _seen("/forecast/edits/7/") == [("Today", ""), ("<Edits>", "true"), ("Forecast", "")]


def test_the_same_entry_twice_is_one_and_another_with_its_address_is_refused() -> None:
    register(TODAY)
    with pytest.raises(ValueError, match="already has an entry for 'today'"):
        register(Entry(label="Else", url_name="today", icon="x", group=Group.NOW))


def test_labels_are_escaped_and_nobody_sees_links_before_signing_in() -> None:
    template = engines["django"].from_string("{% load ui %}{% navigation %}")
    request = RequestFactory().get("/")
    assert "<a" not in template.render({}, request)
    vars(request)["actor"] = Planner()
    assert "&lt;Edits&gt;" in template.render({}, request)
