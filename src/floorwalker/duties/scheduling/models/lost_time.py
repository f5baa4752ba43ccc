"""Paid time that was lost or will be, by cause, and what was paid: the evidence of shrinkage.

Why somebody was away can be about their health. Named rows are seen by whoever leads or plans for
the team; what is learned from them are sums.
"""

from django.db import models
from django.db.models import Q

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.foundation.people.models import Person, Site, Team


class LostTime(models.Model):
    """Paid time of one day not available for contacts: of a person, of a team, or of the site.

    `known_on` is the day on which somebody first knew of it: what is known when a week is planned
    is not expected a second time.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lost_times")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    cause = models.CharField(max_length=10, choices=LossCause)
    seconds = models.PositiveIntegerField()
    known_on = models.DateField()
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "cause", "team", "person", "known_on"],
                nulls_distinct=False,
                name="lost_time_once",
            ),
            models.CheckConstraint(condition=Q(seconds__gt=0), name="some_time_is_lost"),
            models.CheckConstraint(
                condition=Q(team=None) | Q(person=None), name="lost_by_a_team_or_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.seconds} s"


class PaidTime(models.Model):
    """Paid time of all people of a site on one day, where published rosters do not tell it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="paid_times")
    day = models.DateField()
    seconds = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="paid_time_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.seconds} s"


class UsualShrinkage(models.Model):
    """The share that a site plans with while nothing is learned."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="usual_shrinkage")
    ratio = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ratio__gte=0, ratio__lte=0.9), name="usual_shrinkage_ratio"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.ratio}"
