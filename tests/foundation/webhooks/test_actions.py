"""What can be done to endpoints and deliveries: the change, the refusals, the audit record."""

from datetime import timedelta

import pytest
from tests.builders.webhooks import NINE, SECRET, make_delivery, make_endpoint

from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import (
    BadInputError,
    NotFoundError,
    NotPermittedError,
    StateError,
)
from floorwalker.foundation.webhooks import actions
from floorwalker.foundation.webhooks.claims import claim_due
from floorwalker.foundation.webhooks.endpoint_facts import EndpointFacts
from floorwalker.foundation.webhooks.models import Delivery, Endpoint, Event

FACTS = EndpointFacts("https://receiver.example/in?key=k", "payroll", ["roster.published"])

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(cast):
    return cast.actor("mia")


@pytest.fixture
def endpoint(cast):
    return make_endpoint(cast.site)


def audited(action):
    return AuditRecord.objects.get(action=action)


def test_a_manager_adds_an_endpoint_and_sees_its_secret_once(cast, mia):
    made = actions.add_endpoint(mia, site_id=cast.site.pk, facts=FACTS, at=NINE)
    stored = Endpoint.objects.get()
    assert (stored.url, stored.event_types) == (FACTS.url, ["roster.published"])
    assert (stored.created_by, stored.created_by_name) == (cast.users["mia"], "Mia")
    assert made.secret == stored.secret
    record = audited("add_webhook_endpoint")
    assert (record.site, record.after) == (
        cast.site,
        {
            "host": "receiver.example",
            "description": "payroll",
            "event_types": ["roster.published"],
        },
    )


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (EndpointFacts("http://receiver.example/", "", ["roster.published"]), "url"),
        (EndpointFacts("https://10.0.0.1/", "", ["roster.published"]), "url"),
        (EndpointFacts("https://receiver.example/", "", []), "event_types"),
        (EndpointFacts("https://receiver.example/", "", ["roster.eaten"]), "event_types"),
        (EndpointFacts("https://receiver.example/", "", ["webhooks.test"]), "event_types"),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_stored(cast, mia, endpoint, facts, where):
    with pytest.raises(BadInputError) as added:
        actions.add_endpoint(mia, site_id=cast.site.pk, facts=facts, at=NINE)
    with pytest.raises(BadInputError) as changed:
        actions.change_endpoint(mia, endpoint_id=endpoint.pk, facts=facts, at=NINE)
    assert added.value.where == changed.value.where == where
    assert list(Endpoint.objects.values_list("url", flat=True)) == [endpoint.url]
    assert not AuditRecord.objects.exists()


DEEDS = {
    "change_endpoint": {"facts": FACTS},
    "pause_endpoint": {},
    "resume_endpoint": {},
    "rotate_secret": {},
    "remove_endpoint": {},
    "send_test_event": {},
    "replay_failed": {"since": NINE},
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["ben", "asha", "zoe", "otto"])
def test_whoever_does_not_manage_webhooks_here_changes_nothing(cast, endpoint, deed, who):
    before = Endpoint.objects.values().get()
    with pytest.raises(NotPermittedError):
        getattr(actions, deed)(cast.actor(who), endpoint_id=endpoint.pk, at=NINE, **DEEDS[deed])
    assert Endpoint.objects.values().get() == before
    assert not AuditRecord.objects.exists()


def test_a_manager_of_one_site_adds_none_at_another(cast, mia):
    with pytest.raises(NotPermittedError):
        actions.add_endpoint(mia, site_id=cast.other_site.pk, facts=FACTS, at=NINE)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_an_endpoint_that_is_not_there_is_told(mia, deed):
    with pytest.raises(NotFoundError):
        getattr(actions, deed)(mia, endpoint_id=1, at=NINE, **DEEDS[deed])


def test_a_change_keeps_the_secret_and_tells_no_address_to_the_audit_log(mia, endpoint):
    actions.change_endpoint(mia, endpoint_id=endpoint.pk, facts=FACTS, at=NINE)
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.secret) == (FACTS.url, SECRET)
    record = audited("change_webhook_endpoint")
    assert record.before["is_same_address"] is False
    assert "key=k" not in str(record.after)


def test_a_new_secret_leaves_the_old_one_good_for_a_day(mia, endpoint):
    made = actions.rotate_secret(mia, endpoint_id=endpoint.pk, at=NINE)
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.old_secret) == (made.secret, SECRET)
    assert endpoint.old_secret_until == NINE + timedelta(hours=24)
    record = audited("rotate_webhook_secret")
    assert SECRET not in str(record.after)
    assert made.secret not in str(record.after)
    assert made.secret not in str(Endpoint.objects.values().get())  # sealed in the database too


def test_pause_and_resume(mia, endpoint):
    waits = make_delivery(endpoint, next_try_at=NINE + timedelta(hours=20))
    actions.pause_endpoint(mia, endpoint_id=endpoint.pk, at=NINE)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.pause_reason) == ("paused", "by_hand")
    with pytest.raises(StateError):
        actions.pause_endpoint(mia, endpoint_id=endpoint.pk, at=NINE)
    with pytest.raises(StateError):
        actions.send_test_event(mia, endpoint_id=endpoint.pk, at=NINE)

    later = NINE + timedelta(hours=1)
    actions.resume_endpoint(mia, endpoint_id=endpoint.pk, at=later)
    waits.refresh_from_db()
    assert waits.next_try_at == later
    with pytest.raises(StateError):
        actions.resume_endpoint(mia, endpoint_id=endpoint.pk, at=later)
    assert audited("resume_webhook_endpoint").after == {"state": "active"}


def test_a_test_event_goes_to_this_endpoint_alone(cast, mia, endpoint):
    make_endpoint(cast.site)
    delivery = actions.send_test_event(mia, endpoint_id=endpoint.pk, at=NINE)
    assert list(Delivery.objects.values_list("endpoint", flat=True)) == [endpoint.pk]
    assert delivery.event.body == (
        '{"type":"webhooks.test","timestamp":"2026-03-02T09:00:00Z",'
        f'"data":{{"site_id":{cast.site.pk},"endpoint_id":{endpoint.pk}}}}}'
    )


def test_a_removed_endpoint_takes_its_deliveries_along(mia, endpoint):
    make_delivery(endpoint)
    actions.remove_endpoint(mia, endpoint_id=endpoint.pk, at=NINE)
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()
    assert audited("remove_webhook_endpoint").before["description"] == "payroll"


def test_a_replay_sends_the_same_event_with_all_tries_again(mia, endpoint):
    delivery = make_delivery(endpoint, state="failed", tries=10)
    actions.replay_delivery(mia, delivery_id=delivery.pk, at=NINE)
    (claim,) = claim_due(at=NINE, count=1)
    assert claim.message.headers["webhook-id"] == delivery.event.message_id
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.tries_max) == ("waiting", 11, 20)
    assert Event.objects.count() == 1


def test_what_waits_is_not_replayed(mia, endpoint):
    delivery = make_delivery(endpoint)
    with pytest.raises(StateError):
        actions.replay_delivery(mia, delivery_id=delivery.pk, at=NINE)
    with pytest.raises(NotFoundError):
        actions.replay_delivery(mia, delivery_id=0, at=NINE)


def test_a_replay_of_another_site_is_refused(cast, endpoint):
    delivery = make_delivery(endpoint, state="failed")
    with pytest.raises(NotPermittedError):
        actions.replay_delivery(cast.actor("zoe"), delivery_id=delivery.pk, at=NINE)
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_all_that_failed_since_a_moment_is_replayed_and_nothing_else(cast, mia, endpoint):
    hour = timedelta(hours=1)
    old = make_delivery(endpoint, at=NINE - hour, state="failed")
    failed = [make_delivery(endpoint, at=NINE + hour * n, state="failed") for n in range(3)]
    done = make_delivery(endpoint, state="delivered")
    elsewhere = make_delivery(make_endpoint(cast.site), state="failed")
    count = actions.replay_failed(mia, endpoint_id=endpoint.pk, since=NINE, at=NINE + hour * 9)
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert count == 3
    assert {states[delivery.pk] for delivery in failed} == {"waiting"}
    assert [states[d.pk] for d in (old, done, elsewhere)] == ["failed", "delivered", "failed"]
    assert audited("replay_failed_webhooks").after == {
        "since": "2026-03-02T09:00:00+00:00",
        "deliveries": 3,
    }
