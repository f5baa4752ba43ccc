"""The cast, and browsers in which they have signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.builders.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Asha leads, Ben is on her team, Cleo is an outsider (tests/builders/cast.py)."""
    return make_cast()


@pytest.fixture
def signed_in(cast: Cast) -> Callable[[str], Client]:
    """Return a browser in which this person of the cast has signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name])
        return client

    return sign_in
