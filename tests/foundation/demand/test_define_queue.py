from dataclasses import replace
from datetime import UTC, datetime

import pytest

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.demand.actions.define_queue import Promise, define_queue
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.people.models import Skill

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
PROMISE = Promise(
    service_level=0.9,
    within_seconds=30,
    patience_seconds=180,
    occupancy_max=0.85,
    short_abandon_seconds=3,
    handle_seconds_default=240,
)


@pytest.fixture
def skills(cast):
    return [Skill.objects.create(site=cast.site, name=name).name for name in ("french", "loans")]


def define(cast, who="asha", **changes):
    wished = {"required_skills": [], "promise": PROMISE} | changes
    return define_queue(cast.actor(who), site=cast.site, name="Loans", at=NOW, **wished)


def facts_of(queue):
    target = ServiceTarget.objects.filter(queue=queue).values_list()
    return Queue.objects.filter(pk=queue.pk).values_list().get(), list(target)


def test_a_new_queue_has_what_was_said(cast, skills):
    queue = define(cast, required_skills=skills, channel=Channel.CHAT)
    target = queue.service_target
    assert [getattr(target, name) for name in PROMISE.__dataclass_fields__] == [
        0.9,
        30,
        180,
        0.85,
        3,
        240,
    ]
    assert (queue.channel, queue.is_active) == ("chat", True)
    assert [skill.name for skill in queue.required_skills.order_by("name")] == ["french", "loans"]


def test_the_record_tells_what_was_before_and_after(cast, skills):
    define(cast)
    define(
        cast,
        required_skills=["french"],
        promise=replace(PROMISE, patience_seconds=None),
        is_active=False,
    )
    first, second = AuditRecord.objects.filter(action="define_queue").order_by("pk")
    assert first.before is None
    assert second.before == first.after
    assert {key: second.after[key] for key in ("skills", "patience_seconds", "is_active")} == {
        "skills": ["french"],
        "patience_seconds": None,
        "is_active": False,
    }
    assert (second.actor_name, second.at) == ("Asha", NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service_level", 0),
        ("service_level", 1),
        ("occupancy_max", 0),
        ("occupancy_max", 1.01),
        ("within_seconds", -1),
        ("within_seconds", 86_401),
        ("patience_seconds", 0),
        ("handle_seconds_default", 0),
        ("short_abandon_seconds", -1),
    ],
)
def test_a_promise_that_cannot_be_is_refused_by_field(cast, field, value):
    queue = define(cast)
    before = facts_of(queue)
    with pytest.raises(BadInputError) as refused:
        define(cast, promise=replace(PROMISE, **{field: value}))
    assert refused.value.where == field
    assert facts_of(queue) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("service_level", 0.999),
        ("occupancy_max", 1),
        ("within_seconds", 0),
        ("within_seconds", 86_400),
        ("patience_seconds", 1),
        ("patience_seconds", None),
        ("short_abandon_seconds", 0),
    ],
)
def test_the_edges_of_what_can_be_promised_are_taken(cast, field, value):
    queue = define(cast, promise=replace(PROMISE, **{field: value}))
    assert getattr(queue.service_target, field) == value


def test_a_skill_of_another_site_is_unknown_here(cast):
    Skill.objects.create(site=cast.other_site, name="welding")
    with pytest.raises(BadInputError, match="nobody has the skill welding"):
        define(cast, required_skills=["welding"])
    assert not Queue.objects.exists()


@pytest.mark.parametrize("who", ["ben", "zoe", "otto"])
def test_who_may_not_define_queues_changes_nothing(cast, who):
    with pytest.raises(NotPermittedError):
        define(cast, who)
    assert not Queue.objects.exists()


@pytest.mark.parametrize("who", ["asha", "ann", "mia", "ada"])
def test_planners_and_administrators_define_queues(cast, who):
    assert define(cast, who).name == "Loans"
