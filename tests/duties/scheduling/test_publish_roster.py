import pytest
from tests.builders.plans import MADE_AT, MONDAY
from tests.builders.rosters import PROGRAM, make_rehearsal, make_roster

from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
from floorwalker.duties.scheduling.actions.plan_week import plan_week
from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import (
    RosterAlreadyPublishedError,
    RosterChangedMeanwhileError,
)
from floorwalker.duties.scheduling.models import Roster, ShiftTemplate
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotFoundError, NotPermittedError, StateError
from floorwalker.foundation.jobs.models import Job


@pytest.fixture
def roster(cast):
    """Rehearsed, and not changed since."""
    made = make_roster(cast.site, days=[0])
    make_rehearsal(made)
    made.refresh_from_db()
    return made


def publish(actor, roster, *, revision=1):
    return publish_roster(actor, roster_id=roster.pk, revision=revision, at=MADE_AT)


def refused(error, actor, roster, *, revision=1):
    before = Roster.objects.values().get(pk=roster.pk)
    with pytest.raises(error):
        publish(actor, roster, revision=revision)
    assert Roster.objects.values().get(pk=roster.pk) == before
    assert not AuditRecord.objects.filter(
        action="publish_roster", subject_id=str(roster.pk)
    ).exists()


def test_a_rehearsed_roster_is_published_and_audited(cast, roster):
    publish(cast.actor("asha"), roster)
    roster.refresh_from_db()
    assert (roster.state, roster.published_by_name) == (RosterState.PUBLISHED, "Asha")
    assert roster.published_at == MADE_AT
    row = AuditRecord.objects.get(action="publish_roster")
    assert (row.before, row.after) == (
        {"state": "rehearsed"},
        {"state": "published", "revision": 1},
    )


def test_a_revision_that_was_not_seen_is_refused(cast, roster):
    refused(RosterChangedMeanwhileError, cast.actor("asha"), roster, revision=2)


def test_a_roster_that_was_not_rehearsed_is_refused(cast, roster):
    Roster.objects.update(state=RosterState.DRAFT)
    refused(StateError, cast.actor("asha"), roster)


def test_a_second_roster_of_a_published_week_is_refused(cast, roster):
    publish(cast.actor("asha"), roster)
    other = make_roster(cast.site, days=[0], state=RosterState.REHEARSED)
    refused(RosterAlreadyPublishedError, cast.actor("asha"), other)


def test_a_roster_is_published_once(cast, roster):
    publish(cast.actor("asha"), roster)
    with pytest.raises(RosterAlreadyPublishedError):
        publish(cast.actor("asha"), roster)


def test_the_same_week_of_another_site_may_be_published(cast, roster):
    publish(cast.actor("asha"), roster)
    other = make_roster(cast.other_site, days=[0], state=RosterState.REHEARSED)
    publish(cast.actor("zoe"), other)
    assert Roster.objects.filter(state=RosterState.PUBLISHED).count() == 2


def test_an_unknown_roster_is_not_found(cast, signed_in):
    with pytest.raises(NotFoundError):
        publish_roster(cast.actor("asha"), roster_id=999_999, revision=1, at=MADE_AT)
    answer = signed_in("asha").post("/rosters/999999/publish/", {"revision": 1})
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["ben", "ann", "otto", "zoe", "ada"])
def test_only_leaders_of_the_site_may_publish(cast, roster, who):
    refused(NotPermittedError, cast.actor(who), roster)


@pytest.mark.parametrize("who", ["asha", "cleo", "mia"])
def test_every_leader_of_the_site_may_publish(cast, roster, who):
    assert publish(cast.actor(who), roster).state == RosterState.PUBLISHED


def test_a_stranger_may_not_publish(roster):
    refused(NotPermittedError, Actor(name="anonymous"), roster)


# a rehearsal, and what it does to the roster


def test_a_rehearsal_of_the_present_revision_makes_a_draft_rehearsed(cast):
    roster = make_roster(cast.site, days=[0])
    rehearsal = make_rehearsal(roster)
    roster.refresh_from_db()
    assert (roster.state, rehearsal.roster_revision) == (RosterState.REHEARSED, 1)


def test_a_rehearsal_of_an_older_revision_is_kept_but_does_not_count(cast):
    roster = make_roster(cast.site, days=[0])
    Roster.objects.update(revision=2)
    rehearsal = make_rehearsal(roster)
    roster.refresh_from_db()
    assert (roster.state, rehearsal.roster_revision) == (RosterState.DRAFT, 1)


def test_a_rehearsal_leaves_a_published_roster_published(cast):
    roster = make_roster(cast.site, days=[0], state=RosterState.PUBLISHED)
    make_rehearsal(roster)
    roster.refresh_from_db()
    assert roster.state == RosterState.PUBLISHED


# planning a week


def plan(actor, site, *, day=MONDAY, with_forecast=True):
    return plan_week(actor, site=site, week_starts_on=day, with_forecast=with_forecast, at=MADE_AT)


@pytest.mark.parametrize(
    ("with_forecast", "kind"), [(True, "make_forecast"), (False, "make_roster")]
)
def test_a_plan_starts_with_the_forecast_or_with_the_roster(cast, with_forecast, kind):
    job = plan(cast.actor("asha"), cast.site, with_forecast=with_forecast)
    expected = {"site_id": cast.site.pk, "week_starts_on": "2026-11-23"}
    assert (job.kind, job.site_id, job.arguments) == (kind, cast.site.pk, expected)
    assert AuditRecord.objects.get(action="plan_week").after["job"] == job.pk


def test_any_day_names_its_week(cast):
    job = plan(cast.actor("asha"), cast.site, day=MONDAY.replace(day=29))
    assert job.arguments["week_starts_on"] == "2026-11-23"


def test_a_published_week_is_not_planned_again(cast, roster):
    publish(cast.actor("asha"), roster)
    with pytest.raises(RosterAlreadyPublishedError):
        plan(cast.actor("asha"), cast.site)
    assert not Job.objects.exists()
    plan(cast.actor("asha"), cast.site, day=MONDAY.replace(month=12, day=7))
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "may"),
    [("asha", True), ("cleo", True), ("mia", True), ("ann", True)]
    + [(who, False) for who in ("ben", "otto", "zoe", "ada")],
)
def test_who_may_plan_a_week(cast, who, may):
    if may:
        plan(cast.actor(who), cast.site)
    else:
        with pytest.raises(NotPermittedError):
            plan(cast.actor(who), cast.site)
    assert Job.objects.exists() is may


def test_the_usual_templates_are_added_once(cast):
    for _ in range(2):
        add_usual_templates(PROGRAM, site=cast.site, at=MADE_AT)
    names = ["Full day", "Part day", "Night"]
    assert list(ShiftTemplate.objects.values_list("name", flat=True)) == names
    assert AuditRecord.objects.filter(action="add_usual_templates").count() == 1
    breaks = ShiftTemplate.objects.get(name="Full day").breaks
    assert list(breaks.values_list("activity", "minutes", "is_paid")) == [
        ("break", 15, True),
        ("lunch", 30, False),
        ("break", 15, True),
    ]


def test_a_site_with_a_template_of_its_own_keeps_it_alone(cast):
    ShiftTemplate.objects.create(
        site=cast.site,
        name="Ours",
        start_minute_earliest=480,
        start_minute_latest=480,
        length_minutes_min=240,
        length_minutes_max=240,
    )
    add_usual_templates(PROGRAM, site=cast.site, at=MADE_AT)
    assert ShiftTemplate.objects.get().name == "Ours"
