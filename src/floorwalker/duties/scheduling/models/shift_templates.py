"""The forms that shifts may take."""

from django.db import models
from django.db.models import F, Q

from floorwalker.duties.scheduling.choices import Activity
from floorwalker.foundation.people.models import Site


class ShiftTemplate(models.Model):
    """A form of shift: when it may start (local time) and how long it may be, breaks included."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shift_templates")
    name = models.CharField(max_length=100)
    start_minute_earliest = models.PositiveSmallIntegerField()
    start_minute_latest = models.PositiveSmallIntegerField()
    length_minutes_min = models.PositiveSmallIntegerField()
    length_minutes_max = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="shift_template_name_once"),
            models.CheckConstraint(
                condition=Q(
                    start_minute_earliest__lte=F("start_minute_latest"),
                    start_minute_latest__lt=1440,
                    length_minutes_min__lte=F("length_minutes_max"),
                    length_minutes_min__gt=0,
                ),
                name="shift_template_in_order",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class TemplateBreak(models.Model):
    """A pause in shifts of a template: its length and where in the shift it may lie."""

    template = models.ForeignKey(ShiftTemplate, on_delete=models.CASCADE, related_name="breaks")
    activity = models.CharField(max_length=10, choices=Activity, default=Activity.BREAK)
    minutes = models.PositiveSmallIntegerField()
    is_paid = models.BooleanField(default=True)
    after_minutes_earliest = models.PositiveSmallIntegerField()
    after_minutes_latest = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["after_minutes_earliest"]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.minutes} min"
