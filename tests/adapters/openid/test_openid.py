"""The adapter against a provider that lies, drips or is not there."""

import base64
import hashlib
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from tests.builders.openid import CLIENT_ID, liar, settings_for

from floorwalker.adapters.openid import OpenIdProvider
from floorwalker.foundation.accounts.errors import ProviderError
from floorwalker.foundation.accounts.records import ProviderPerson

BACK = "http://testserver/sign-in/provider/back/"
ADA = {"email": "ada@example.ca", "email_verified": True, "name": "Ada Stone"}


@pytest.fixture
def lying():
    with liar() as made:
        yield made


def visit(lying, **claims):
    """Begin, and come back with what the provider says; it repeats our nonce unless told not to."""
    provider = OpenIdProvider(settings_for(lying.issuer), seconds_max=2)
    _address, visit = provider.begin(back_to=BACK)
    lying.claims = {"nonce": visit.nonce} | ADA | claims
    return provider.person(visit, code="abc", back_to=BACK)


def test_the_person_is_sent_with_state_nonce_and_a_challenge_for_the_code(lying):
    address, kept = OpenIdProvider(settings_for(lying.issuer)).begin(back_to=BACK)
    assert address.startswith(f"{lying.issuer}/authorize?")
    sent = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    hashed = hashlib.sha256(kept.verifier.encode()).digest()
    assert sent == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "scope": "openid email profile",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }


def test_who_came_back_is_what_the_token_says(lying):
    assert visit(lying) == ProviderPerson(lying.issuer, "7", "ada@example.ca", True, "Ada Stone")
    assert lying.asked["code"] == ["abc"]
    assert lying.asked["redirect_uri"] == [BACK]
    assert len(lying.asked["code_verifier"][0]) == 64


def test_an_address_that_the_token_lacks_is_asked_for(lying):
    lying.described = {"userinfo_endpoint": f"{lying.issuer}/userinfo"}
    lying.userinfo = {"sub": "7"} | ADA
    provider = OpenIdProvider(settings_for(lying.issuer))
    _address, kept = provider.begin(back_to=BACK)
    lying.claims = {"nonce": kept.nonce}
    assert provider.person(kept, code="abc", back_to=BACK).email == "ada@example.ca"
    lying.userinfo = {"sub": "8"} | ADA
    with pytest.raises(ProviderError):
        provider.person(kept, code="abc", back_to=BACK)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"exp": 1_000_000},
        {"iat": 99_999_999_999},
        {"nbf": 99_999_999_999},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
        {"at_hash": "wrong"},
    ],
)
def test_a_token_that_says_anything_else_is_refused(lying, claims):
    with pytest.raises(ProviderError, match="did not prove who you are"):
        visit(lying, **claims)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "RS256", "kid": "one"}, RSAKey.generate_key(2048)),
        (
            {"alg": "HS256", "kid": "one"},
            OctKey.import_key("a secret which is long enough, 32 bytes"),
        ),
        ({"alg": "none"}, None),
    ],
)
def test_a_token_signed_otherwise_is_refused(lying, header, key):
    lying.header, lying.key = header, key
    with pytest.raises(ProviderError, match="did not prove who you are"):
        visit(lying)


@pytest.mark.parametrize(("said", "is_verified"), [(True, True), ("true", False), (None, False)])
def test_only_a_true_word_verifies_an_address(lying, said, is_verified):
    assert visit(lying, email_verified=said).is_email_verified is is_verified


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": None},
    ],
)
def test_a_provider_that_leads_elsewhere_is_not_followed(lying, described):
    lying.described = described
    with pytest.raises(ProviderError):
        OpenIdProvider(settings_for(lying.issuer)).begin(back_to=BACK)


def test_a_redirect_is_not_followed(lying):
    def elsewhere(handler):
        handler.send_response(302)
        handler.send_header("Location", "http://169.254.169.254/")
        handler.end_headers()

    lying.instead["/.well-known/openid-configuration"] = elsewhere
    with pytest.raises(ProviderError, match="does not answer"):
        OpenIdProvider(settings_for(lying.issuer)).begin(back_to=BACK)


def test_a_provider_that_drips_is_left_after_the_time_it_has(lying):
    ended = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while not ended.wait(0.02):
                handler.wfile.write(b" " * 10_000)
        except OSError:
            return

    lying.instead["/.well-known/openid-configuration"] = drip
    began = time.monotonic()
    with pytest.raises(ProviderError, match="does not answer"):
        OpenIdProvider(settings_for(lying.issuer), seconds_max=0.3).begin(back_to=BACK)
    ended.set()
    assert time.monotonic() - began < 5


def test_a_provider_that_says_nothing_is_left_after_the_time_it_has(lying):
    ended = threading.Event()
    lying.instead["/.well-known/openid-configuration"] = lambda handler: ended.wait(20)
    with pytest.raises(ProviderError, match="does not answer"):
        OpenIdProvider(settings_for(lying.issuer), seconds_max=0.3).begin(back_to=BACK)
    ended.set()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff", b"{}", b"[" * 100_000])
def test_an_answer_that_is_none_is_refused(lying, body):
    def nonsense(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)

    lying.instead["/.well-known/openid-configuration"] = nonsense
    with pytest.raises(ProviderError):
        OpenIdProvider(settings_for(lying.issuer)).begin(back_to=BACK)


def test_a_long_answer_is_not_read_to_its_end(lying):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(400):
                handler.wfile.write(b" " * 100_000)
        except OSError:
            return

    lying.instead["/.well-known/openid-configuration"] = endless
    with pytest.raises(ProviderError, match="does not answer"):
        OpenIdProvider(settings_for(lying.issuer)).begin(back_to=BACK)


def test_a_provider_that_is_not_there_is_told_so_and_the_log_names_nobody(caplog):
    with pytest.raises(ProviderError, match="does not answer"):
        OpenIdProvider(settings_for("http://127.0.0.1:1")).begin(back_to=BACK)
    assert caplog.messages == ["The OpenID provider cannot be reached: ConnectionError"]
