"""What the pages show and do; who may open them stands in tests/architecture/test_access.py."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from tests.builders.files import exported
from tests.builders.webhooks import NINE, SECRET, answered, make_delivery, make_endpoint

from floorwalker.foundation.webhooks.claims import claim_due, store_answer
from floorwalker.foundation.webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db

FORM = {
    "url": "https://receiver.example/in",
    "description": "payroll",
    "event_types": ["roster.published", "shift.changed"],
}


@pytest.fixture
def client(signed_in):
    return signed_in("mia")


def text_of(response):
    """What a reader sees of a page."""
    bare = re.sub(
        r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(bare.split())


def test_a_new_endpoint_shows_its_secret_this_once(cast, client):
    made = client.post(reverse("webhook_add"), FORM)
    endpoint = Endpoint.objects.get()
    assert endpoint.secret in made.content.decode()
    assert made["Cache-Control"].startswith("max-age=0")
    assert (endpoint.site, endpoint.event_types) == (
        cast.site,
        ["roster.published", "shift.changed"],
    )
    for page in (reverse("webhook", args=[endpoint.pk]), reverse("webhooks")):
        assert endpoint.secret not in client.get(page).content.decode()


def test_a_new_secret_is_shown_once_too(cast, client):
    endpoint = make_endpoint(cast.site)
    shown = client.post(reverse("webhook_rotate", args=[endpoint.pk])).content.decode()
    endpoint.refresh_from_db()
    assert endpoint.secret in shown
    assert SECRET not in shown
    assert "signs too until" in text_of(client.get(reverse("webhook", args=[endpoint.pk])))


def test_an_address_that_may_not_be_is_refused_beside_its_field(cast, client):
    answer = client.post(reverse("webhook_add"), FORM | {"url": "https://10.0.0.1/"})
    assert answer.status_code == 422
    assert "this address is private or special." in text_of(answer)
    endpoint = make_endpoint(cast.site)
    answer = client.post(
        reverse("webhook_change", args=[endpoint.pk]), FORM | {"url": "http://receiver.example/"}
    )
    assert answer.status_code == 422
    assert "the address begins with https://." in text_of(answer)
    assert [e.url for e in Endpoint.objects.all()] == [endpoint.url]


def test_a_manager_sees_the_endpoints_of_the_own_site_only(cast, client):
    make_endpoint(cast.site)
    make_endpoint(cast.other_site, description="of Moncton")
    seen = text_of(client.get(reverse("webhooks")))
    assert "payroll" in seen
    assert "of Moncton" not in seen


def test_whoever_manages_several_sites_chooses_one(cast, signed_in):
    ada = signed_in("ada")
    ada.post(reverse("webhook_add"), FORM | {"site": cast.other_site.pk})
    assert Endpoint.objects.get().site == cast.other_site


def test_an_endpoint_that_the_program_paused_tells_its_makers(cast, client):
    endpoint = make_endpoint(cast.site)
    make_delivery(endpoint)
    (claim,) = claim_due(at=NINE, count=1)
    store_answer(claim, answered(410), at=NINE, jitter=0.0)
    for page in (reverse("webhooks"), reverse("webhook", args=[endpoint.pk])):
        seen = text_of(client.get(page))
        assert "payroll, made by Mia, is paused since" in seen
        assert "The receiver answered 410: it wants nothing any more." in seen
    client.post(reverse("webhook_resume", args=[endpoint.pk]))
    assert "is paused since" not in text_of(client.get(reverse("webhooks")))


def test_one_delivery_shows_what_was_sent_and_what_came_back(cast, client):
    delivery = make_delivery(make_endpoint(cast.site))
    (claim,) = claim_due(at=NINE, count=1)
    store_answer(claim, answered(500, "<b>no</b>"), at=NINE, jitter=0.0)
    response = client.get(reverse("webhook_delivery", args=[delivery.pk]))
    seen = text_of(response)
    assert "Answered 500" in seen
    assert "0.25 s" in seen
    assert delivery.event.message_id in seen
    assert "&quot;type&quot;: &quot;webhooks.test&quot;" in seen
    assert "&lt;b&gt;no&lt;/b&gt;" in response.content.decode()


def test_deliveries_are_looked_for_by_state_type_and_endpoint(cast, client):
    one, two = make_endpoint(cast.site), make_endpoint(cast.site, description="sirius")
    failed = make_delivery(one, state="failed")
    done = make_delivery(two, state="delivered")

    def found(**asked):
        answer = client.get(reverse("webhook_deliveries"), asked)
        return [row.id for row in answer.context["table"].page_obj.object_list]

    assert found() == [done.pk, failed.pk]
    assert found(state="failed") == [failed.pk]
    assert found(endpoint=two.pk) == [done.pk]
    assert found(type="webhooks.test") == [done.pk, failed.pk]
    assert found(type="roster.published") == []
    assert found(state="eaten") == [done.pk, failed.pk]  # not understood: nothing is held back


def test_deliveries_are_ordered_by_when_tries_and_how_long_they_took(cast, client):
    endpoint = make_endpoint(cast.site)
    slow = make_delivery(endpoint, state="delivered", tries=1, duration_seconds=9.5)
    often = make_delivery(endpoint, state="failed", tries=10, duration_seconds=0.5)
    waiting = make_delivery(endpoint)

    def ordered(sort):
        answer = client.get(reverse("webhook_deliveries"), {"sort": sort})
        return [row.id for row in answer.context["table"].page_obj.object_list]

    assert ordered("") == ordered("endpoint") == [waiting.pk, often.pk, slow.pk]
    assert ordered("created_at") == [slow.pk, often.pk, waiting.pk]
    assert ordered("-tries") == [often.pk, slow.pk, waiting.pk]
    assert ordered("-duration_seconds") == [slow.pk, often.pk, waiting.pk]


def test_a_file_holds_the_deliveries_found_of_the_own_site(cast, client, signed_in):
    kept = make_delivery(
        make_endpoint(cast.site), state="failed", tries=2, status=500, outcome="answered",
        duration_seconds=0.25,
    )  # fmt: skip
    make_delivery(make_endpoint(cast.site, description="sirius"), state="delivered")
    elsewhere = make_endpoint(cast.other_site, description="of Moncton")
    make_delivery(elsewhere, state="failed")
    row = {
        "Event": "A test",
        "Endpoint": "payroll",
        "Happened at": "2026-03-02T04:00:00-05:00",
        "State": "Failed",
        "Tries": "2",
        "Latest try": "Answered 500",
        "Took (s)": "0.25",
        "Next try": "",
        "Id": kept.event.message_id,
    }
    assert exported(client, "webhook_deliveries", state="failed") == [row]
    asked = {"state": "failed", "endpoint": elsewhere.pk}  # not one of hers: nothing is held back
    assert exported(client, "webhook_deliveries", **asked) == [row]
    asha = signed_in("asha")
    for page in ("webhooks", "webhook_deliveries"):
        assert asha.get(reverse(page), {"file": "csv"}).status_code == 403


def test_endpoints_are_ordered_found_and_exported_without_their_secrets(cast, client):
    with transaction.atomic():
        make_delivery(make_endpoint(cast.site, description="Élan"), state="failed")
        make_endpoint(cast.site, description="zebra", failing_since=NINE)
        make_endpoint(cast.other_site, description="of Moncton")
        make_endpoint(
            cast.site, description="=apple", state="paused", pause_reason="by_hand", paused_at=NINE
        )

    def rows(**asked):
        return [row["Endpoint"] for row in exported(client, "webhooks", **asked)]

    assert rows() == ["'=apple", "Élan", "zebra"]
    assert rows(sort="-created_at") == ["Élan", "zebra", "'=apple"]  # all made at once
    assert rows(sort="-failed")[0] == "Élan"
    assert rows(words="elan roster") == ["Élan"]
    assert rows(state="active", sort="-name") == ["zebra", "Élan"]
    (row,) = exported(client, "webhooks", words="zebra")
    assert row == {
        "Endpoint": "zebra",
        "Events": "A roster was published",
        "State": "Failing",
        "Waiting": "0",
        "Failed": "0",
        "Address": "https://receiver.example/in",
        "Made by": "Mia",
        "Made at": "2026-03-02T04:00:00-05:00",
    }


def test_what_failed_is_sent_again_from_the_page(cast, client):
    endpoint = make_endpoint(cast.site)
    for hours in (0, 1):
        make_delivery(endpoint, at=NINE + timedelta(hours=hours), state="failed")
    since = "2026-03-02T04:30"  # on the site's clock: half past nine in UTC
    answer = client.post(
        reverse("webhook_replay_failed", args=[endpoint.pk]), {"since": since}, follow=True
    )
    assert "1 event is sent again." in text_of(answer)
    assert Delivery.objects.filter(state="waiting").count() == 1
    bad = client.post(reverse("webhook_replay_failed", args=[endpoint.pk]), {"since": "x"})
    assert bad.status_code == 422


def test_the_pages_take_a_fixed_number_of_queries(cast, client, django_assert_max_num_queries):
    endpoint = make_endpoint(cast.site)
    pages = (reverse("webhooks"), reverse("webhook_deliveries"))
    with transaction.atomic():
        for _ in range(30):
            make_delivery(endpoint, state="failed")
            make_endpoint(cast.site)
    for page in (*pages, reverse("webhook", args=[endpoint.pk])):
        with django_assert_max_num_queries(12):
            client.get(page)
