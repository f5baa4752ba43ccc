"""Real workers and real connections side by side, some of them killed."""

import json
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from standardwebhooks.webhooks import Webhook
from tests.builders.cast import make_cast
from tests.builders.processes import eventually, floorwalker_process
from tests.builders.receivers import answer, make_authority, receiver
from tests.builders.webhooks import NINE, SECRET, make_delivery, make_endpoint

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.actions import start_job
from floorwalker.foundation.webhooks import claims
from floorwalker.foundation.webhooks.claims import claim_due
from floorwalker.foundation.webhooks.models import Delivery

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker"),
]

THREADS = 6
ON_LOOPBACK = {"FLOORWALKER_WEBHOOK_NETWORKS": "127.0.0.0/8"}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


def worker(authority, *ports):
    return floorwalker_process(
        "work",
        DJANGO_SETTINGS_MODULE="tests.foundation.jobs.settings",
        FLOORWALKER_WEBHOOK_PORTS=",".join(str(port) for port in ports),
        SSL_CERT_FILE=str(authority.ca_file),
        **ON_LOOPBACK,
    )


def address(there):
    return f"https://localhost:{there.port}/in"


def delivered():
    return Delivery.objects.filter(state="delivered").count()


def test_connections_at_the_same_moment_claim_every_delivery_once_and_four_of_an_endpoint():
    cast, barrier = make_cast(), Barrier(THREADS)
    with transaction.atomic():
        endpoints = [make_endpoint(cast.site) for _ in range(5)]
        for endpoint in endpoints:
            for _ in range(20):
                make_delivery(endpoint)

    def claim_some():
        return [claim.delivery_id for claim in claim_due(at=NINE, count=7)]

    def claim_much():
        try:
            barrier.wait()
            return [delivery for _ in range(10) for delivery in claim_some()]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        found = [threads.submit(claim_much) for _ in range(THREADS)]
    claimed = [delivery for thread in found for delivery in thread.result()]
    while more := claim_some():  # what all of them left, each while another held its endpoint
        claimed += more
    of_endpoints = Counter(
        Delivery.objects.filter(pk__in=claimed).values_list("endpoint", flat=True)
    )
    assert len(claimed) == len(set(claimed))
    assert of_endpoints == dict.fromkeys([e.pk for e in endpoints], claims.AT_ONCE_MAX)


def test_a_failed_job_is_told_over_https_signed_and_once(authority):
    cast = make_cast()
    with receiver(tls=authority.server()) as there:
        make_endpoint(cast.site, url=address(there), event_types=["job.failed"])
        with worker(authority, there.port):
            job = start_job(
                Actor.program("test"),
                "fail",
                arguments={},
                site_id=cast.site.pk,
                at=clock.now(),
            )
            eventually(delivered)
        (request,) = there.requests
    body = Webhook(SECRET).verify(request.body, request.headers)
    assert (body["type"], body["data"]["job_id"]) == ("job.failed", job.pk)
    assert json.loads(request.body) == body


def test_two_workers_send_each_message_once_while_nobody_dies(authority):
    cast = make_cast()
    with receiver(tls=authority.server()) as there:
        with transaction.atomic():
            endpoint = make_endpoint(cast.site, url=address(there))
            for _ in range(40):
                make_delivery(endpoint)
        with worker(authority, there.port), worker(authority, there.port):
            eventually(lambda: delivered() == 40)
    assert Counter(there.ids).most_common(1)[0][1] == 1
    assert len(there.ids) == 40
    assert there.at_once_most <= claims.AT_ONCE_MAX


def test_a_worker_killed_before_it_stored_the_answer_leaves_it_to_another_under_the_same_id(
    authority,
):
    cast = make_cast()
    with receiver(lambda h: there.let_go.wait(), tls=authority.server()) as there:
        with transaction.atomic():
            delivery = make_delivery(make_endpoint(cast.site, url=address(there)))
        with worker(authority, there.port) as first:
            eventually(lambda: there.requests)  # it has the message, we have no answer yet
            first.send_signal(signal.SIGKILL)
            first.wait()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.tries, delivery.outcome) == ("waiting", 1, "")
        there.behaviour = lambda handler: answer(handler, 204)
        Delivery.objects.update(claimed_until=clock.now())  # a minute passes
        with worker(authority, there.port):
            eventually(delivered)
    assert there.ids == [delivery.event.message_id] * 2


def test_a_slow_endpoint_holds_up_no_other(authority):
    cast = make_cast()
    with (
        receiver(lambda h: slow.let_go.wait(), tls=authority.server()) as slow,
        receiver(tls=authority.server()) as quick,
    ):
        with transaction.atomic():
            sluggish = make_endpoint(cast.site, url=address(slow))
            for _ in range(20):
                make_delivery(sluggish)
        with worker(authority, slow.port, quick.port):
            eventually(lambda: len(slow.requests) == claims.AT_ONCE_MAX)
            with transaction.atomic():
                prompt = make_endpoint(cast.site, url=address(quick))
                for _ in range(20):
                    make_delivery(prompt)
            eventually(lambda: delivered() == 20, within_seconds=10)
            assert slow.at_once_most == claims.AT_ONCE_MAX
    assert not Delivery.objects.filter(endpoint=sluggish, state="delivered").exists()
