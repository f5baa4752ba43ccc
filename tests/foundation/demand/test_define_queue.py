import pytest
from tests.builders.plans import MADE_AT

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.demand.actions.define_queue import Promise, define_queue
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.demand.models import Queue, ServiceTarget
from floorwalker.foundation.errors import BadInputError, NotPermittedError
from floorwalker.foundation.people.models import Skill

PROMISE = Promise(service_level=0.85, within_seconds=30, patience_seconds=None)


@pytest.fixture
def french(cast):
    Skill.objects.create(site=cast.other_site, name="german")
    return Skill.objects.create(site=cast.site, name="french")


def define(actor, site, *, skills=("french",), promise=PROMISE, name="Cartes"):
    return define_queue(
        actor, site=site, name=name, required_skills=skills, promise=promise, at=MADE_AT
    )


def test_a_queue_is_made_with_its_skills_and_promise(cast, french):
    queue = define(cast.actor("ann"), cast.site)
    assert list(queue.required_skills.all()) == [french]
    target = queue.service_target
    assert (target.service_level, target.within_seconds, target.patience_seconds) == (
        0.85,
        30,
        None,
    )
    row = AuditRecord.objects.get(action="define_queue")
    assert (row.subject_id, row.actor_name, row.at) == (str(queue.pk), "Ann", MADE_AT)
    assert (row.after["skills"], row.after["within_seconds"]) == (["french"], 30)


def test_the_same_name_changes_the_queue_and_makes_no_second_one(cast, french):
    first = define(cast.actor("ann"), cast.site)
    easier = Promise(service_level=0.5, within_seconds=60, patience_seconds=90)
    second = define(cast.actor("ann"), cast.site, skills=(), promise=easier)
    assert first.pk == second.pk
    assert (Queue.objects.count(), ServiceTarget.objects.count()) == (1, 1)
    assert not second.required_skills.exists()
    assert ServiceTarget.objects.get().patience_seconds == 90


@pytest.mark.parametrize("skill", ["klingon", "german"])  # nobody's, and another site's
def test_a_skill_that_the_site_does_not_have_is_refused(cast, french, skill):
    with pytest.raises(BadInputError, match=skill):
        define(cast.actor("ann"), cast.site, skills=("french", skill))
    assert not Queue.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [(who, True) for who in ("asha", "cleo", "mia", "ann", "ada")]
    + [(who, False) for who in ("ben", "otto", "zoe")],
)
def test_who_may_define_a_queue(cast, french, who, may):
    if may:
        define(cast.actor(who), cast.site)
    else:
        with pytest.raises(NotPermittedError):
            define(cast.actor(who), cast.site)
    assert Queue.objects.exists() is may


@pytest.mark.parametrize(("channel", "days"), [(Channel.EMAIL, 30), (Channel.PHONE, 1)])
def test_only_deferred_work_may_be_promised_for_later_than_a_day(cast, channel, days):
    def promised(seconds):
        promise = Promise(service_level=0.9, within_seconds=seconds, patience_seconds=None)
        return define_queue(
            cast.actor("ann"),
            site=cast.site,
            name="Post",
            required_skills=(),
            promise=promise,
            channel=channel,
            at=MADE_AT,
        )

    assert promised(days * 86_400).service_target.within_seconds == days * 86_400
    with pytest.raises(BadInputError) as refused:
        promised(days * 86_400 + 1)
    assert refused.value.where == "within_seconds"
