"""The stream as an ASGI application in this process: permissions, resuming, beats, sign-out."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from tests.builders.live import cookie_of, run_async, server_event

from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.live import stream as live_stream
from floorwalker.foundation.live.publish import publish
from floorwalker.foundation.live.stream import LiveStream

SECONDS_MAX = 10.0


class Browser:
    """Asks for the stream, and reads what comes."""

    def __init__(self, stream, *, topics, cookie="", after="", method="GET"):
        headers = [(b"cookie", cookie.encode())] + [(b"last-event-id", after.encode())] * bool(
            after
        )
        query = urlencode({"topics": ",".join(topics)}).encode()
        scope = {
            "type": "http",
            "method": method,
            "path": "/live",
            "query_string": query,
            "headers": headers,
        }
        self._gone = asyncio.Event()
        self._sent = asyncio.Queue()
        self._events = []
        self.over = asyncio.create_task(stream(scope, self._receive, self._sent.put))

    async def status(self):
        return (await self._next())["status"]

    async def event(self):
        while not self._events:
            blocks = (await self._next()).get("body", b"").decode().split("\n\n")
            self._events += [event for block in blocks if (event := server_event(block))]
        return self._events.pop(0)

    async def leave(self):
        self._gone.set()
        await asyncio.wait_for(self.over, SECONDS_MAX)

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _next(self):
        return await asyncio.wait_for(self._sent.get(), SECONDS_MAX)


@pytest.fixture
def play(transactional_db, monkeypatch):
    """Run a coroutine that takes a `LiveStream`; its threads' connections are closed afterwards."""

    def run(scene, **settings):
        async def with_stream():
            stream = LiveStream(**settings)
            try:
                await scene(stream)
            finally:
                await stream.close()

        with ThreadPoolExecutor(max_workers=1) as threads:
            monkeypatch.setattr(live_stream, "threads", threads)
            run_async(with_stream())
            threads.submit(connections.close_all).result()

    return run


def tell(topic, **body):
    with transaction.atomic():
        publish(topic, body)


async def in_thread(deed, *arguments, **named):
    """Do what needs the database where it may block."""
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(live_stream.threads, partial(deed, *arguments, **named))


@pytest.mark.parametrize(
    ("who", "expected"),
    [("nobody", 401), ("ben", 403), ("asha", 200), ("zoe", 403), ("otto", 200), ("mia", 200)],
)
def test_who_may_open_the_stream_of_a_sites_jobs(play, cast, who, expected):
    cookie = "" if who == "nobody" else cookie_of(cast.users[who])

    async def scene(stream):
        browser = Browser(stream, topics=[f"site/{cast.site.pk}/jobs"], cookie=cookie)
        assert await browser.status() == expected
        await browser.leave()
        assert len(stream.hub) == 0

    play(scene)


@pytest.mark.parametrize(
    ("topics", "method", "expected"),
    [
        ([], "GET", 400),
        (["x"], "GET", 400),
        (["a/1"] * 1, "POST", 405),
        ([f"a/{n}" for n in range(101)], "GET", 400),
    ],
)
def test_what_is_no_question_is_refused_before_anyone_is_looked_up(topics, method, expected):
    async def scene():
        browser = Browser(LiveStream(), topics=topics, method=method)
        assert await browser.status() == expected
        await browser.leave()

    run_async(scene())


def test_topics_one_may_not_hear_are_left_out_and_said_so(play, cast):
    cookie = cookie_of(cast.users["ben"])
    mine, not_mine = f"person/{cast.people['ben'].pk}", f"site/{cast.site.pk}/jobs"

    async def scene(stream):
        browser = Browser(stream, topics=[mine, not_mine], cookie=cookie)
        assert await browser.status() == 200
        ready = await browser.event()
        assert (ready.kind, ready.data) == ("ready", {"topics": [mine]})
        await in_thread(tell, not_mine, n=1)
        await in_thread(tell, mine, n=2)
        assert (await browser.event()).data == [{"topic": mine, "body": {"n": 2}}]
        await browser.leave()

    play(scene)


def test_whoever_comes_back_hears_what_was_missed_once_and_then_goes_on(play, cast):
    cookie = cookie_of(cast.users["asha"])
    topic = f"site/{cast.site.pk}/jobs"

    async def scene(stream):
        first = Browser(stream, topics=[topic], cookie=cookie)
        await first.status()
        position = (await first.event()).id
        await in_thread(tell, topic, n=1)
        position = (await first.event()).id
        await first.leave()
        await in_thread(tell, topic, n=2)
        await in_thread(tell, "site/0/jobs", n=0)
        await in_thread(tell, topic, n=3)
        second = Browser(stream, topics=[topic], cookie=cookie, after=position)
        await second.status()
        ready, missed = await second.event(), await second.event()
        assert ready.kind == "ready"
        assert [change["body"]["n"] for change in missed.data] == [2, 3]
        await in_thread(tell, topic, n=4)
        assert [change["body"]["n"] for change in (await second.event()).data] == [4]
        await second.leave()

    play(scene)


def test_whoever_was_away_too_long_is_told_to_ask_for_everything(play, cast):
    cookie = cookie_of(cast.users["asha"])

    async def scene(stream):
        browser = Browser(stream, topics=["house/jobs"], cookie=cookie, after="1000.1:1:")
        await browser.status()
        assert [(await browser.event()).kind, (await browser.event()).kind] == ["ready", "resync"]
        await browser.leave()

    play(scene)


def test_silence_is_filled_with_beats_that_carry_the_position(play, cast):
    cookie = cookie_of(cast.users["asha"])

    async def scene(stream):
        # Whoever hears a change is listening; until then the feed may look again, and move on.
        first = Browser(stream, topics=["house/jobs"], cookie=cookie)
        await first.status()
        await in_thread(tell, "house/jobs", n=1)
        while (await first.event()).kind != "changes":
            pass
        browser = Browser(stream, topics=["house/jobs"], cookie=cookie)
        await browser.status()
        ready, beat = await browser.event(), await browser.event()
        assert (beat.kind, beat.id) == ("beat", ready.id)
        await first.leave()
        await browser.leave()

    play(scene, beat_seconds=0.05)


@pytest.mark.parametrize(
    "end",
    [
        lambda: Session.objects.all().delete(),
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.update(password="another"),
        lambda: RoleAssignment.objects.all().delete(),
    ],
    ids=["signed out", "deactivated", "password changed", "role taken"],
)
def test_the_stream_of_whoever_may_no_more_ends_by_itself(play, cast, end):
    cookie = cookie_of(cast.users["asha"])

    async def scene(stream):
        browser = Browser(stream, topics=["house/jobs"], cookie=cookie)
        await browser.status()
        assert (await browser.event()).kind == "ready"
        await in_thread(end)
        while (await browser.event()).kind != "signed-out":
            pass
        await asyncio.wait_for(browser.over, SECONDS_MAX)
        assert len(stream.hub) == 0

    play(scene, recheck_seconds=0.05)


def test_the_stream_of_whoever_still_may_goes_on(play, cast):
    cookie = cookie_of(cast.users["asha"])

    async def scene(stream):
        browser = Browser(stream, topics=["house/jobs"], cookie=cookie)
        await browser.status()
        kinds = [(await browser.event()).kind for _ in range(4)]
        assert kinds == ["ready", "beat", "beat", "beat"]
        await browser.leave()

    play(scene, recheck_seconds=0.02)


def test_a_stop_ends_every_stream(play, cast):
    cookie = cookie_of(cast.users["asha"])

    async def scene(stream):
        browsers = [Browser(stream, topics=["house/jobs"], cookie=cookie) for _ in range(3)]
        for browser in browsers:
            await browser.status()
            await browser.event()
        await stream.close()
        for browser in browsers:
            await asyncio.wait_for(browser.over, SECONDS_MAX)

    play(scene)


def test_a_database_that_does_not_answer_is_a_reason_to_come_back(play, cast, monkeypatch):
    cookie = cookie_of(cast.users["asha"])
    monkeypatch.setattr(live_stream, "_database", lambda: "host=127.0.0.1 port=1 dbname=none")
    monkeypatch.setattr("floorwalker.foundation.live.feed.READY_SECONDS_MAX", 0.1)

    async def scene(stream):
        browser = Browser(stream, topics=["house/jobs"], cookie=cookie)
        assert await browser.status() == 503
        await browser.over

    play(scene)
