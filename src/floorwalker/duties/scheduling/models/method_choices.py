"""Which method a planner wants a queue's forecasts made with."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from floorwalker.foundation.demand.models import Queue


class MethodChoice(models.Model):
    """A planner's word on one lead week, or on all; the newest counts, the others are history."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="method_choices")
    lead_week = models.PositiveSmallIntegerField(null=True, help_text="Empty: all of them.")
    method = models.CharField(max_length=40, blank=True, help_text="Empty: as the program picks.")
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_week__isnull=True) | Q(lead_week__range=(1, 4)),
                name="method_choice_of_a_lead_week",
            )
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.lead_week or 'all'} {self.method or 'as picked'}"
