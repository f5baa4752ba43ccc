"""Fixed lists of scheduling."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class WaitVerdict(TextChoices):
    """What tells the expected wait of a queue: the calibrated model, or QLA and why."""

    CALIBRATED = "calibrated", _("Calibrated")
    TOO_LITTLE_HISTORY = "too_little_history", _("Formula: too little history")
    WORSE_THAN_QLA = "worse_than_qla", _("Formula: it was better")
    WORSE_THAN_CONSTANT = "worse_than_constant", _("Cannot tell")
