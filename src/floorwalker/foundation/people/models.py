"""Who works here: organisation, sites, teams, persons, what they can do and when they may work."""

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from floorwalker.foundation.people.choices import Language, Weekday

SKILL_LEVEL_MAX = 5
QUARTERS_PER_DAY = 96


class Organisation(models.Model):
    """The company, bank, utility or department that runs the centre."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place with one clock and one calendar of public holidays."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="America/Toronto")
    country = models.CharField(max_length=2, default="CA", blank=True)
    province = models.CharField(max_length=3, default="ON", blank=True)
    is_federal_employer = models.BooleanField(
        default=False, help_text="Keeps the country's federal holidays, not the province's."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> ZoneInfo:
        """The site's clock."""
        return ZoneInfo(self.zone)


class Team(models.Model):
    """People led by one or more supervisors."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """Something a person can do that a queue may ask for; a spoken language is a skill too."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="skills")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="skill_name_once")]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """People, by what they are asked for."""

    def active_on(self, day: date) -> "PersonQuerySet":
        """Return those who have not left by this day."""
        return self.filter(Q(inactive_from=None) | Q(inactive_from__gt=day))


class Person(models.Model):
    """Someone who serves customers or leads those who do.

    Nobody is removed: whoever leaves is inactive from a day on, and keeps shifts and records.
    `version` counts the changes: an edit names the one it has seen.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    employee_number = models.CharField(max_length=50)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    inactive_from = models.DateField(null=True)
    account_closes_too = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    skills = models.ManyToManyField(Skill, through="PersonSkill", related_name="people")

    objects: ClassVar[models.Manager["Person"]] = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "employee_number"], name="employee_number_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_active_on(self, day: date) -> bool:
        """Tell whether the person has not left by this day."""
        return self.inactive_from is None or day < self.inactive_from


class PersonSkill(models.Model):
    """How well a person can do something: 1 (learning) to 5 (expert)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="person_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="person_skills")
    level = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(SKILL_LEVEL_MAX)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="person_skill_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=SKILL_LEVEL_MAX), name="skill_level_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"


class Contract(models.Model):
    """What was agreed with a person about working time.

    Week hours are paid hours; day hours are the length of a shift, its breaks included.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contract")
    week_hours_min = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    week_hours_max = models.DecimalField(max_digits=5, decimal_places=2, default=40)
    day_hours_min = models.DecimalField(max_digits=4, decimal_places=2, default=4)
    day_hours_max = models.DecimalField(max_digits=4, decimal_places=2, default=9)
    days_per_week_max = models.PositiveSmallIntegerField(default=5)
    consecutive_days_max = models.PositiveSmallIntegerField(default=6)
    rest_hours_min = models.DecimalField(max_digits=4, decimal_places=2, default=11)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(week_hours_min__gte=0, week_hours_min__lte=F("week_hours_max")),
                name="week_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(day_hours_min__gte=0, day_hours_min__lte=F("day_hours_max")),
                name="day_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(week_hours_max__lte=168, day_hours_max__lte=24), name="hours_exist"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_hours_min}-{self.week_hours_max} h"


class Availability(models.Model):
    """When a person may work on a weekday, in the site's local time; no row means not at all.

    A person without any row may work at any time. `until_minute` may pass midnight (up to 36 h).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    from_minute = models.PositiveSmallIntegerField(default=0)
    until_minute = models.PositiveSmallIntegerField(default=1440)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "weekday"], name="availability_once_a_day"),
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("until_minute"), until_minute__lte=2160),
                name="availability_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.from_minute}-{self.until_minute}"
