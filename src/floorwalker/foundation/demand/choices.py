"""Fixed lists about demand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a customer reaches us."""

    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("Email")
    LETTER = "letter", _("Letter")

    @property
    def is_deferred(self) -> bool:
        """Whether its contacts may wait until they are due, instead of a customer who waits."""
        return self in (Channel.EMAIL, Channel.LETTER)
