from tests.builders.live import run_async, server_event

from floorwalker.foundation.live.hub import MESSAGES_MAX, Hub, Listener
from floorwalker.foundation.live.outbox import Event, Position

HERE = Position(1_000, "10:10:")


def heard(listener):
    taken = run_async(listener.take(within_seconds=0.01)).decode()
    return [server_event(block) for block in taken.split("\n\n") if block]


def bodies(listener):
    return [change["body"] for event in heard(listener) for change in event.data]


def hub_with(*listeners):
    hub = Hub()
    for listener in listeners:
        hub.add(listener)
    return hub


def test_a_listener_hears_its_topics_and_those_below_and_no_other():
    jobs, one_job, rosters = (
        Listener(["site/1/jobs"]),
        Listener(["site/1/jobs/7"]),
        Listener(["site/1/rosters"]),
    )
    hub = hub_with(jobs, one_job, rosters)
    events = [
        Event("site/1/jobs/7", {"n": 1}),
        Event("site/1/jobs/8", {"n": 2}),
        Event("site/2/jobs/7", {"n": 3}),
    ]
    hub.broadcast(events, position=HERE)
    assert bodies(jobs) == [{"n": 1}, {"n": 2}]
    assert bodies(one_job) == [{"n": 1}]
    assert bodies(rosters) == []


def test_a_listener_of_a_topic_and_of_the_one_above_hears_once():
    both = Listener(["site/1/jobs", "site/1/jobs/7"])
    hub_with(both).broadcast([Event("site/1/jobs/7", {"n": 1})], position=HERE)
    assert bodies(both) == [{"n": 1}]


def test_events_that_come_together_are_one_message_with_one_position():
    listener = Listener(["a/b"])
    hub_with(listener).broadcast([Event("a/b", {}), Event("a/b", {})], position=HERE)
    (message,) = heard(listener)
    assert (message.kind, message.id, len(message.data)) == ("changes", "1000.10:10:", 2)


def test_a_full_queue_becomes_one_resync():
    slow = Listener(["a/b"])
    hub = hub_with(slow)
    for n in range(MESSAGES_MAX):
        hub.broadcast([Event("a/b", {"n": n})], position=HERE)
    hub.broadcast([Event("a/b", {"n": -1})], position=Position(1_001, "11:11:"))
    (message,) = heard(slow)
    assert (message.kind, message.id) == ("resync", "1001.11:11:")


def test_a_queue_that_is_just_full_loses_nothing():
    slow = Listener(["a/b"])
    hub = hub_with(slow)
    for n in range(MESSAGES_MAX):
        hub.broadcast([Event("a/b", {"n": n})], position=HERE)
    assert [body["n"] for body in bodies(slow)] == list(range(MESSAGES_MAX))


def test_whoever_has_left_hears_nothing_and_is_not_counted():
    gone, here = Listener(["a/b"]), Listener(["a/b"])
    hub = hub_with(gone, here)
    hub.remove(gone)
    hub.remove(gone)
    hub.broadcast([Event("a/b", {})], position=HERE)
    assert (len(hub), bodies(gone), bodies(here)) == (1, [], [{}])
