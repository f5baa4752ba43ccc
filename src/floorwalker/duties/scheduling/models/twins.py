"""Twins: what a site's own records tell the simulation, and how true it turned out to be."""

from django.db import models

from floorwalker.duties.scheduling.choices import TwinVerdict
from floorwalker.foundation.people.models import Site


class Twin(models.Model):
    """Parameters fitted on some recorded days and held against later ones; frozen.

    People are named by their number alone: `parameters` keeps a pace for each, and no name.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="twins")
    fitted_from = models.DateField()
    fitted_until = models.DateField()
    validated_from = models.DateField(null=True)
    validated_until = models.DateField(null=True)
    parameters = models.JSONField(help_text="Patience, handle time, pace, calling again.")
    verdict = models.CharField(max_length=10, choices=TwinVerdict)
    figures = models.JSONField(help_text="Recorded beside played, by day and measure.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fitted_from__lte=models.F("fitted_until")),
                name="twin_fitted_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(validated_from=None)
                | models.Q(validated_from__gt=models.F("fitted_until")),
                name="twin_validated_on_later_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.fitted_from} - {self.fitted_until}"
