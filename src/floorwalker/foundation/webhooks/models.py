"""Endpoints, the events that happened, and the delivery of each event to each endpoint."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from floorwalker.foundation.people.models import Site
from floorwalker.foundation.sealing import opened, seal
from floorwalker.foundation.webhooks.choices import (
    DeliveryState,
    EndpointState,
    Outcome,
    PauseReason,
)
from floorwalker.foundation.webhooks.rules import TRIES_MAX

URL_LENGTH_MAX = 500


class Endpoint(models.Model):
    """An address that wants to hear of some types of event at one site.

    Secrets are sealed in the database; no page or operation shows one a second time. While
    `old_secret` is still good, both sign.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="webhook_endpoints")
    url = models.CharField(max_length=URL_LENGTH_MAX)
    description = models.CharField(max_length=200, blank=True)
    event_types = ArrayField(models.CharField(max_length=60))
    sealed_secret = models.CharField(max_length=255)
    sealed_old_secret = models.CharField(max_length=255, blank=True)
    old_secret_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=EndpointState, default=EndpointState.ACTIVE)
    pause_reason = models.CharField(max_length=10, choices=PauseReason, blank=True)
    paused_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(event_types=[]), name="endpoint_wants_something"),
            models.CheckConstraint(
                condition=Q(state="active", pause_reason="", paused_at=None)
                | (Q(state="paused", paused_at__isnull=False) & ~Q(pause_reason="")),
                name="paused_endpoint_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url.partition("://")[2].partition("/")[0]

    @property
    def secret(self) -> str:
        """What signs, as its receiver has it."""
        return opened(self.sealed_secret)

    @secret.setter
    def secret(self, secret: str) -> None:
        self.sealed_secret = seal(secret)

    @property
    def old_secret(self) -> str:
        """The one before, or nothing."""
        return opened(self.sealed_old_secret) if self.sealed_old_secret else ""

    @old_secret.setter
    def old_secret(self, secret: str) -> None:
        self.sealed_old_secret = seal(secret)


class Event(models.Model):
    """Something that happened; `body` is sent to the letter, so that its signature holds."""

    message_id = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"


class Delivery(models.Model):
    """One event on its way to one endpoint, and what came of the latest try.

    `tries` counts every claim and is the fence: only the latest claim may store an answer.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    tries_max = models.PositiveSmallIntegerField(default=TRIES_MAX)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    duration_seconds = models.FloatField(null=True)
    answer_start = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="event_delivered_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="waiting"),
                name="deliveries_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
