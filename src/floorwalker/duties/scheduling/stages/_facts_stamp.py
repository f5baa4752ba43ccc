"""One hash of everything a judgement of a roster depends on, computed by the database.

Reading a thousand people to see whether any of them has changed takes longer than a page may; the
database hashes their rows in milliseconds. A judgement is kept (judged_week.py) while it is equal.
"""

from datetime import timedelta

from django.db import connection, models

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import (
    Leave,
    Roster,
    Shift,
    ShiftActivity,
    ShiftTemplate,
    TemplateBreak,
)
from floorwalker.duties.scheduling.stages.rostering import RUN_DAYS_LOOKED_BACK
from floorwalker.duties.scheduling.week import DAYS_PER_WEEK
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.people.models import Availability, Contract, Person, PersonSkill, Team

_TEAMS = f"team_id IN (SELECT id FROM {Team._meta.db_table} WHERE site_id = %(site)s)"  # noqa: S608  # our own table names
_PEOPLE = f"person_id IN (SELECT id FROM {Person._meta.db_table} WHERE {_TEAMS})"  # noqa: S608
_TEMPLATES = (
    f"template_id IN (SELECT id FROM {ShiftTemplate._meta.db_table} WHERE site_id = %(site)s)"  # noqa: S608
)
_QUEUES = f"queue_id IN (SELECT id FROM {Queue._meta.db_table} WHERE site_id = %(site)s)"  # noqa: S608
_BEFORE = "week_starts_on < %(week)s AND week_starts_on >= %(past)s"

_FACTS: tuple[tuple[type[models.Model], str], ...] = (
    (Team, "site_id = %(site)s"),
    (Person, _TEAMS),
    (Contract, _PEOPLE),
    (Availability, _PEOPLE),
    (PersonSkill, _PEOPLE),
    (Leave, f"{_PEOPLE} AND starts_on < %(week_end)s AND ends_on >= %(week)s"),
    (Queue, "site_id = %(site)s"),
    (Queue.required_skills.through, _QUEUES),
    (ShiftTemplate, "site_id = %(site)s"),
    (TemplateBreak, _TEMPLATES),
    (Roster, f"site_id = %(site)s AND state = %(published)s AND {_BEFORE}"),
)
"""The tables whose rows decide who may work when, and which of their rows."""


def facts_stamp(roster: Roster) -> str:
    """Return a hash of the site's people, rules, templates and of the weeks before this one."""
    hashes = ", ".join(_hash_of(model, condition) for model, condition in _FACTS)
    week = roster.week_starts_on
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(concat_ws('|', {hashes}))",
            {
                "site": roster.site_id,
                "week": week,
                "week_end": week + timedelta(days=DAYS_PER_WEEK),
                "past": week - timedelta(days=RUN_DAYS_LOOKED_BACK + DAYS_PER_WEEK),
                "published": RosterState.PUBLISHED,
            },
        )
        (stamp,) = cursor.fetchone()
    return str(stamp)


def shifts_stamp(roster: Roster) -> str:
    """Return what changes with every change of the roster's shifts."""
    counted = Shift.objects.filter(roster=roster).aggregate(
        number=models.Count("pk"), versions=models.Sum("version"), newest=models.Max("pk")
    )
    pauses = ShiftActivity.objects.filter(shift__roster=roster).count()
    return f"{counted['number']}/{counted['versions']}/{counted['newest']}/{pauses}"


def _hash_of(model: type[models.Model], condition: str) -> str:
    table = model._meta.db_table
    return (
        f"coalesce((SELECT md5(string_agg(md5(row::text), '' ORDER BY row.id))"  # noqa: S608  # our own table names
        f" FROM {table} row WHERE {condition}), '')"
    )
