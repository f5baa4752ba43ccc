from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from floorwalker.foundation.accounts.one_time_code import (
    code_of,
    matching_step,
    new_secret,
    setup_uri,
)

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The twenty bytes "12345678901234567890" of both standards, in base 32."""

AT = datetime(2026, 11, 16, 14, 0, 10, tzinfo=UTC)
STEP = int(AT.timestamp()) // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds, code):
    assert code_of(RFC_SECRET, step=seconds // 30, digits=8) == code


def test_codes_are_those_of_rfc_4226_appendix_d():
    codes = [code_of(RFC_SECRET, step=counter) for counter in range(10)]
    assert codes == (
        [
            "755224",
            "287082",
            "359152",
            "969429",
            "338314",
            "254676",
            "287922",
            "162583",
            "399871",
            "520489",
        ]
    )


@pytest.mark.parametrize(
    ("steps_away", "expected"), [(-2, None), (-1, -1), (0, 0), (1, 1), (2, None)]
)
def test_clocks_may_differ_by_one_step(steps_away, expected):
    code = code_of(RFC_SECRET, step=STEP + steps_away)
    found = matching_step(RFC_SECRET, code, at=AT)
    assert found == (None if expected is None else STEP + expected)


def test_a_step_that_is_used_up_is_not_taken_again():
    code = code_of(RFC_SECRET, step=STEP)
    assert matching_step(RFC_SECRET, code, at=AT, after_step=STEP) is None
    later = AT + timedelta(seconds=30)
    fresh = code_of(RFC_SECRET, step=STEP + 1)
    assert matching_step(RFC_SECRET, fresh, at=later, after_step=STEP) == STEP + 1


@pytest.mark.parametrize("nonsense", ["", "abc", "é" * 6, "12345", "1234567"])
def test_nonsense_is_no_code(nonsense):
    assert matching_step(RFC_SECRET, nonsense, at=AT) is None


def test_secrets_differ_and_the_link_carries_them():
    secret = new_secret()
    assert secret != new_secret()
    link = urlsplit(setup_uri(secret, account="ben@example.ca"))
    assert (link.scheme, link.netloc) == ("otpauth", "totp")
    assert parse_qs(link.query) == {"secret": [secret], "issuer": ["Floorwalker"]}
