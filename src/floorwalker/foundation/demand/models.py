"""Queues and the service they promise. In this step a queue is its own planning group."""

from django.db import models
from django.db.models import F, Q

from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.people.choices import Weekday
from floorwalker.foundation.people.models import Site, Skill

MINUTES_PER_DAY = 1440


class Queue(models.Model):
    """A line of customers who want the same kind of service.

    A person can serve a queue when they have all of its required skills; a queue without required
    skills can be served by everybody of the site.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="queues")
    name = models.CharField(max_length=100)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.PHONE)
    required_skills = models.ManyToManyField(Skill, related_name="queues", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="queue_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deferred(self) -> bool:
        """Whether its contacts may wait until they are due."""
        return Channel(self.channel).is_deferred


class OpeningHours(models.Model):
    """When a queue is open on a weekday, in the site's local time; no row: closed that day.

    A queue without any row has none entered: its hours are learned from its history. Deferred work
    arrives at any time; its opening hours are those in which people work on it.
    """

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    from_minute = models.PositiveSmallIntegerField()
    until_minute = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(fields=["queue", "weekday"], name="opening_hours_once_a_day"),
            models.CheckConstraint(
                condition=Q(
                    from_minute__lt=F("until_minute"),
                    until_minute__lte=MINUTES_PER_DAY,
                    weekday__lte=6,
                ),
                name="opening_hours_in_order",
            ),
        ]
        ordering = ["weekday"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.from_minute}-{self.until_minute}"


class ServiceTarget(models.Model):
    """The service promised to a queue's customers, and what planning assumes about them.

    Deferred work is done within `within_seconds` of opening hours from its arrival.
    """

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, related_name="service_target")
    service_level = models.FloatField(default=0.8)
    within_seconds = models.PositiveIntegerField(default=20)
    occupancy_max = models.FloatField(default=0.9)
    patience_seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Mean time until a waiting caller gives up; empty: never."
    )
    short_abandon_seconds = models.PositiveIntegerField(default=5)
    handle_seconds_default = models.PositiveIntegerField(
        default=300, help_text="Used where the history tells no handle time."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(service_level__gt=0, service_level__lt=1), name="service_level_ratio"
            ),
            models.CheckConstraint(
                condition=Q(occupancy_max__gt=0, occupancy_max__lte=1), name="occupancy_ratio"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_level:.0%} in {self.within_seconds} s"
