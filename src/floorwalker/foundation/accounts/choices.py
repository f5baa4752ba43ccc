"""The states of an account: not invited → invited → open ⇄ closed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountState(TextChoices):
    """Whether an account is open, and whether its person has come in yet."""

    OPEN = "open", _("open")
    INVITED = "invited", _("invited")
    NOT_INVITED = "not_invited", _("not invited")
    CLOSED = "closed", _("closed")
