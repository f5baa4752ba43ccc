"""Days that planners mark: closures, campaigns, statement days, outages of the past."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site


class SpecialDay(models.Model):
    """One kind of special day: its first dates, how it repeats and what forecasts do about it.

    Without a queue it is for all of the site. An adjustment without a factor is learned from past
    days of the same name. `also_on` are further first days, where dates follow no rule.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="special_days")
    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, null=True, related_name="special_days"
    )
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=SpecialDayKind)
    first_day = models.DateField()
    last_day = models.DateField()
    also_on = ArrayField(models.DateField(), default=list)
    repeats = models.CharField(max_length=10, choices=Repeats, default=Repeats.NEVER)
    factor = models.FloatField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="special_day_in_order"
            ),
            models.CheckConstraint(
                condition=Q(factor=None) | Q(kind=SpecialDayKind.ADJUST, factor__gte=0),
                name="special_day_factor_of_an_adjustment",
            ),
        ]
        ordering = ["first_day", "pk"]

    def __str__(self) -> str:
        return self.name
