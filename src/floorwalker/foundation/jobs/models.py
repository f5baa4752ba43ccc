"""A job: what was asked, by whom, how far it is and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from floorwalker.foundation.jobs.choices import FINISHED_STATES, JobState
from floorwalker.foundation.people.models import Site

ATTEMPTS_PER_TRY = 3


class Job(models.Model):
    """One piece of long work. `attempt` is the fence: only the latest attempt may take effect."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="jobs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    attempts_max = models.PositiveSmallIntegerField(default=ATTEMPTS_PER_TRY)
    cancel_requested_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="percent_at_most_100"),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=Q(state__in=["queued", "running"]),
                name="unfinished_jobs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen to it by itself."""
        return self.state in FINISHED_STATES

    @property
    def title(self) -> str:
        """The name of its kind, for people."""
        from floorwalker.foundation.jobs.kinds import kind_named

        return str(kind_named(self.kind).title)
