"""What happened, twice: contacts one by one, and their additive sums by interval and by day.

Pages and forecasts read the sums; contacts are kept for what sums cannot tell (patience, agents).
A local day of a queue has one source at a time: the file that told of it last. See
docs/guides/import.md for the rules. `db_index=False`: a unique constraint begins with the queue.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from floorwalker.duties.history.choices import ImportKind, ImportState
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Site


class Import(models.Model):
    """One file that was brought in (or is about to be), how it was read and what was found.

    `fingerprint` is the content together with the way it is read: the same file read the same way
    is imported once.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=ImportKind)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    choices = models.JSONField(default=dict)
    detection = models.JSONField()
    report = models.JSONField(null=True)
    result = models.JSONField(null=True)
    job_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "fingerprint"],
                condition=Q(state=ImportState.DONE),
                name="import_done_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class RejectedRows(models.Model):
    """The rows of a file that could not be used, as a compressed CSV for download."""

    of_import = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    csv_gzip = models.BinaryField()

    def __str__(self) -> str:
        return f"rejected rows of {self.of_import}"


class Contact(models.Model):
    """One contact that was offered to a queue. `key` tells the same contact from another one."""

    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    of_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="contacts")
    key = models.UUIDField()
    arrived_at = models.DateTimeField()
    wait_seconds = models.PositiveIntegerField(null=True)
    is_answered = models.BooleanField()
    handle_seconds = models.PositiveIntegerField(null=True)
    agent_name = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "key"], name="contact_once"),
            models.CheckConstraint(
                condition=Q(is_answered=True) | Q(handle_seconds__isnull=True),
                name="only_answered_contacts_are_handled",
            ),
        ]
        indexes = [
            models.Index(fields=["queue", "arrived_at"], name="contacts_of_a_queue"),
            models.Index(
                fields=["arrived_at"],
                condition=~Q(agent_name="") | ~Q(reference=""),
                name="contacts_that_name_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.arrived_at:%Y-%m-%d %H:%M:%S}"


class Sums(models.Model):
    """Additive sums over contacts; `None` where the source does not tell.

    `wait_seconds` and `answered_by_wait` are of answered contacts, `handle_seconds` of `handled`.
    """

    offered = models.PositiveIntegerField()
    answered = models.PositiveIntegerField(null=True)
    abandoned = models.PositiveIntegerField(null=True)
    short_abandoned = models.PositiveIntegerField(null=True)
    handled = models.PositiveIntegerField(null=True)
    handle_seconds = models.PositiveBigIntegerField(null=True)
    wait_seconds = models.PositiveBigIntegerField(null=True)
    answered_by_wait = ArrayField(models.PositiveIntegerField(), null=True)

    class Meta:
        abstract = True


class IntervalStat(Sums):
    """One queue's sums over one interval; `day` is the site's local day that it lies in."""

    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="interval_stats", db_index=False
    )
    of_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="interval_stats")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    day = models.DateField()
    from_contacts = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "starts_at"], name="interval_stat_once"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440), name="interval_within_a_day"
            ),
        ]
        indexes = [models.Index(fields=["queue", "day"], name="interval_stats_of_a_day")]

    def __str__(self) -> str:
        return f"{self.queue} {self.starts_at:%Y-%m-%d %H:%M}"


class DayStat(Sums):
    """One queue's sums over one local day."""

    queue = models.ForeignKey(
        Queue, on_delete=models.PROTECT, related_name="day_stats", db_index=False
    )
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "day"], name="day_stat_once")]
        indexes = [models.Index(fields=["day"], name="day_stats_by_day")]

    def __str__(self) -> str:
        return f"{self.queue} {self.day}"
