"""Fixed lists of the history duty.

uploaded → started → done | nothing_new;  done → replaced
A failed or cancelled job leaves it `started`: trying the job again is all it needs.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WAIT_BOUNDS_SECONDS = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
"""`answered_by_wait[i]` counts answers after at most this many seconds (and more than the bound
before); one more bucket holds the longer waits. Service levels within these bounds are exact."""

CONTACT_INTERVAL_MINUTES = 15
SHORT_ABANDON_SECONDS_DEFAULT = 5


class ImportState(TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Waiting for your confirmation")
    STARTED = "started", _("Started")
    DONE = "done", _("Imported")
    REPLACED = "replaced", _("Replaced by another reading of the same file")
    NOTHING_NEW = "nothing_new", _("Imported before, nothing changed")


class ImportKind(TextChoices):
    """What one row of the file is."""

    INTERVALS = "intervals", _("Interval statistics")
    CONTACTS = "contacts", _("Contacts, one by one")
    AGENTS = "agents", _("Agents")
