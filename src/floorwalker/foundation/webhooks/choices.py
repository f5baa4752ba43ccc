"""The states of endpoints and deliveries.

endpoint:  active ⇄ paused
delivery:  waiting → delivered | failed;  delivered | failed → waiting (replayed)
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EndpointState(TextChoices):
    """Whether anything is sent there."""

    ACTIVE = "active", pgettext_lazy("endpoint", "Active")
    PAUSED = "paused", pgettext_lazy("endpoint", "Paused")


class PauseReason(TextChoices):
    """Why nothing is sent there."""

    BY_HAND = "by_hand", _("Someone paused it.")
    GONE = "gone", _("The receiver answered 410: it wants nothing any more.")
    FAILING = "failing", _("Nothing arrived there for three days.")


class DeliveryState(TextChoices):
    """Where the delivery of one event to one endpoint stands."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")


class Outcome(TextChoices):
    """What came of one try; only an answer has a status."""

    ANSWERED = "answered", _("It answered.")
    REFUSED_ADDRESS = "refused_address", _("The name leads to an address that is not allowed.")
    UNKNOWN_NAME = "unknown_name", _("Nobody knows this name.")
    NO_CONNECTION = "no_connection", _("It cannot be reached.")
    NOT_TRUSTED = "not_trusted", _("Its certificate is not trusted.")
    TOO_SLOW = "too_slow", _("It did not answer within 15 seconds.")
    NO_HTTP = "no_http", _("What came back is no HTTP answer.")
