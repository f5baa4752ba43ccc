"""Lists a page at a time, limits, and errors as problems."""

from datetime import timedelta

import pytest
from tests.builders.api import client_of, client_with, make_token

from floorwalker.foundation import clock
from floorwalker.foundation.api import _rate
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.jobs.models import Job

JOBS = "/api/v1/jobs"


def make_jobs(site, *, count):
    return [Job.objects.create(kind="dig", site=site, created_at=clock.now()) for _ in range(count)]


def walk(client, address, **query):
    """Every item of a list, and how many pages they came in."""
    items, pages, cursor = [], 0, ""
    while cursor is not None:
        answer = client.get(address, query | {"cursor": cursor}).json()
        items += answer["items"]
        pages, cursor = pages + 1, answer["next_cursor"]
    return items, pages


def test_the_pages_of_a_list_hold_every_row_once(cast):
    jobs = make_jobs(cast.site, count=7)
    items, pages = walk(client_of(cast, "mia"), JOBS, limit=3)
    assert [item["id"] for item in items] == [job.pk for job in reversed(jobs)]
    assert pages == 3


def test_a_full_last_page_has_no_next_one(cast):
    make_jobs(cast.site, count=4)
    _items, pages = walk(client_of(cast, "mia"), JOBS, limit=2)
    assert pages == 2


def test_a_row_that_comes_meanwhile_repeats_no_other(cast):
    make_jobs(cast.site, count=4)
    client = client_of(cast, "mia")
    first = client.get(JOBS, {"limit": 2}).json()
    make_jobs(cast.site, count=1)
    second = client.get(JOBS, {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert not {j["id"] for j in first["items"]} & {j["id"] for j in second["items"]}
    assert len(second["items"]) == 2


def test_a_list_leaves_out_what_is_of_another_site(cast):
    make_jobs(cast.site, count=1)
    assert client_of(cast, "zoe").get(JOBS).json()["items"] == []


def test_a_short_list_is_walked_in_the_order_of_its_keys(cast):
    items, pages = walk(client_of(cast, "mia"), "/api/v1/weeks", limit=2)
    starts = [item["starts_on"] for item in items]
    assert starts == sorted(set(starts))
    assert (len(items), pages) == (5, 3)


@pytest.mark.parametrize("cursor", ["x", "é", "eA==", "LTE=", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_that_is_not_ours_is_refused(cast, cursor):
    answer = client_of(cast, "mia").get(JOBS, {"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["where"] == "cursor"


@pytest.mark.parametrize("limit", ["0", "501", "x"])
def test_a_limit_is_from_1_to_500(cast, limit):
    answer = client_of(cast, "mia").get(JOBS, {"limit": limit})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == "query.limit"


def test_a_misspelt_parameter_is_refused_not_ignored(cast):
    answer = client_of(cast, "mia").get(JOBS, {"limits": 5})
    assert answer.status_code == 422
    assert answer.json()["where"] == "limits"


def test_a_token_that_has_used_up_its_minute_is_told_when_to_come_back(cast, monkeypatch):
    monkeypatch.setattr(_rate, "REQUESTS_PER_MINUTE", 2)
    client, other = client_of(cast, "mia"), client_of(cast, "asha")
    noon = clock.now().replace(second=20, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: noon)
    assert [client.get(JOBS).status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get(JOBS)
    assert answer["Retry-After"] == "41"
    assert answer["Content-Type"] == "application/problem+json"
    assert other.get(JOBS).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(seconds=41))
    assert client.get(JOBS).status_code == 200


def test_requests_are_counted_in_the_database_for_every_process(cast):
    new = make_token(cast, "mia")
    for _ in range(2):
        client_with(new.secret).get(JOBS)
    assert ApiToken.objects.get().window_requests in {1, 2}  # a new minute may begin between


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/jobs/99999999", 404),
        ("get", "/api/v1/jobs/nothing", 404),
        ("delete", "/api/v1/jobs", 405),
        ("get", "/api/v1/history/days", 422),
    ],
)
def test_every_error_is_a_problem(cast, method, path, status):
    answer = getattr(client_of(cast, "mia"), method)(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert set(answer.json()) >= {"type", "title", "status", "detail"}


def test_a_refused_method_names_those_that_are_allowed(cast):
    assert client_of(cast, "mia").delete(JOBS)["Allow"] == "GET"


def test_a_body_that_is_not_json_is_a_problem(cast):
    client = client_of(cast, "mia")
    answer = client.post("/api/v1/weeks", "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_it(cast, monkeypatch, caplog):
    def fail(*_arguments, **_named):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("floorwalker.foundation.jobs.api.job_row", fail)
    answer = client_of(cast, "mia").get(f"{JOBS}/1")
    assert answer.status_code == 500
    assert "secret reason" not in answer.content.decode()
    assert "the secret reason" in caplog.text


def test_a_refusal_speaks_the_language_asked_for(cast):
    client = client_of(cast, "mia")
    answer = client.get(f"{JOBS}/99999999", headers={"Accept-Language": "fr"})
    assert answer.json()["detail"] != client.get(f"{JOBS}/99999999").json()["detail"]


def test_a_page_outside_the_api_keeps_its_own_errors(signed_in):
    assert signed_in("mia").get("/nothing/")["Content-Type"].startswith("text/html")


def test_the_description_is_open_and_says_openapi_3_1(client, db):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    problems = answer.json()["paths"]["/api/v1/jobs"]["get"]["responses"]["404"]["content"]
    assert list(problems) == ["application/problem+json"]
