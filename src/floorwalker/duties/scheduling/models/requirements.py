"""Requirements: agents needed per queue and interval."""

from django.db import models
from django.db.models import Q

from floorwalker.duties.scheduling.models.forecasts import ForecastVersion
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site


class Requirement(models.Model):
    """How many agents a site's week needs, and from which forecasts and assumptions."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="requirements")
    week_starts_on = models.DateField()
    shrinkage_ratio = models.FloatField()
    kept_days_ratio = models.FloatField(
        null=True, help_text="Days that keep the promise at least; null: staffed for the forecast."
    )
    learned_shrinkage = models.JSONField(
        null=True, help_text="What the shrinkage was learned from, by cause; null: typed in."
    )
    interval_minutes = models.PositiveSmallIntegerField()
    forecasts = models.ManyToManyField(ForecastVersion, related_name="requirements")
    targets = models.JSONField(help_text="The service targets and patience used, by queue.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shrinkage_ratio__gte=0, shrinkage_ratio__lt=1), name="shrinkage_ratio"
            ),
            models.CheckConstraint(
                condition=Q(kept_days_ratio__gt=0, kept_days_ratio__lt=1), name="kept_days_ratio"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.week_starts_on}"


class RequirementInterval(models.Model):
    """Agents one queue needs in one interval, and the service they would give."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="intervals")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    offered = models.FloatField()
    aht_seconds = models.FloatField()
    agents = models.PositiveIntegerField()
    scheduled = models.FloatField(help_text="Agents with shrinkage on top.")
    service_level = models.FloatField()
    asa_seconds = models.FloatField()
    abandonment = models.FloatField()
    occupancy = models.FloatField()
    backlog = models.FloatField(
        null=True, help_text="Deferred contacts still open at its end, none of them late."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "queue", "starts_at"], name="requirement_interval_once"
            )
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.queue} {self.starts_at:%Y-%m-%d %H:%M} {self.agents}"
