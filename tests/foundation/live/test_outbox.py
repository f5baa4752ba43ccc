"""The outbox against a real PostgreSQL, with transactions that overlap."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from psycopg import AsyncConnection
from tests.builders.live import run_async
from tests.builders.processes import test_database_url as database_url

from floorwalker.foundation.live import outbox
from floorwalker.foundation.live.models import LiveEvent
from floorwalker.foundation.live.outbox import KEEP_SECONDS, Position, events_between, position_now
from floorwalker.foundation.live.publish import publish
from floorwalker.foundation.live.tasks import remove_old_events

INSERT = "INSERT INTO live_liveevent (topic, body) VALUES (%s, '{}') RETURNING id"


@pytest.fixture
def committed(transactional_db):
    """Rows are really committed, and seen by others."""


def here():
    return _ask(position_now)


def topics_between(after, until, **limits):
    found = _ask(events_between, after=after, until=until, **limits)
    return found if found is None else [event.topic for event in found]


def _ask(question, **arguments):
    async def ask():
        async with await AsyncConnection.connect(database_url(), autocommit=True) as connection:
            return await question(connection, **arguments)

    return run_async(ask())


def published(topic):
    with transaction.atomic():
        publish(topic)


def test_what_commits_late_with_a_lower_id_is_neither_lost_nor_doubled(committed):
    with psycopg.connect(database_url()) as slow, psycopg.connect(database_url()) as quick:
        start = here()
        low = slow.execute(INSERT, ["a/low"]).fetchone()
        high = quick.execute(INSERT, ["a/high"]).fetchone()
        assert low < high
        quick.commit()
        middle = here()
        slow.commit()
        end = here()
    assert topics_between(start, middle) == ["a/high"]
    assert topics_between(middle, end) == ["a/low"]
    assert topics_between(start, end) == ["a/low", "a/high"]
    assert topics_between(end, end) == []


def test_what_was_taken_back_is_never_heard(committed):
    start = here()
    with transaction.atomic():
        publish("a/b")
        transaction.set_rollback(True)
    assert topics_between(start, here()) == []


def test_a_savepoint_belongs_to_its_transaction(committed):
    start = here()
    with transaction.atomic():
        with transaction.atomic():
            publish("a/inner")
        publish("a/outer")
    assert topics_between(start, here()) == ["a/inner", "a/outer"]


def test_only_the_topics_asked_for_and_those_below_come(committed):
    start = here()
    for topic in ("site/1/jobs/7", "site/11/jobs/7", "site/1/rosters/7", "site/1/jobs"):
        published(topic)
    assert topics_between(start, here(), topics=["site/1/jobs"]) == ["site/1/jobs/7", "site/1/jobs"]


def test_too_much_at_once_is_not_read(committed, monkeypatch):
    start = here()
    for _ in range(3):
        published("a/b")
    monkeypatch.setattr(outbox, "EVENTS_MAX", 3)
    assert topics_between(start, here()) == ["a/b"] * 3
    monkeypatch.setattr(outbox, "EVENTS_MAX", 2)
    assert topics_between(start, here()) is None


def test_a_position_survives_its_way_through_a_browser():
    position = Position(1_700_000_000, "745:750:746,748")
    assert Position.from_token(position.token) == position


@pytest.mark.parametrize(
    "token", ["", "1", "1.2:3", "x.1:2:", "1.1:2:;drop", "1.1:2:" + "9," * 4_000]
)
def test_what_is_no_position_is_not_taken_for_one(token):
    assert Position.from_token(token) is None


def test_a_position_of_yesterday_or_of_another_database_cannot_be_resumed():
    now = Position(10_000, "20:20:")
    assert Position(10_000 - KEEP_SECONDS + 1, "5:5:").can_resume_at(now)
    assert not Position(10_000 - KEEP_SECONDS, "5:5:").can_resume_at(now)
    assert not Position(10_000, "20:21:").can_resume_at(now)


def test_a_restored_event_of_a_transaction_yet_to_come_is_not_heard_again_and_again(committed):
    start = here()
    LiveEvent.objects.create(topic="a/b", transaction=2**40)
    assert topics_between(start, here()) == []


def test_publishing_needs_a_transaction_and_a_topic(committed):
    with pytest.raises(transaction.TransactionManagementError):
        publish("a/b")
    with pytest.raises(ValueError, match="not a topic"), transaction.atomic():
        publish("everything")
    assert not LiveEvent.objects.exists()


def test_old_events_are_removed_and_young_ones_stay(db):
    assert connection.in_atomic_block
    publish("a/old")
    LiveEvent.objects.update(at=Now() - timedelta(seconds=KEEP_SECONDS + 1))
    publish("a/young")
    assert remove_old_events() == 1
    assert LiveEvent.objects.get().topic == "a/young"
