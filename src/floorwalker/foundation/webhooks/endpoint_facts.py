"""What a person says about an endpoint, checked before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.webhooks.event_types import event_types
from floorwalker.foundation.webhooks.ports import webhook_sender


@dataclass(frozen=True)
class EndpointFacts:
    """Where to send, what it is, and which types of event it wants."""

    url: str
    description: str
    event_types: Sequence[str]


@dataclass(frozen=True)
class CheckedFacts:
    """Facts that may be stored. The audit log gets the host alone: an address can hold secrets."""

    url: str
    host: str
    description: str
    event_types: list[str]

    def for_audit(self) -> dict[str, object]:
        """Return what the audit log keeps of them."""
        return {
            "host": self.host,
            "description": self.description,
            "event_types": self.event_types,
        }


def checked(facts: EndpointFacts) -> CheckedFacts:
    """Return the facts as they are stored.

    Raises:
        BadInputError: the address may not be sent to, or a type does not exist.
    """
    host = webhook_sender().checked_host(facts.url)
    wanted = sorted(set(facts.event_types))
    known = {found.name for found in event_types()}
    if not wanted:
        raise BadInputError(_("choose at least one type of event."), where="event_types")
    if unknown := [name for name in wanted if name not in known]:
        raise BadInputError(
            _("there is no type of event %(name)s.") % {"name": unknown[0]},
            where="event_types",
            next_step=_("There are: %(names)s.") % {"names": ", ".join(sorted(known))},
        )
    return CheckedFacts(facts.url, host, facts.description, wanted)
