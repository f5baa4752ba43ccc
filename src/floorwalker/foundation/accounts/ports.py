"""What accounts need from outside: an OpenID provider, where the organisation has one.

The settings say which adapter serves it (`PORTS["accounts.provider"]`).
"""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from floorwalker.foundation.accounts.records import ProviderPerson, ProviderSettings, ProviderVisit


class Provider(Protocol):
    """Sends people to the provider, and tells who came back."""

    def begin(self, *, back_to: str) -> tuple[str, ProviderVisit]:
        """Return the provider's address for this visit, and what is to be kept.

        Raises:
            ProviderError: it cannot be reached, or answers nonsense.
        """

    def person(self, visit: ProviderVisit, *, code: str, back_to: str) -> ProviderPerson:
        """Return who the code is about.

        Raises:
            ProviderError: it cannot be reached, or what it says is not proven.
        """


def provider_settings() -> ProviderSettings | None:
    """Return how the provider is set up; `None` where there is none."""
    chosen: ProviderSettings | None = settings.PROVIDER
    return chosen


def provider(chosen: ProviderSettings) -> Provider:
    """Return the adapter that the settings name."""
    return cast("Provider", import_string(settings.PORTS["accounts.provider"])(chosen))
