"""Sign-in through a real OpenID provider on loopback (oidc-provider-mock)."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders.openid import let_in, real_provider, say_no, settings_for
from tests.foundation.accounts.test_own_account import is_in

from floorwalker.foundation.accounts.models import ProviderLink, SecondFactor, User
from floorwalker.foundation.audit.models import AuditRecord

BEN = {"email": "Ben@Example.ca", "email_verified": True, "name": "Ben Roy"}


@pytest.fixture(scope="module")
def issuer():
    with real_provider() as made:
        yield made


@pytest.fixture
def site(cast, issuer, settings):
    """The cast's site, whose organisation has a provider."""
    settings.PROVIDER = settings_for(issuer)
    return cast


def begin(client, **query):
    return client.get(reverse("provider_begin"), query)


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(parts.path, dict(parse_qsl(parts.query)))


def visit(issuer, client=None, *, subject="subject-of-ben", **claims):
    client = client or Client()
    address = begin(client, next="/account/").url
    back = let_in(address, issuer=issuer, subject=subject, **BEN | claims)
    return client, come_back(client, back)


def refused(client, answer):
    assert answer.status_code == 409
    assert not is_in(client)
    page = answer.content.decode()
    assert 'name="password"' in page
    return page


def test_the_sign_in_page_offers_the_provider_only_where_there_is_one(cast, issuer, settings):
    assert "your organisation" not in Client().get("/sign-in/").content.decode()
    assert begin(Client()).status_code == 404
    settings.PROVIDER = settings_for(issuer)
    page = Client().get("/sign-in/?next=/account/").content.decode()
    assert "Sign in through your organisation" in page
    assert f"{reverse('provider_begin')}?next=%2Faccount%2F" in page


def test_a_verified_address_links_the_account_the_first_time(site, issuer):
    client, answer = visit(issuer)
    assert answer.url == "/account/"
    assert is_in(client)
    link = ProviderLink.objects.get()
    assert (link.user, link.issuer, link.subject) == (site.users["ben"], issuer, "subject-of-ben")
    record = AuditRecord.objects.get(action="link_provider")
    assert (record.subject_id, record.after) == (str(site.users["ben"].pk), {"issuer": issuer})


def test_afterwards_the_subject_counts_and_no_address(site, issuer):
    visit(issuer)
    client, _answer = visit(issuer, email="cleo@example.ca", email_verified=False)
    assert int(client.session["_auth_user_id"]) == site.users["ben"].pk
    assert ProviderLink.objects.count() == 1


def test_who_gets_the_address_of_somebody_who_left_does_not_get_the_account(site, issuer):
    visit(issuer)
    client, answer = visit(issuer, subject="another")
    assert "belongs to somebody else" in refused(client, answer)
    assert ProviderLink.objects.get().subject == "subject-of-ben"


@pytest.mark.parametrize("said", [False, None, "true"])
def test_an_address_that_is_not_verified_links_nothing(site, issuer, said):
    client, answer = visit(issuer, email_verified=said)
    assert "did not confirm your email address" in refused(client, answer)
    assert not ProviderLink.objects.exists()


def test_whoever_has_no_account_gets_none(site, issuer):
    before = User.objects.count()
    client, answer = visit(issuer, subject="eve", email="eve@example.ca")
    assert "There is no account here for eve@example.ca." in refused(client, answer)
    assert User.objects.count() == before


def test_an_account_is_made_where_the_settings_say_so_without_any_role(site, issuer, settings):
    settings.PROVIDER = settings_for(issuer, creates_accounts=True)
    client, _answer = visit(issuer, subject="eve", email="Eve@Example.ca", name="Eve Roy")
    assert is_in(client)
    eve = User.objects.get(email="eve@example.ca")
    assert (eve.name, eve.has_usable_password(), eve.role_assignments.count()) == (
        "Eve Roy",
        False,
        0,
    )
    assert client.get(reverse("accounts")).status_code == 403


@pytest.mark.parametrize("is_linked", [False, True])
def test_a_closed_account_stays_closed(site, issuer, is_linked):
    if is_linked:
        visit(issuer)
    User.objects.filter(pk=site.users["ben"].pk).update(is_active=False)
    client, answer = visit(issuer)
    assert "This account is closed." in refused(client, answer)
    assert ProviderLink.objects.exists() is is_linked


def test_the_second_step_is_the_providers_own(site, issuer):
    SecondFactor.objects.create(user=site.users["ben"], confirmed_at="2026-11-01T00:00Z")
    client, _answer = visit(issuer)
    assert is_in(client)


@pytest.mark.parametrize(("kept", "reason"), [("state", "not begun here"), ("nonce", "prove who")])
def test_what_another_visit_was_given_is_refused(site, issuer, kept, reason):
    client = Client()
    address = begin(client).url
    session = client.session
    session["provider"] |= {kept: "another"}
    session.save()
    back = let_in(address, issuer=issuer, subject="subject-of-ben", **BEN)
    assert reason in refused(client, come_back(client, back))


def test_a_visit_begun_in_another_browser_is_refused(site, issuer):
    client, other = Client(), Client()
    begin(client)
    back = let_in(begin(other).url, issuer=issuer, subject="subject-of-ben", **BEN)
    assert "not begun here" in refused(client, come_back(client, back))


def test_the_way_back_works_once(site, issuer):
    client = Client()
    back = let_in(begin(client).url, issuer=issuer, subject="subject-of-ben", **BEN)
    come_back(client, back)
    client.post(reverse("sign_out"))
    assert "not begun here" in refused(client, come_back(client, back))


def test_whoever_says_no_at_the_provider_may_use_the_password(site, issuer):
    client = Client()
    back = say_no(begin(client).url)
    session = client.session
    state = session["provider"]["state"]
    answer = come_back(client, back if "state=" in back else f"{back}&state={state}")
    assert "did not let you in" in refused(client, answer)


def test_a_forged_code_opens_nothing(site, issuer):
    client = Client()
    begin(client)
    state = client.session["provider"]["state"]
    answer = client.get(reverse("provider_back"), {"code": "forged", "state": state})
    assert "did not prove who you are" in refused(client, answer)


def test_the_way_back_never_leads_to_another_site(site, issuer):
    client = Client()
    back = let_in(
        begin(client, next="https://evil.example/").url,
        issuer=issuer,
        subject="subject-of-ben",
        **BEN,
    )
    assert come_back(client, back).url == "/"


def test_a_provider_that_is_down_leaves_the_password(site, settings):
    settings.PROVIDER = settings_for("http://127.0.0.1:1")
    client = Client()
    assert "sign-in does not answer" in refused(client, begin(client))
