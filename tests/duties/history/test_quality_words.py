"""Every code that a reading can produce has words for people."""

import re

import pytest
from tests.architecture.repository import PACKAGE

from floorwalker.duties.history.fields import FIELDS
from floorwalker.duties.history.quality_words import (
    DATE_ORDER_WORDS,
    FIELD_WORDS,
    FLAG_WORDS,
    REASON_WORDS,
)

SOURCES = "\n".join(
    file.read_text()
    for file in [
        *(PACKAGE / "adapters/intake").glob("*.py"),
        *(PACKAGE / "duties/history").glob("*.py"),
    ]
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r'(?:RowError|SetAside)\(\s*"(\w+)"', REASON_WORDS),
        (r'(?:mark|_Finding|Flag)\(\s*(?:code=)?"(\w+)"', FLAG_WORDS),
    ],
)
def test_every_code_in_the_source_has_words(pattern, words):
    codes = set(re.findall(pattern, SOURCES))
    assert codes
    assert codes - set(words) == set()


def test_every_field_and_order_has_words():
    assert {field for fields in FIELDS.values() for field in fields} <= set(FIELD_WORDS)
    assert set(DATE_ORDER_WORDS) == {"ymd", "dmy", "mdy", "epoch"}
