"""Fixed lists of scheduling."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ForecastKind(TextChoices):
    """Where a forecast version came from."""

    SYSTEM = "system", _("System")
    EDITED = "edited", _("Edited")


class RosterState(TextChoices):
    """draft → rehearsed → published; a change to a rehearsed roster makes it a draft again."""

    DRAFT = "draft", _("Draft")
    REHEARSED = "rehearsed", _("Rehearsed")
    PUBLISHED = "published", _("Published")


class Activity(TextChoices):
    """What a person does during a part of a shift."""

    WORK = "work", _("On queue")
    BREAK = "break", _("Break")
    LUNCH = "lunch", _("Lunch")


class ChangeCause(TextChoices):
    """Why a shift was changed by hand."""

    MOVED = "moved", _("Moved by hand")
    UNDONE = "undone", _("Change undone")


class LossCause(TextChoices):
    """Why paid time is not available for contacts."""

    SICKNESS = "sickness", _("Sickness")
    LEAVE = "leave", pgettext_lazy("time away", "Leave")
    TRAINING = "training", _("Training")
    MEETING = "meeting", _("Meeting")
    COACHING = "coaching", _("Coaching")
    BREAKS = "breaks", _("Breaks beyond the plan")
    OUTAGE = "outage", _("System outage")
    OTHER = "other", _("Other")

    @property
    def is_planned(self) -> bool:
        """Tell whether somebody decides on it; the rest happens."""
        return self in {LossCause.LEAVE, LossCause.TRAINING, LossCause.MEETING, LossCause.COACHING}
