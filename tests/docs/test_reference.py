"""Generated pages say what the code says (`python -m tests.docs.reference` rewrites them)."""

import pytest

from tests.architecture.repository import REPOSITORY
from tests.docs.reference import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_the_code_says(name):
    written = (REPOSITORY / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: .venv/bin/python -m tests.docs.reference"
