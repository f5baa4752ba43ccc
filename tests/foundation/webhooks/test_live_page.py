"""The pages in a real browser, against a real web process."""

import pytest
from django.db import transaction
from playwright.sync_api import expect
from tests.builders.live import cookie_of
from tests.builders.web_servers import web_server
from tests.builders.webhooks import NINE, answered, make_delivery, make_endpoint

from floorwalker.foundation.webhooks.claims import claim_due, store_answer
from floorwalker.foundation.webhooks.models import Delivery, Endpoint

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("web servers"),
]


@pytest.fixture
def server():
    with web_server() as server:
        yield server


def sign_in(page, server, user):
    name, _, value = cookie_of(user).partition("=")
    address = f"http://127.0.0.1:{server.port}"
    page.context.add_cookies([{"name": name, "value": value, "url": address}])
    return address


def test_a_delivery_that_arrives_shows_at_once(cast, page, server):
    with transaction.atomic():
        make_delivery(make_endpoint(cast.site))
    page.goto(f"{sign_in(page, server, cast.users['mia'])}/webhooks/deliveries/")
    expect(page.locator("#deliveries .badge")).to_have_text("Waiting")
    (claim,) = claim_due(at=NINE, count=1)
    store_answer(claim, answered(204), at=NINE, jitter=0.0)
    expect(page.locator("#deliveries .badge")).to_have_text("Delivered", timeout=15_000)
    page.goto("about:blank")  # the server goes first


def test_an_endpoint_is_added_tried_and_removed_by_keyboard_and_pointer(cast, page, server):
    page.goto(f"{sign_in(page, server, cast.users['mia'])}/webhooks/")
    page.get_by_role("link", name="New endpoint").first.click()
    page.get_by_label("Address").fill("https://receiver.example/in")
    page.get_by_label("A job failed").check()
    page.get_by_role("button", name="Add the endpoint").press("Enter")
    expect(page.locator("[data-secret]")).to_contain_text("whsec_")
    page.get_by_role("button", name="Send a test event").click()
    expect(page.locator("#delivery pre").first).to_contain_text('"type": "webhooks.test"')
    assert Delivery.objects.count() == 1
    page.get_by_role("link", name="receiver.example").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove the endpoint").click()
    expect(page.locator("#endpoints h2")).to_have_text("No endpoints yet")
    assert not Endpoint.objects.exists()
    page.goto("about:blank")  # the server goes first
