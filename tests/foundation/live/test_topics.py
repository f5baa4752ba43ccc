import pytest

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.live.topics import is_topic, may_listen, with_those_above


@pytest.mark.parametrize(
    ("who", "topic", "expected"),
    [
        ("asha", "site/{site}/jobs", True),
        ("asha", "site/{site}/jobs/17", True),
        ("zoe", "site/{site}/jobs", False),
        ("ben", "site/{site}/jobs", False),
        ("otto", "site/{site}/jobs", True),
        ("asha", "house/jobs", True),
        ("ben", "house/jobs", False),
        ("asha", "site/{site}/rosters/4", True),
        ("ben", "site/{site}/rosters/4", False),
        ("ben", "site/{site}/weeks/2026-11-23", True),
        ("zoe", "site/{site}/weeks/2026-11-23", False),
        ("ben", "person/{ben}", True),
        ("bea", "person/{ben}", False),
        ("mia", "person/{ben}", False),
        ("mia", "site/{site}", False),
        ("mia", "site/{site}/secrets", False),
    ],
)
def test_who_may_listen_to_what(cast, who, topic, expected):
    named = topic.format(site=cast.site.pk, ben=cast.people["ben"].pk)
    assert may_listen(cast.actor(who), named) is expected


def test_nobody_listens_as_a_stranger():
    assert not may_listen(Actor(name="anonymous"), "site/1/jobs")
    assert not may_listen(Actor(name="anonymous"), "person/None")


@pytest.mark.parametrize(
    "text",
    ["", "site", "site/", "/site/1", "site/1/%", "site/1/_", "Site/1", "a/1\n", "a/" + "9" * 200],
)
def test_what_is_no_topic_is_not_taken_for_one(text):
    assert not is_topic(text)


def test_whoever_listens_above_hears_what_is_below():
    assert list(with_those_above("site/1/jobs/17")) == [
        "site/1/jobs/17",
        "site/1/jobs",
        "site/1",
        "site",
    ]
