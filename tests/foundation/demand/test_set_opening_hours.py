import pytest
from tests.builders.plans import MADE_AT, make_queue

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.demand.actions.set_opening_hours import set_opening_hours
from floorwalker.foundation.demand.models import OpeningHours
from floorwalker.foundation.demand.opening_hours import OpenDay, opening_hours_of
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError

MONDAY, SUNDAY = OpenDay(0, 480, 1200), OpenDay(6, 600, 1440)


def set_hours(cast, queue, *days, who="asha"):
    return set_opening_hours(cast.actor(who), queue_id=queue.pk, days=days, at=MADE_AT)


def test_the_hours_given_are_those_of_the_queue_and_no_others(cast):
    queue = make_queue(cast.site)
    assert set_hours(cast, queue, SUNDAY, MONDAY) == (MONDAY, SUNDAY)
    set_hours(cast, queue, SUNDAY)
    assert opening_hours_of(queue) == (SUNDAY,)
    record = AuditRecord.objects.filter(action="set_opening_hours").latest("pk")
    assert [day["weekday"] for day in record.before["opening_hours"]] == [0, 6]
    assert record.after["opening_hours"] == [
        {"weekday": 6, "from_minute": 600, "until_minute": 1440}
    ]


@pytest.mark.parametrize(
    "days",
    [
        (MONDAY, OpenDay(0, 1260, 1320)),
        (OpenDay(7, 480, 1200),),
        (OpenDay(0, 1200, 480),),
        (OpenDay(0, 480, 480),),
        (OpenDay(0, -5, 480),),
        (OpenDay(0, 480, 1445),),
        (OpenDay(0, 481, 1200),),
    ],
)
def test_hours_that_cannot_be_are_refused_and_the_old_ones_stay(cast, days):
    queue = make_queue(cast.site)
    set_hours(cast, queue, SUNDAY)
    with pytest.raises(BadInputError) as refused:
        set_hours(cast, queue, *days)
    assert refused.value.where == "opening_hours"
    assert opening_hours_of(queue) == (SUNDAY,)
    assert AuditRecord.objects.count() == 1


@pytest.mark.parametrize("who", ["ben", "otto", "zoe"])
def test_those_who_may_not_define_queues_set_no_hours(cast, who):
    queue = make_queue(cast.site)
    with pytest.raises(NotPermittedError):
        set_hours(cast, queue, MONDAY, who=who)
    assert not OpeningHours.objects.exists()


def test_an_unknown_queue_is_refused(cast):
    with pytest.raises(NotFoundError):
        set_opening_hours(cast.actor("asha"), queue_id=4711, days=(), at=MADE_AT)
