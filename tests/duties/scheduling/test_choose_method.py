from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.builders.plans import make_forecast, make_queue

from floorwalker.duties.scheduling.actions.choose_method import choose_method
from floorwalker.duties.scheduling.models import MethodChoice
from floorwalker.duties.scheduling.stages.choosing_methods import newest_choices
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotPermittedError

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def queue(cast):
    return make_queue(cast.site)


def choose(queue, actor, **changed):
    sent = {"lead_week": None, "method": "mean_of_last_8", "reason": "A new branch"}
    return choose_method(actor, queue=queue, at=NOW, **(sent | changed))


def test_a_choice_is_kept_with_who_when_and_why(cast, queue):
    choose(queue, cast.actor("asha"), lead_week=2)
    (kept,) = MethodChoice.objects.all()
    assert (kept.queue, kept.lead_week, kept.method) == (queue, 2, "mean_of_last_8")
    assert (kept.reason, kept.created_at) == ("A new branch", NOW)
    assert (kept.created_by, kept.created_by_name) == (cast.users["asha"], "Asha")


def test_for_each_week_the_newest_choice_counts_and_the_others_are_history(cast, queue):
    mia = cast.actor("mia")
    choose(make_queue(cast.site, name="Other"), mia, method="seasonal_naive")
    assert newest_choices(queue.pk) == {}
    choose(queue, mia)
    choose(queue, mia, lead_week=3, method="seasonal_naive")
    assert newest_choices(queue.pk) == {
        1: "mean_of_last_8",
        2: "mean_of_last_8",
        3: "seasonal_naive",
        4: "mean_of_last_8",
    }
    choose(queue, mia, lead_week=1, method="")
    assert newest_choices(queue.pk)[1] == ""
    choose(queue, mia, method="mean_of_last_4")
    assert set(newest_choices(queue.pk).values()) == {"mean_of_last_4"}
    assert queue.method_choices.count() == 4


def test_a_choice_leaves_an_audit_record(cast, queue):
    made = choose(queue, cast.actor("asha"), lead_week=4)
    noted = AuditRecord.objects.get(action="choose_method")
    assert (noted.actor_name, noted.subject_id, noted.at) == ("Asha", str(made.pk), NOW)
    assert noted.after == {"queue": queue.pk, "lead_week": 4, "method": "mean_of_last_8"}


@pytest.mark.parametrize("who", ["ben", "zoe", "otto", "ada", None])
def test_others_may_not_and_nothing_is_kept(cast, queue, who):
    with pytest.raises(NotPermittedError):
        choose(queue, cast.actor(who) if who else Actor(name="anonymous"))
    assert not MethodChoice.objects.exists()
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"lead_week": 0}, "lead_week"),
        ({"lead_week": 5}, "lead_week"),
        ({"method": "astrology"}, "method"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, queue, changed, where):
    with pytest.raises(BadInputError) as refused:
        choose(queue, cast.actor("mia"), **changed)
    assert refused.value.where == where
    assert not MethodChoice.objects.exists()


def test_the_database_too_knows_the_weeks_that_there_are(cast, queue):
    with pytest.raises(IntegrityError, match="method_choice_of_a_lead_week"), transaction.atomic():
        MethodChoice.objects.create(queue=queue, lead_week=5, reason="x", created_at=NOW)


# the page


def sent(**changed):
    return {"lead_week": "2", "method": "seasonal_naive", "reason": "A new branch"} | changed


def test_a_choice_is_made_on_the_page_and_shown_there(cast, queue, signed_in):
    make_forecast(queue, days=7)
    asha = signed_in("asha")
    address = f"/forecasts/methods/{queue.pk}/"
    answer = asha.post(f"{address}choose/", sent())
    assert (answer.status_code, answer.url) == (302, address)
    text = asha.get(address).content.decode()
    for words in ("A new branch", "Last week again", "week 2", "counts from the next one on"):
        assert words in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"method": "astrology"}, "astrology is not one of the available choices"),
        ({"lead_week": "9"}, "9 is not one of the available choices"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_its_reason(queue, signed_in, changed, said):
    address = f"/forecasts/methods/{queue.pk}/choose/"
    answer = signed_in("asha").post(address, sent(**changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not MethodChoice.objects.exists()


def test_without_week_and_method_all_weeks_are_the_programs_again(queue, signed_in):
    address = f"/forecasts/methods/{queue.pk}/choose/"
    signed_in("mia").post(address, sent(lead_week="", method=""))
    assert newest_choices(queue.pk) == dict.fromkeys((1, 2, 3, 4), "")
