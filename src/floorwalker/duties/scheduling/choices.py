"""Fixed lists of scheduling."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ForecastKind(TextChoices):
    """Where a forecast version came from."""

    SYSTEM = "system", _("System")
    EDITED = "edited", _("Edited")


class MethodDecision(TextChoices):
    """How the method of a lead week came to be used: overruled, or the verdict of the pick."""

    OVERRULED = "overruled", _("Chosen by hand")
    OTHER = "other_is_better", _("Another is better")
    OWN = "own_is_better", _("Floorwalker’s is better")
    CANNOT_TELL = "cannot_tell", _("Cannot be told apart")
    TOO_FEW = "too_few", _("Too few weeks")


class EditVerdict(TextChoices):
    """What changes of a forecast by hand were worth."""

    HELPED = "helped", _("Helped")
    HARMED = "harmed", _("Did not help")
    CANNOT_TELL = "cannot_tell", _("Cannot tell")


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
