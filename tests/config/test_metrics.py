"""`/metrics`, read by Prometheus' own parser."""

import http.client
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families
from tests.builders.live import Listening, cookie_of
from tests.builders.processes import REPOSITORY
from tests.builders.web_servers import web_server

import floorwalker.config.asgi  # noqa: F401  # as in a web process: with the live streams
from floorwalker.config import metrics as metrics_page
from floorwalker.foundation import clock
from floorwalker.foundation.jobs.models import Job

HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def look(client=None, **headers):
    answer = (client or Client()).get("/metrics", headers=headers, **HERE)
    assert answer.status_code == 200, answer.content
    return samples(answer.content.decode())


def rise(before, *key):
    return look()[key] - before.get(key, 0.0)


def test_requests_are_counted_and_timed_by_the_name_of_their_route(cast):
    before = look()
    Client().get("/sign-in/?next=/jobs/")
    Client().get(f"/forecasts/{987654321}/")
    assert rise(before, "floorwalker_requests_total", "200", "GET", "sign_in") == 1
    assert rise(before, "floorwalker_request_seconds_count", "sign_in") == 1
    assert rise(before, "floorwalker_requests_total", "302", "GET", "forecast") == 1
    assert rise(before, "floorwalker_request_seconds_bucket", "+Inf", "sign_in") == 1


def test_strangers_cannot_make_up_series(cast):
    look()
    before = look()
    for number in range(5):
        Client().get(f"/wp-admin/{number}?who=ben@example.ca")
        Client().generic(f"X{number}", "/sign-in/")
        Client().get(f"/static/nothing-{number}.css")
    now = look()
    assert now["floorwalker_requests_total", "404", "GET", "unknown"] >= 5
    assert now["floorwalker_requests_total", "404", "GET", "static"] >= 5
    made_up = [key for key in now.keys() - before.keys() if "request" in key[0]]
    assert {label for key in made_up for label in key[1:]} <= {
        *("unknown", "static", "sign_in", "metrics", "404", "405", "200", "GET", "OTHER", "+Inf"),
        *(str(end) for end in (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)),
    }


def test_operations_of_the_api_have_a_route_too(cast):
    before = look()
    Client().get("/api/v1/jobs")
    found = [key for key in look() if key[0] == "floorwalker_requests_total" and "401" in key]
    assert [key for key in found if key not in before or look()[key] > before[key]] != []
    assert not [key for key in found if "unknown" in key]


def test_jobs_by_kind_and_state_and_the_oldest_that_waits(cast):
    an_hour_ago = clock.now() - timedelta(hours=1)
    Job.objects.create(kind="make_roster", site=cast.site, created_at=an_hour_ago)
    Job.objects.create(kind="make_roster", state="failed", created_at=clock.now())
    Job.objects.create(kind="of an older version", state="failed", created_at=clock.now())
    found = look()
    assert found["floorwalker_jobs", "make_roster", "queued"] == 1
    assert found["floorwalker_jobs", "failed", "make_roster"] == 1
    assert found["floorwalker_jobs", "failed", "gone"] == 1
    assert found["floorwalker_jobs", "make_roster", "running"] == 0
    assert 3600 <= found[("floorwalker_job_waiting_seconds",)] < 3660


def test_workers_that_live_and_one_that_fell_silent(db):
    assert ("floorwalker_worker_heartbeat_seconds",) not in look()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (clock_timestamp() - interval '3 s'), (clock_timestamp() - interval '5 min')"
        )
    found = look()
    assert (found["floorwalker_workers", "alive"], found["floorwalker_workers", "silent"]) == (1, 1)
    assert 3 <= found[("floorwalker_worker_heartbeat_seconds",)] < 10


def test_the_database_and_this_process(db):
    found = look()
    assert found[("floorwalker_database_up",)] == 1
    assert found["floorwalker_database_connections", "active"] >= 1
    assert found[("floorwalker_database_connections_allowed",)] >= 20
    assert found[("process_resident_memory_bytes",)] > 10_000_000
    assert [key for key in found if key[0] == "floorwalker_build_info"] != []


def test_without_the_database_the_rest_is_still_told(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_workers RENAME TO elsewhere")
    found = look()
    assert found[("floorwalker_database_up",)] == 0
    assert ("floorwalker_jobs", "make_roster", "queued") not in found
    assert ("process_resident_memory_bytes",) in found


def test_failures_to_sign_in_are_counted(cast):
    before = look()
    for _try in range(6):
        Client().post("/sign-in/", {"username": "ben@example.ca", "password": "wrong"})
    assert rise(before, "floorwalker_sign_in_failures_total", "password") == 5
    assert rise(before, "floorwalker_sign_in_failures_total", "paused") == 1


def test_no_label_tells_of_a_person(cast, signed_in):
    signed_in("mia").get(f"/accounts/{cast.users['ben'].pk}/?q=Ben")
    Client().post("/sign-in/", {"username": "ben@example.ca", "password": "wrong"})
    text = Client().get("/metrics", **HERE).content.decode().lower()
    assert [word for word in ("ben", "mia", "@", "toronto", "maple") if word in text] == []


def test_the_newer_format_is_given_to_whoever_asks_for_it(db):
    asked = {"Accept": "application/openmetrics-text; version=1.0.0"}
    answer = Client().get("/metrics", headers=asked, **HERE)
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    assert "floorwalker_jobs" in {family.name for family in open_metrics(answer.content.decode())}


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "floor.example.ca"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_VIA": "1.1 proxy"},
        {"REMOTE_ADDR": ""},
        {"HTTP_AUTHORIZATION": "Bearer ", "REMOTE_ADDR": "192.0.2.7"},
    ],
)
def test_without_a_token_only_this_machine_may_look(db, elsewhere):
    answer = Client().get("/metrics", **HERE | elsewhere)
    assert answer.status_code == 401
    assert b"floorwalker_" not in answer.content


def test_with_a_token_whoever_brings_it_may_look_and_nobody_else(db, settings):
    settings.METRICS_TOKEN = "a token of monitoring"
    far = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "floor.example.ca"}

    def status(**headers):
        return Client().get("/metrics", headers=headers, **far).status_code

    assert status(Authorization="Bearer a token of monitoring") == 200
    assert status(Authorization="bearer a token of monitoring") == 200
    assert status(Authorization="Bearer a token of Monitoring") == 401
    assert status(Authorization="Basic a token of monitoring") == 401
    assert status() == 401
    assert Client().get("/metrics", **HERE).status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_monitoring_asks_by_address_whatever_the_site_is_called(db, settings, path):
    settings.ALLOWED_HOSTS = ["floor.example.ca"]
    assert Client().get(path, **HERE).status_code == 200
    assert Client().get("/sign-in/", **HERE).status_code == 400


def test_it_only_reads(db):
    assert Client().post("/metrics", **HERE).status_code == 405


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_loopback_is_known_by_all_its_names(address):
    assert metrics_page._is_loopback(address)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_real_server_tells_of_its_streams(cast):
    cookie, topic = cookie_of(cast.users["mia"]), f"site/{cast.site.pk}/jobs"
    job = Job.objects.create(kind="dig", site=cast.site, created_at=clock.now())
    with web_server() as server, Listening(server.port, cookie=cookie, topics=[topic]) as listening:
        assert listening.next().kind == "ready"
        assert server.post(f"/jobs/{job.pk}/cancel/", cookie=cookie) == 302
        listening.changes(count=1)
        found = samples(_metrics_of(server.port))
    assert found[("floorwalker_live_streams",)] == 1
    assert found[("floorwalker_live_events_delivered_total",)] == 1
    assert found["floorwalker_requests_total", "200", "GET", "live"] == 1
    assert found["floorwalker_requests_total", "302", "POST", "job_cancel"] == 1


def _metrics_of(port):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asked.request("GET", "/metrics")
        answer = asked.getresponse()
        assert answer.status == 200
        return answer.read().decode()
    finally:
        asked.close()


def test_the_page_of_monitoring_names_every_metric_and_no_other(db):
    page = (REPOSITORY / "docs/operations/monitoring.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(floorwalker_\w+)` \|", page, re.M))
    families = text_string_to_metric_families(Client().get("/metrics", **HERE).content.decode())
    found = {f.name + ("_total" if f.type == "counter" else "") for f in families}
    ours = {name for name in found if name.startswith("floorwalker_")}
    beside = {"floorwalker_worker_heartbeat_seconds"}  # absent without workers
    assert told - beside == {name for name in ours if not name.endswith("_created")}
