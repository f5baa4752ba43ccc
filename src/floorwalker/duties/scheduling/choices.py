"""Fixed lists of scheduling."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ForecastKind(TextChoices):
    """Where a forecast version came from."""

    SYSTEM = "system", _("System")
    EDITED = "edited", _("Edited")


class SpecialDayKind(TextChoices):
    """What is to be done about a special day; the engine's own words (`SpecialKind`)."""

    EXCLUDE = "exclude", _("Not learned from")
    ADJUST = "adjust", _("More or fewer contacts")
    CLOSED = "closed", _("Closed")


class Repeats(TextChoices):
    """When a special day comes again."""

    NEVER = "never", _("Never")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    YEARLY = "yearly", _("Every year")


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


class TwinVerdict(TextChoices):
    """Whether a twin plays the past as it was; the engine's words."""

    PASSED = "passed", pgettext_lazy("twin", "Passed")
    FAILED = "failed", pgettext_lazy("twin", "Failed")
    OPEN = "open", _("Cannot tell")


class RestVerdict(TextChoices):
    """Whether the rest of a day was updated, or why the morning forecast stands."""

    UPDATED = "updated", _("Updated from what came today")
    NOTHING_TOLD = "nothing_told", _("Nothing of today has been brought in yet")
    FIRST_HOUR = "first_hour", _("Less than an hour of today’s opening time is known")
    GAPS = "gaps", _("Too much of the day so far is unknown")
    NOT_LEARNED = (
        "not_learned",
        _("Past days have not been learned from yet; that happens at night"),
    )
    FEW_DAYS = "few_days", _("There are too few past days to learn from")
    DID_NOT_HELP = "did_not_help", _("On past days an update at this hour did not help")
    NOTHING_LEFT = "nothing_left", _("No more contacts are expected today")


class WaitVerdict(TextChoices):
    """What tells the expected wait of a queue: the calibrated model, or QLA and why."""

    CALIBRATED = "calibrated", _("Calibrated")
    TOO_LITTLE_HISTORY = "too_little_history", _("Formula: too little history")
    WORSE_THAN_QLA = "worse_than_qla", _("Formula: it was better")
    WORSE_THAN_CONSTANT = "worse_than_constant", _("Cannot tell")


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
