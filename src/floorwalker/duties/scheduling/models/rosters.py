"""Rosters: shifts, what was changed by hand, and what a rehearsal expects of them."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from floorwalker.duties.scheduling.choices import Activity, ChangeCause, RosterState
from floorwalker.duties.scheduling.models.requirements import Requirement
from floorwalker.duties.scheduling.models.shift_templates import ShiftTemplate
from floorwalker.duties.scheduling.models.twins import Twin
from floorwalker.foundation.people.models import Person, Site


class Leave(models.Model):
    """Days a person is away, known before the roster is made."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="leave_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} - {self.ends_on}"


class Roster(models.Model):
    """Who works when in one week of a site. `revision` counts changes: edits name the one seen."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rosters")
    week_starts_on = models.DateField()
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="rosters")
    state = models.CharField(max_length=10, choices=RosterState, default=RosterState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    cost = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap_ratio = models.FloatField(null=True)
    explanation = models.JSONField(
        default=dict, help_text="Short hours and conflicts of the solver."
    )
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "week_starts_on"],
                condition=Q(state="published"),
                name="one_published_roster_a_week",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.week_starts_on} {self.state}"


class Shift(models.Model):
    """One stretch of work of one person; the database lets nobody be in two places at once.

    `version` counts its changes: an edit names the one it has seen.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="shifts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shifts")
    template = models.ForeignKey(ShiftTemplate, on_delete=models.PROTECT, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="shift_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="one_shift_at_a_time",
                expressions=[
                    ("roster", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_at",
                            "ends_at",
                            RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def paid_hours(self) -> float:
        """Its length without unpaid pauses; lists prefetch `activities`."""
        unpaid = (p.ends_at - p.starts_at for p in self.activities.all() if not p.is_paid)
        return (self.ends_at - self.starts_at - sum(unpaid, timedelta())) / timedelta(hours=1)


class ShiftActivity(models.Model):
    """A part of a shift that is not work on queue: a break or lunch."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="activities")
    activity = models.CharField(max_length=10, choices=Activity)
    is_paid = models.BooleanField(default=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="activity_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.starts_at:%H:%M}"


class ScheduleChange(models.Model):
    """A change by hand, with what the shift was before: the memory that undo needs."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes")
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="changes")
    cause = models.CharField(max_length=10, choices=ChangeCause)
    before = models.JSONField()
    after = models.JSONField()
    is_undone = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.shift} {self.cause}"


class Rehearsal(models.Model):
    """What a simulation of one revision of a roster expects; frozen."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rehearsals")
    roster_revision = models.PositiveIntegerField()
    twin = models.ForeignKey(Twin, on_delete=models.PROTECT, null=True, related_name="rehearsals")
    seed = models.PositiveBigIntegerField()
    replications = models.PositiveIntegerField()
    outcome = models.JSONField(help_text="Service by week, day and interval, with bounds.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.roster} revision {self.roster_revision}"
