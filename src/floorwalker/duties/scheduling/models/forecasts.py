"""Forecasts: versions that never change, and their intervals."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.foundation.demand.models import Queue


class ForecastVersion(models.Model):
    """One forecast of one queue. Never changed: a human edit makes a new version."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="forecast_versions")
    kind = models.CharField(max_length=10, choices=ForecastKind)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="edits")
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    interval_minutes = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=40)
    day_factor_cv = models.FloatField(default=0)
    history_from = models.DateField()
    history_until = models.DateField()
    backtest = models.JSONField(null=True)
    special_days = models.JSONField(
        default=list, help_text="What was done about the special days of the horizon."
    )
    week_methods = models.JSONField(null=True, help_text="What made each lead week, and why.")
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.queue} {self.kind} {self.pk}"


class ForecastInterval(models.Model):
    """Contacts expected in one interval, with quantiles, and their handle time."""

    version = models.ForeignKey(ForecastVersion, on_delete=models.CASCADE, related_name="intervals")
    starts_at = models.DateTimeField()
    mean = models.FloatField()
    p05 = models.FloatField()
    p25 = models.FloatField()
    p50 = models.FloatField()
    p75 = models.FloatField()
    p95 = models.FloatField()
    aht_seconds = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "starts_at"], name="forecast_interval_once"),
            models.CheckConstraint(
                condition=Q(mean__gte=0, aht_seconds__gt=0), name="forecast_is_possible"
            ),
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.mean:.1f}"
