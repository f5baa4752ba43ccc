"""From the action's transaction to the stored answer, without a network."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import transaction
from tests.builders.webhooks import NINE, FakeSender, answered, make_delivery, make_endpoint

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.live.models import LiveEvent
from floorwalker.foundation.webhooks import claims
from floorwalker.foundation.webhooks.choices import DeliveryState, EndpointState, Outcome
from floorwalker.foundation.webhooks.claims import claim_due, store_answer
from floorwalker.foundation.webhooks.courier import send_due
from floorwalker.foundation.webhooks.models import Delivery, Event
from floorwalker.foundation.webhooks.outbox import emit
from floorwalker.foundation.webhooks.records import Answer
from floorwalker.foundation.webhooks.rules import TRIES_MAX
from floorwalker.foundation.webhooks.tasks import remove_old_events

pytestmark = pytest.mark.django_db

PUBLISHED = {"site_id": 1, "roster_id": 17, "week_starts_on": "2026-11-30", "revision": 4}
NO_ANSWER = Answer(Outcome.TOO_SLOW, 15.0)


def tell(site, *, at=NINE):
    emit("roster.published", site_id=site.pk, data=PUBLISHED, at=at)


def settle(delivery, answer, *, at, jitter=0.0):
    """Claim the delivery and store this answer; return it as it is then."""
    (claim,) = claim_due(at=at, count=1)
    assert claim.delivery_id == delivery.pk
    store_answer(claim, answer, at=at, jitter=jitter)
    delivery.refresh_from_db()
    return delivery


def test_an_event_goes_to_those_who_chose_it_at_its_site(cast):
    wants = make_endpoint(cast.site)
    make_endpoint(cast.site, event_types=["job.failed"])
    make_endpoint(cast.other_site)
    tell(cast.site)
    delivery = Delivery.objects.get()
    assert (delivery.endpoint, delivery.state, delivery.next_try_at) == (
        wants,
        DeliveryState.WAITING,
        NINE,
    )
    assert json.loads(delivery.event.body) == {
        "type": "roster.published",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": PUBLISHED,
    }
    assert LiveEvent.objects.get().topic == f"site/{cast.site.pk}/webhooks/{wants.pk}"


def test_what_belongs_to_no_site_is_told_at_every_site(cast):
    for site in (cast.site, cast.other_site):
        make_endpoint(site, event_types=["job.failed"])
    data = {"site_id": None, "job_id": 1, "kind": "dig", "attempt": 1}
    emit("job.failed", site_id=None, data=data, at=NINE)
    assert (Event.objects.count(), Delivery.objects.count()) == (1, 2)


def test_nothing_is_written_when_nobody_wants_it(cast):
    tell(cast.site)
    assert not Event.objects.exists()


def test_an_event_of_an_action_that_fails_is_never_sent(cast):
    make_endpoint(cast.site)
    with transaction.atomic():
        tell(cast.site)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert claim_due(at=NINE, count=9) == []


def test_an_event_unlike_its_example_is_refused(cast):
    with pytest.raises(ValueError, match="has the fields"):
        emit("roster.published", site_id=1, data={"site_id": 1, "name": "Ben"}, at=NINE)
    with pytest.raises(LookupError):
        emit("roster.eaten", site_id=1, data={}, at=NINE)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(cast):
    make_endpoint(cast.site)
    with pytest.raises(transaction.TransactionManagementError):
        tell(cast.site)


def test_2xx_is_delivered_and_nothing_follows(cast):
    delivery = make_delivery(make_endpoint(cast.site))
    settle(delivery, answered(200, "thanks"), at=NINE)
    assert (delivery.state, delivery.tries, delivery.status) == (DeliveryState.DELIVERED, 1, 200)
    assert (delivery.answer_start, delivery.duration_seconds) == ("thanks", 0.25)
    assert (delivery.tried_at, delivery.claimed_until) == (NINE, None)
    assert claim_due(at=NINE + timedelta(days=9), count=1) == []


def test_anything_else_is_tried_again_later_under_the_same_id(cast):
    delivery = make_delivery(make_endpoint(cast.site))
    (first,) = claim_due(at=NINE, count=1)
    store_answer(first, answered(500), at=NINE, jitter=1.0)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert delivery.next_try_at == NINE + timedelta(seconds=5.5)
    assert claim_due(at=NINE + timedelta(seconds=5), count=1) == []
    (second,) = claim_due(at=NINE + timedelta(seconds=6), count=1)
    assert second.message.headers["webhook-id"] == first.message.headers["webhook-id"]
    assert second.message.headers["webhook-timestamp"] == "1772442006"
    assert second.message.body == first.message.body


def test_after_the_tenth_try_it_has_failed(cast):
    delivery = make_delivery(make_endpoint(cast.site))
    waits = []
    while delivery.state == DeliveryState.WAITING:
        tried_at = delivery.next_try_at
        settle(delivery, NO_ANSWER, at=tried_at)
        waits.append(delivery.next_try_at - tried_at)
    assert (delivery.state, delivery.tries) == (DeliveryState.FAILED, TRIES_MAX)
    assert tried_at - NINE == timedelta(hours=75, minutes=35, seconds=5)
    assert (delivery.outcome, delivery.status) == (Outcome.TOO_SLOW, None)


def test_an_endpoint_that_is_gone_is_paused_and_its_maker_told(cast):
    endpoint = make_endpoint(cast.site)
    delivery = make_delivery(endpoint)
    settle(delivery, answered(410), at=NINE)
    endpoint.refresh_from_db()
    assert (delivery.state, delivery.tries) == (DeliveryState.FAILED, 1)
    assert (endpoint.state, endpoint.pause_reason) == (EndpointState.PAUSED, "gone")
    told = AuditRecord.objects.get(action="pause_webhook_endpoint")
    assert (told.actor_name, told.after) == ("webhooks", {"state": "paused", "reason": "gone"})


def test_an_endpoint_that_fails_for_three_days_is_paused(cast):
    endpoint = make_endpoint(cast.site)
    for days, state in [(0, "active"), (2.9, "active"), (3, "paused")]:
        at = NINE + timedelta(days=days)
        settle(make_delivery(endpoint, at=at), answered(500), at=at)
        Delivery.objects.update(next_try_at=NINE + timedelta(days=99))
        endpoint.refresh_from_db()
        assert endpoint.state == state, days
    assert (endpoint.pause_reason, endpoint.paused_at) == ("failing", at)


def test_one_arrival_makes_an_endpoint_good_again(cast):
    endpoint = make_endpoint(cast.site)
    for days, status in [(0, 500), (2, 200), (4, 500)]:
        at = NINE + timedelta(days=days)
        settle(make_delivery(endpoint, at=at), answered(status), at=at)
        Delivery.objects.update(next_try_at=NINE + timedelta(days=99))
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.failing_since) == (EndpointState.ACTIVE, at)


def test_what_happens_while_an_endpoint_is_paused_waits_for_it(cast):
    endpoint = make_endpoint(cast.site, state="paused", pause_reason="by_hand", paused_at=NINE)
    tell(cast.site)
    assert claim_due(at=NINE, count=1) == []
    endpoint.state, endpoint.pause_reason, endpoint.paused_at = "active", "", None
    endpoint.save()
    assert len(claim_due(at=NINE, count=1)) == 1


def test_a_claim_keeps_others_off_until_it_lapses(cast):
    delivery = make_delivery(make_endpoint(cast.site))
    (lost,) = claim_due(at=NINE, count=1)
    assert claim_due(at=NINE + timedelta(seconds=59), count=1) == []
    (again,) = claim_due(at=NINE + timedelta(seconds=60), count=1)
    assert again.message.headers["webhook-id"] == lost.message.headers["webhook-id"]

    store_answer(lost, answered(500), at=NINE + timedelta(seconds=61), jitter=0.0)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.claimed_until) == (None, NINE + timedelta(seconds=120))
    store_answer(again, answered(204), at=NINE + timedelta(seconds=62), jitter=0.0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == (DeliveryState.DELIVERED, 2)


def test_one_endpoint_has_four_on_their_way_at_most_and_leaves_room_to_others(cast):
    busy, other = make_endpoint(cast.site), make_endpoint(cast.site)
    for _ in range(10):
        make_delivery(busy)
    late = make_delivery(other)
    claimed = [claim.delivery_id for claim in claim_due(at=NINE, count=40)]
    assert (len(claimed), late.pk in claimed) == (claims.AT_ONCE_MAX + 1, True)
    assert claim_due(at=NINE, count=40) == []


def test_with_little_room_every_endpoint_gets_its_turn(cast):
    for _ in range(3):
        endpoint = make_endpoint(cast.site)
        for _ in range(3):
            make_delivery(endpoint)
    claimed = claim_due(at=NINE, count=3)
    places = Delivery.objects.filter(pk__in=[claim.delivery_id for claim in claimed])
    assert places.values("endpoint").distinct().count() == 3


def test_the_old_secret_signs_too_until_its_time_has_come(cast):
    make_endpoint(cast.site, old_secret="whsec_AAAA", old_secret_until=NINE + timedelta(hours=24))
    tell(cast.site)
    signatures = []
    for hours in (0, 23.9, 24):
        at = NINE + timedelta(hours=hours)
        (claim,) = claim_due(at=at, count=1)
        signatures.append(len(claim.message.headers["webhook-signature"].split(" ")))
    assert signatures == [2, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_the_courier_sends_until_nothing_is_due(cast):
    with transaction.atomic():
        good, bad = make_endpoint(cast.site), make_endpoint(cast.site, url="https://bad.example/")
        for endpoint in (good, bad):
            for _ in range(6):
                make_delivery(endpoint)
        make_delivery(good, next_try_at=datetime(2999, 1, 1, tzinfo=UTC))
    sender = FakeSender(lambda message: answered(500 if "bad" in message.url else 204))
    async_to_sync(send_due)(sender)
    assert len(sender.sent) == 12
    assert Delivery.objects.filter(state=DeliveryState.DELIVERED, endpoint=good).count() == 6
    assert Delivery.objects.filter(tries=1, status=500, endpoint=bad).count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_breaks_is_a_failed_try_of_its_delivery_alone(cast, caplog):
    def reply(message):
        if "bad" in message.url:
            raise RuntimeError("a fault of ours")
        return answered(204)

    with transaction.atomic():
        bad = make_delivery(make_endpoint(cast.site, url="https://bad.example/"))
        good = make_delivery(make_endpoint(cast.site))
    async_to_sync(send_due)(FakeSender(reply))
    for delivery in (good, bad):
        delivery.refresh_from_db()
    assert (good.state, bad.state, bad.outcome) == ("delivered", "waiting", Outcome.NO_HTTP)
    assert "the sender failed" in caplog.text


def test_old_events_go_with_their_deliveries_unless_a_try_is_to_come(cast, settings):
    settings.WEBHOOK_KEEP_DAYS = 30
    active = make_endpoint(cast.site)
    paused = make_endpoint(cast.site, state="paused", pause_reason="by_hand", paused_at=NINE)
    gone = [make_delivery(active, state="delivered"), make_delivery(active, state="failed")]
    gone.append(make_delivery(paused))
    kept = [make_delivery(active), make_delivery(active, at=NINE + timedelta(days=1))]
    kept[1].state = "delivered"
    kept[1].save()
    remove_old_events(at=NINE + timedelta(days=30, seconds=1))
    assert set(Delivery.objects.values_list("pk", flat=True)) == {d.pk for d in kept}
    assert Event.objects.count() == 2
