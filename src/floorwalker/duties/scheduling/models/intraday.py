"""The day in progress: what past days taught, each update of the rest of a day, and its grade."""

from django.db import models
from django.db.models import F, Q

from floorwalker.duties.scheduling.choices import RestVerdict
from floorwalker.duties.scheduling.models.forecasts import ForecastVersion
from floorwalker.duties.scheduling.models.rosters import Roster
from floorwalker.foundation.demand.models import Queue


class IntradaySlopes(models.Model):
    """What one night learned of how a day's deviation carries over. Never changed; newest counts.

    `dispersion` is that of a forecast made on the morning: an interval's variance is
    mean + dispersion x mean².
    """

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="intraday_slopes")
    day = models.DateField(help_text="The local day it was learned for, from the days before.")
    interval_minutes = models.PositiveSmallIntegerField()
    dispersion = models.FloatField()
    past_days = models.PositiveSmallIntegerField()
    cuts = models.JSONField(help_text="By slot of the day: slopes, evidence and days used.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(dispersion__gte=0), name="dispersion_is_possible")
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.day}"


class IntradayUpdate(models.Model):
    """What was said of one queue's day at one moment, and from what. Never changed; newest counts.

    `told_until` is null while nothing of the day is told; `told_contacts` came by then.
    """

    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="intraday_updates", db_index=False
    )
    day = models.DateField()
    as_of = models.DateTimeField()
    told_until = models.DateTimeField(null=True)
    told_contacts = models.PositiveIntegerField(default=0)
    forecast = models.ForeignKey(ForecastVersion, on_delete=models.PROTECT, related_name="+")
    slopes = models.ForeignKey(
        IntradaySlopes, on_delete=models.PROTECT, null=True, related_name="updates"
    )
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, null=True, related_name="+")
    roster_revision = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=20, choices=RestVerdict)
    factor = models.FloatField(default=1)
    saved_ratio = models.FloatField(default=0)
    past_days = models.PositiveSmallIntegerField(default=0)
    observed_so_far = models.FloatField(default=0)
    expected_so_far = models.FloatField(default=0)
    target = models.JSONField(help_text="The service target and patience used.")
    intervals = models.JSONField(help_text="The day's open intervals, as DayInterval has them.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(factor__gt=0), name="factor_is_possible"),
            models.CheckConstraint(
                condition=Q(told_until__isnull=True) | Q(told_until__lte=F("as_of")),
                name="nothing_of_later_is_known",
            ),
        ]
        indexes = [models.Index(fields=["queue", "day", "-id"], name="newest_update_of_a_day")]

    def __str__(self) -> str:
        return f"{self.queue} {self.as_of:%Y-%m-%d %H:%M} {self.verdict}"


class IntradayGrade(models.Model):
    """How one day's updates did beside its morning forecast, once the day was known.

    Both errors are over the same intervals: the rest of the day from each update on.
    """

    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="intraday_grades", db_index=False
    )
    day = models.DateField()
    updates = models.PositiveSmallIntegerField()
    offered = models.FloatField(help_text="Contacts of those intervals, one for each update.")
    wape_ratio_morning = models.FloatField()
    wape_ratio_updated = models.FloatField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "day"], name="intraday_grade_once"),
            models.CheckConstraint(condition=Q(offered__gt=0), name="graded_on_contacts"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.day}"
