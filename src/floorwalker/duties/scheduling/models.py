"""The planning chain. Every stage keeps the versions of what it was made from."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from floorwalker.duties.scheduling.choices import Activity, ChangeCause, ForecastKind, RosterState
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Person, Site


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


class Requirement(models.Model):
    """How many agents a site's week needs, and from which forecasts and assumptions."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="requirements")
    week_starts_on = models.DateField()
    shrinkage_ratio = models.FloatField()
    interval_minutes = models.PositiveSmallIntegerField()
    forecasts = models.ManyToManyField(ForecastVersion, related_name="requirements")
    targets = models.JSONField(help_text="The service targets and patience used, by queue.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shrinkage_ratio__gte=0, shrinkage_ratio__lt=1), name="shrinkage_ratio"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.week_starts_on}"


class RequirementInterval(models.Model):
    """Agents one queue needs in one interval, and the service they would give."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="intervals")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    offered = models.FloatField()
    aht_seconds = models.FloatField()
    agents = models.PositiveIntegerField()
    scheduled = models.FloatField(help_text="Agents with shrinkage on top.")
    service_level = models.FloatField()
    asa_seconds = models.FloatField()
    abandonment = models.FloatField()
    occupancy = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "queue", "starts_at"], name="requirement_interval_once"
            )
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.queue} {self.starts_at:%Y-%m-%d %H:%M} {self.agents}"


class ShiftTemplate(models.Model):
    """A form of shift: when it may start (local time) and how long it may be, breaks included."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shift_templates")
    name = models.CharField(max_length=100)
    start_minute_earliest = models.PositiveSmallIntegerField()
    start_minute_latest = models.PositiveSmallIntegerField()
    length_minutes_min = models.PositiveSmallIntegerField()
    length_minutes_max = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="shift_template_name_once"),
            models.CheckConstraint(
                condition=Q(
                    start_minute_earliest__lte=F("start_minute_latest"),
                    start_minute_latest__lt=1440,
                    length_minutes_min__lte=F("length_minutes_max"),
                    length_minutes_min__gt=0,
                ),
                name="shift_template_in_order",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class TemplateBreak(models.Model):
    """A pause in shifts of a template: its length and where in the shift it may lie."""

    template = models.ForeignKey(ShiftTemplate, on_delete=models.CASCADE, related_name="breaks")
    activity = models.CharField(max_length=10, choices=Activity, default=Activity.BREAK)
    minutes = models.PositiveSmallIntegerField()
    is_paid = models.BooleanField(default=True)
    after_minutes_earliest = models.PositiveSmallIntegerField()
    after_minutes_latest = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["after_minutes_earliest"]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.minutes} min"


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
    seed = models.PositiveBigIntegerField()
    replications = models.PositiveIntegerField()
    outcome = models.JSONField(help_text="Service by week, day and interval, with bounds.")
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.roster} revision {self.roster_revision}"
