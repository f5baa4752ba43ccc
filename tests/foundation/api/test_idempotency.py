"""A write that is sent twice with the same key happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from tests.builders.api import client_with, make_token
from tests.builders.cast import make_cast
from tests.builders.plans import MONDAY

from floorwalker.duties.history.models import Import
from floorwalker.foundation.api.models import KeptAnswer
from floorwalker.foundation.jobs.models import Job

WEEKS = "/api/v1/weeks"
BODY = {"week_starts_on": str(MONDAY)}
LATER = {"week_starts_on": str(MONDAY + timedelta(days=7))}


def plan(secret, body, key):
    client = client_with(secret, **{"Idempotency-Key": key})
    return client.post(WEEKS, body, content_type="application/json")


@pytest.fixture
def secret(cast):
    return make_token(cast, "mia").secret


def test_the_same_request_is_answered_the_same_and_done_once(secret):
    first, second = plan(secret, BODY, "k1"), plan(secret, BODY, "k1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Job.objects.count() == 1


def test_without_a_key_each_request_is_done(secret):
    for _ in range(2):
        client_with(secret).post(WEEKS, BODY, content_type="application/json")
    assert Job.objects.count() == 2


def test_another_request_under_the_same_key_is_refused(secret):
    plan(secret, BODY, "k1")
    refused = plan(secret, LATER, "k1")
    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert Job.objects.count() == 1


def test_keys_of_two_tokens_do_not_meet(cast, secret):
    other = make_token(cast, "asha").secret
    assert plan(secret, BODY, "k1").json() != plan(other, LATER, "k1").json()
    assert Job.objects.count() == 2


def test_a_refused_write_leaves_its_key_free(secret):
    assert plan(secret, {"week_starts_on": "tomorrow"}, "k1").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert plan(secret, BODY, "k1").status_code == 202


def test_an_answer_is_kept_for_a_day(secret):
    first = plan(secret, BODY, "k1")
    kept = KeptAnswer.objects.get()
    KeptAnswer.objects.update(kept_at=kept.kept_at - timedelta(hours=23))
    assert plan(secret, BODY, "k1").json() == first.json()
    KeptAnswer.objects.update(kept_at=kept.kept_at - timedelta(hours=25))
    assert plan(secret, BODY, "k1").json() != first.json()
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", "with a space", "é", "k" * 201])
def test_a_key_is_visible_ascii(secret, key):
    assert plan(secret, BODY, key).status_code == 422
    assert not Job.objects.exists()


def test_the_same_file_is_taken_in_once_whatever_the_boundary(secret):
    client = client_with(secret, **{"Idempotency-Key": "k1"})

    def upload(text, boundary):
        file = SimpleUploadedFile("calls.csv", text)
        from django.test.client import encode_multipart

        return client.post(
            "/api/v1/imports",
            encode_multipart(boundary, {"file": file}),
            content_type=f"multipart/form-data; boundary={boundary}",
        )

    calls = b"time,offered\n2026-11-02 09:00,5\n"
    first, second = upload(calls, "one"), upload(calls, "two")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Import.objects.count() == 1
    assert upload(calls + b"2026-11-02 09:30,6\n", "three").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_two_identical_requests_at_the_same_moment_one_is_done():
    secret = make_token(make_cast(), "mia").secret
    ready = Barrier(4, timeout=20)

    def send(_number):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return plan(secret, BODY, "k1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert [answer.status_code for answer in answers] == [202] * 4
    assert len({answer.json()["job_id"] for answer in answers}) == 1
    assert Job.objects.count() == 1
