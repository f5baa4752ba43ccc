"""A real Chromium with a virtual authenticator, as telephones and security keys are one."""

import pytest
from playwright.sync_api import Page, expect
from tests.builders.cast import PASSWORD, make_cast

from floorwalker.foundation.accounts.models import Passkey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ben():
    ben = make_cast().users["ben"]
    ben.set_password(PASSWORD)
    ben.save()
    return ben


@pytest.fixture
def authenticator(page: Page):
    """Switch it with `says_yes(False)`: the person's finger is then refused."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable", {"enableUI": False})
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})

    def says_yes(yes: bool) -> None:
        told = {"authenticatorId": made["authenticatorId"], "isUserVerified": yes}
        devtools.send("WebAuthn.setUserVerified", told)

    return says_yes


def sign_in_by_password(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/?next=/account/")
    page.get_by_label("Email").fill("ben@example.ca")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def fill(page: Page, *, name: str, password: str) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Add the passkey").click()


def add(page: Page, *, name: str) -> None:
    fill(page, name=name, password=PASSWORD)
    expect(
        page.locator("#toasts").get_by_text(f"The passkey “{name}” opens your account now.")
    ).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_is_added_opens_the_account_and_is_removed(
    ben, page: Page, authenticator, live_server
):
    sign_in_by_password(page, live_server.url)
    add(page, name="laptop")
    expect(page.get_by_role("row", name="laptop")).to_contain_text("Never")

    sign_out(page)
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert Passkey.objects.get().sign_count > 0

    page.get_by_role("link", name="Remove laptop").click()
    page.get_by_role("button", name="Confirm with a passkey instead").click()
    expect(
        page.locator("#toasts").get_by_text("The passkey “laptop” opens nothing any more.")
    ).to_be_visible()
    assert not Passkey.objects.exists()


def test_a_device_does_not_keep_two_passkeys_of_one_person(
    ben, page: Page, authenticator, live_server
):
    sign_in_by_password(page, live_server.url)
    add(page, name="laptop")
    fill(page, name="again", password=PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("keeps a passkey of yours already")
    assert Passkey.objects.count() == 1


def test_a_refused_finger_is_told_and_leads_nowhere(ben, page: Page, authenticator, live_server):
    sign_in_by_password(page, live_server.url)
    add(page, name="laptop")
    sign_out(page)
    authenticator(False)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given. Try again.")
    authenticator(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner")).to_contain_text("Ben")


def test_a_wrong_password_is_told_before_the_device_makes_a_key(
    ben, page: Page, authenticator, live_server
):
    sign_in_by_password(page, live_server.url)
    fill(page, name="laptop", password="not it")
    expect(page.get_by_role("alert")).to_have_text("This is not your password.")
    assert not Passkey.objects.exists()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.locator("#toasts").get_by_text("opens your account now")).to_be_visible()


def test_without_script_the_password_still_opens(ben, chromium, live_server):
    context = chromium.new_context(java_script_enabled=False, locale="en-CA")
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/account/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("Email").fill("ben@example.ca")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    page.goto(f"{live_server.url}/account/passkeys/add/")
    expect(page.get_by_role("button", name="Add the passkey")).to_be_disabled()
    context.close()
