"""What we sign is what the specification publishes, and what its own package accepts."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.builders.webhooks import SECRET

from floorwalker.foundation.webhooks.signing import new_secret, signed_headers

ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'


def headers(*, secrets=(SECRET,), body=BODY, at=None):
    return signed_headers(
        message_id=ID, body=body, secrets_held=secrets, at=at or datetime.now(UTC)
    )


def test_the_published_vector():
    at = datetime.fromtimestamp(1614265330, UTC)
    assert headers(at=at) == {
        "webhook-id": ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_package_of_the_specification_accepts_it():
    assert Webhook(SECRET).verify(BODY, headers()) == {"test": 2432232314}


def test_it_accepts_letters_beyond_ascii_too():
    body = json.dumps({"équipe": "Nord"}, ensure_ascii=False).encode()
    assert Webhook(SECRET).verify(body, headers(body=body)) == {"équipe": "Nord"}


def test_it_accepts_both_secrets_while_one_replaces_the_other():
    new = new_secret()
    signed = headers(secrets=(new, SECRET))
    assert len(signed["webhook-signature"].split(" ")) == 2
    assert Webhook(new).verify(BODY, signed) == Webhook(SECRET).verify(BODY, signed)


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (b'{"test": 2432232315}', {}),
        (BODY, {"webhook-id": "msg_other"}),
        (BODY, {"webhook-timestamp": str(int(datetime.now(UTC).timestamp()) + 60)}),
        (BODY, {"webhook-signature": "v1," + base64.b64encode(b"x" * 32).decode()}),
    ],
)
def test_it_refuses_what_was_tampered_with(body, changed):
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers() | changed)


def test_it_refuses_the_secret_of_another_endpoint():
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers())


def test_it_refuses_what_is_older_than_five_minutes():
    old = datetime.now(UTC) - timedelta(minutes=5, seconds=2)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(BODY, headers(at=old))


def test_a_new_secret_is_longer_than_the_24_bytes_that_are_asked_for():
    made = new_secret()
    assert made.startswith("whsec_")
    assert len(base64.b64decode(made.removeprefix("whsec_"))) == 32
    assert made != new_secret()
