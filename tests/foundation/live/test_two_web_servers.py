"""Several web processes on one database: one of them killed, stopped, or cut off."""

import signal
import threading
import time

import pytest
from django.db import connection, transaction
from tests.builders.live import Listening, cookie_of
from tests.builders.processes import eventually
from tests.builders.web_servers import web_server

from floorwalker.foundation import clock
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.live.publish import publish

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("web servers"),
]

STOP_SECONDS_MAX = 6.0


def tell(topic, *numbers):
    for number in numbers:
        with transaction.atomic():
            publish(topic, {"n": number})


def numbers(bodies):
    return [body["n"] for body in bodies]


def of_the_feeds(what):
    """Ask about their connections; to end them is what a restart of the database does."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count({what}) FROM pg_stat_activity"
            " WHERE application_name = 'floorwalker live' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def test_what_happens_on_one_server_is_heard_on_the_other_and_a_kill_loses_nothing(cast):
    cookie, topic = cookie_of(cast.users["mia"]), f"site/{cast.site.pk}/jobs"
    job = Job.objects.create(kind="dig", site=cast.site, created_at=clock.now())
    with web_server() as one, web_server() as two:
        with Listening(one.port, cookie=cookie, topics=[topic]) as listening:
            assert listening.next().kind == "ready"
            assert two.post(f"/jobs/{job.pk}/cancel/", cookie=cookie) == 302
            assert listening.changes(count=1) == [{}]

            teller = threading.Thread(target=_tell_in_thread, args=(topic, 200))
            teller.start()
            heard = numbers(listening.changes(count=20))
            one.process.send_signal(signal.SIGKILL)
            while event := listening.next():  # what it had sent before it died
                heard += numbers(change["body"] for change in event.data or ())
        with Listening(two.port, cookie=cookie, topics=[topic], after=listening.last_id) as again:
            assert again.next().kind == "ready"
            heard += numbers(again.changes(count=200 - len(heard)))
        teller.join()
    assert heard == list(range(200))


def test_a_restart_of_the_database_cuts_nobody_off(cast):
    cookie, topic = cookie_of(cast.users["mia"]), f"site/{cast.site.pk}/jobs"
    with web_server() as server, Listening(server.port, cookie=cookie, topics=[topic]) as listening:
        assert listening.next().kind == "ready"
        eventually(lambda: of_the_feeds("pid") == 2)  # one reads, one listens
        assert of_the_feeds("pg_terminate_backend(pid)") == 2
        tell(topic, 1, 2)
        assert numbers(listening.changes(count=2)) == [1, 2]


def test_a_server_told_to_stop_ends_its_streams_and_goes(cast):
    cookie, topic = cookie_of(cast.users["mia"]), f"site/{cast.site.pk}/jobs"
    with web_server() as server, Listening(server.port, cookie=cookie, topics=[topic]) as listening:
        assert listening.next().kind == "ready"
        asked = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert [event for event in iter(listening.next, None) if event.kind == "changes"] == []
        assert server.process.wait(timeout=STOP_SECONDS_MAX) in (0, -signal.SIGTERM)
        assert time.monotonic() - asked < STOP_SECONDS_MAX


def _tell_in_thread(topic, count):
    try:
        tell(topic, *range(count))
    finally:
        connection.close()
