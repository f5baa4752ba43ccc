from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders.plans import MADE_AT, MONDAY
from tests.builders.rosters import make_rehearsal, make_roster, make_shift, shift_of

from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.undo_change import undo_change
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import RosterChangedMeanwhileError, RuleBrokenError
from floorwalker.duties.scheduling.models import Leave, ScheduleChange, Shift, ShiftActivity
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError
from floorwalker.foundation.people.models import Contract

HOUR = timedelta(hours=1)


@pytest.fixture
def roster(cast):
    """40 paid hours a person; two more are allowed."""
    Contract.objects.update(week_hours_max=42)
    return make_roster(cast.site)


@pytest.fixture
def shift(cast, roster):
    """Ben on Monday, 08:00 to 16:30 in Toronto."""
    return shift_of(roster, cast.people["ben"])


def change(actor, shift, *, start=timedelta(0), end=timedelta(0), version=None):
    return change_shift(
        actor,
        shift_id=shift.pk,
        version=shift.version if version is None else version,
        starts_at=shift.starts_at + start,
        ends_at=shift.ends_at + end,
        at=MADE_AT,
    )


def stored(shift: Shift) -> tuple:
    """Everything that a change may touch."""
    now = Shift.objects.select_related("roster").get(pk=shift.pk)
    pauses = tuple(now.activities.values_list("starts_at", "ends_at"))
    roster = now.roster
    return now.starts_at, now.ends_at, now.version, pauses, roster.revision, roster.state


# what a change does


def test_a_move_takes_the_pauses_along(cast, shift):
    before = list(shift.activities.values_list("starts_at", flat=True))
    done = change(cast.actor("asha"), shift, start=HOUR, end=HOUR)
    now = Shift.objects.get(pk=shift.pk)
    assert now.starts_at == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert now.ends_at == datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    moved = list(now.activities.values_list("starts_at", flat=True))
    assert moved == [at + HOUR for at in before]
    assert (done.shift.version, now.version) == (2, 2)


def test_a_resize_keeps_the_pauses_where_the_template_allows(cast, shift):
    change(cast.actor("asha"), shift, end=HOUR / 2)
    now = Shift.objects.get(pk=shift.pk)
    after = [(p.starts_at - now.starts_at) // timedelta(minutes=1) for p in now.activities.all()]
    assert after == [120, 255, 375]


def test_a_change_counts_up_the_revision_and_makes_a_rehearsed_roster_a_draft(cast, roster, shift):
    make_rehearsal(roster)
    roster.refresh_from_db()
    assert roster.state == RosterState.REHEARSED
    change(cast.actor("asha"), shift, start=HOUR, end=HOUR)
    roster.refresh_from_db()
    assert (roster.revision, roster.state) == (2, RosterState.DRAFT)


def test_a_published_roster_stays_published(cast, roster, shift):
    type(roster).objects.update(state=RosterState.PUBLISHED)
    change(cast.actor("asha"), shift, start=HOUR, end=HOUR)
    roster.refresh_from_db()
    assert (roster.revision, roster.state) == (2, RosterState.PUBLISHED)


def test_a_change_is_remembered_and_audited_with_before_and_after(cast, shift):
    asha = cast.actor("asha")
    done = change(asha, shift, start=HOUR, end=HOUR)
    row = AuditRecord.objects.get(action="change_shift")
    assert (row.user_id, row.subject_id, row.at) == (asha.user_id, str(shift.pk), MADE_AT)
    assert row.before["starts_at"] == "2026-11-23T13:00:00+00:00"
    assert row.after["starts_at"] == "2026-11-23T14:00:00+00:00"
    assert (row.before["version"], row.after["version"]) == (1, 2)
    kept = ScheduleChange.objects.get()
    assert (kept.pk, kept.before, kept.after) == (done.change.pk, row.before, row.after)
    assert (kept.cause, kept.by_name) == ("moved", "Asha")


# what is refused, with nothing changed


def refused(error, actor, shift, **times):
    """Try a change that is refused, see that nothing was stored, and return the refusal."""
    before = stored(shift)
    with pytest.raises(error) as caught:
        change(actor, shift, **times)
    assert stored(shift) == before
    assert not ScheduleChange.objects.exists()
    assert not AuditRecord.objects.filter(action="change_shift").exists()
    return caught.value


def test_a_stale_version_is_refused(cast, shift):
    Shift.objects.update(version=2)
    error = refused(RosterChangedMeanwhileError, cast.actor("asha"), shift)
    assert "Someone else has changed this shift" in error.what


@pytest.mark.parametrize("hours", [-9, 8])
def test_times_that_are_no_shift_are_refused(cast, shift, hours):
    refused(BadInputError, cast.actor("asha"), shift, end=hours * HOUR)


def test_a_shift_that_does_not_exist_is_not_found(cast):
    with pytest.raises(NotFoundError):
        change_shift(
            cast.actor("asha"),
            shift_id=999_999,
            version=1,
            starts_at=MADE_AT,
            ends_at=MADE_AT + HOUR,
            at=MADE_AT,
        )


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        # to 01:00 on Tuesday, whose shift starts at 08:00
        (
            {"start": 6.5 * HOUR, "end": 6.5 * HOUR},
            "Ben, Tuesday: leaves 9 h of rest before it; 11 h are due.",
        ),
        (
            {"start": -2.25 * HOUR, "end": -2.25 * HOUR},
            "Ben, Monday: starts 0.25 h too early for Full day.",
        ),
        ({"end": HOUR}, "Ben, Monday: is 9.5 h long; 9 h are allowed."),
        ({"start": -24 * HOUR, "end": -24 * HOUR}, "Ben, Sunday: starts outside the week."),
    ],
)
def test_a_broken_rule_is_named_with_by_how_much(cast, shift, times, sentence):
    assert sentence in refused(RuleBrokenError, cast.actor("asha"), shift, **times).sentences


def test_one_minute_within_the_rule_is_no_breach(cast, shift):
    change(cast.actor("asha"), shift, start=-2 * HOUR, end=-2 * HOUR)  # 06:00, the earliest
    change(cast.actor("asha"), Shift.objects.get(pk=shift.pk), start=6.5 * HOUR, end=6.5 * HOUR)
    assert Shift.objects.get(pk=shift.pk).ends_at == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_a_move_onto_a_day_of_leave_is_refused(cast, shift):
    sunday = MONDAY + timedelta(days=6)
    Leave.objects.create(person=cast.people["ben"], starts_on=sunday, ends_on=sunday)
    error = refused(RuleBrokenError, cast.actor("asha"), shift, start=144 * HOUR, end=144 * HOUR)
    assert "Ben, Sunday: lies on a day of leave." in error.sentences


def test_two_shifts_of_a_person_at_one_time_are_refused_by_the_database(cast, roster, shift):
    error = refused(RuleBrokenError, cast.actor("asha"), shift, start=24 * HOUR, end=24 * HOUR)
    assert error.sentences == ("This person has another shift at that time.",)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_shift(roster, cast.people["ben"], day=0, start=600, end=1110)
    make_shift(roster, cast.people["ben"], day=0, start=990, end=1500)  # touching is no overlap


def test_a_soft_rule_is_told_and_not_refused(cast, roster, shift):
    contract = cast.people["ben"].contract
    contract.week_hours_min = 40
    contract.save()
    done = change(cast.actor("asha"), shift, end=-HOUR / 2)  # paid hours: 40 becomes 39.5
    (rule,) = done.after.newly_broken_since(done.before)
    assert (rule.rule, rule.found, rule.limit) == ("hours_min", 39.5 * 60, 40 * 60)


def test_a_rule_that_was_broken_before_does_not_forbid_other_moves(cast, roster, shift):
    other = shift_of(roster, cast.people["ben"], day=2)
    for pause in other.activities.filter(activity="break"):  # both breaks are too late, unequally
        late = timedelta(minutes=60 if pause.starts_at < other.starts_at + 4 * HOUR else 75)
        ShiftActivity.objects.filter(pk=pause.pk).update(
            starts_at=pause.starts_at + late, ends_at=pause.ends_at + late
        )
    change(cast.actor("asha"), shift, start=HOUR, end=HOUR)
    assert Shift.objects.get(pk=shift.pk).version == 2


def test_a_person_who_left_since_can_still_be_moved(cast, shift):
    type(cast.people["ben"]).objects.filter(name="Ben").update(inactive_from=MONDAY)
    change(cast.actor("asha"), shift, start=HOUR, end=HOUR)
    assert Shift.objects.get(pk=shift.pk).version == 2


# who may


ALLOWED = {"asha": True, "mia": True} | dict.fromkeys(
    ("ben", "cleo", "ann", "otto", "zoe", "ada"), False
)


@pytest.mark.parametrize(("who", "may"), ALLOWED.items())
def test_only_those_who_lead_the_person_may_change_and_undo(cast, shift, who, may):
    actor = cast.actor(who)
    if not may:
        refused(NotPermittedError, actor, shift, start=HOUR, end=HOUR)
    else:
        change(actor, shift, start=HOUR, end=HOUR)
    done = change(cast.actor("mia"), Shift.objects.get(pk=shift.pk), start=HOUR, end=HOUR)
    if may:
        undo_change(actor, change_id=done.change.pk, at=MADE_AT)
    else:
        with pytest.raises(NotPermittedError):
            undo_change(actor, change_id=done.change.pk, at=MADE_AT)
        assert Shift.objects.get(pk=shift.pk).version == done.shift.version


def test_a_stranger_may_not(shift):
    refused(NotPermittedError, Actor(name="anonymous"), shift)


# undo


@pytest.mark.parametrize(
    "times",
    [{"start": HOUR, "end": HOUR}, {"end": HOUR / 2}, {"start": 120 * HOUR, "end": 120 * HOUR}],
)
def test_undo_brings_back_exactly_what_was(cast, shift, times):
    asha = cast.actor("asha")
    before = stored(shift)
    done = change(asha, shift, **times)
    undone = undo_change(asha, change_id=done.change.pk, at=MADE_AT)
    after = stored(shift)
    assert (after[0], after[1], after[3]) == (before[0], before[1], before[3])
    assert (after[2], after[4]) == (3, 3)  # version and revision go on counting
    assert undone.change.cause == "undone"
    assert AuditRecord.objects.get(action="undo_change").after == {"is_undone": True}


def test_undo_works_only_once(cast, shift):
    asha = cast.actor("asha")
    done = change(asha, shift, start=HOUR, end=HOUR)
    undo_change(asha, change_id=done.change.pk, at=MADE_AT)
    before = stored(shift)
    with pytest.raises(RosterChangedMeanwhileError, match="undone already"):
        undo_change(asha, change_id=done.change.pk, at=MADE_AT)
    assert stored(shift) == before


def test_undo_after_a_later_change_is_refused(cast, shift):
    asha = cast.actor("asha")
    first = change(asha, shift, start=HOUR, end=HOUR)
    change(asha, Shift.objects.get(pk=shift.pk), start=HOUR, end=HOUR)
    before = stored(shift)
    with pytest.raises(RosterChangedMeanwhileError, match="Someone else has changed"):
        undo_change(asha, change_id=first.change.pk, at=MADE_AT)
    assert stored(shift) == before


def test_changes_are_undone_one_after_the_other_newest_first(cast, shift):
    asha = cast.actor("asha")
    before = stored(shift)
    first = change(asha, shift, start=HOUR, end=HOUR)
    second = change(asha, Shift.objects.get(pk=shift.pk), end=-HOUR / 2)
    undo_change(asha, change_id=second.change.pk, at=MADE_AT)
    undo_change(asha, change_id=first.change.pk, at=MADE_AT)
    after = stored(shift)
    assert (after[0], after[1], after[3]) == (before[0], before[1], before[3])


def test_an_undo_can_be_undone(cast, shift):
    asha = cast.actor("asha")
    done = change(asha, shift, start=HOUR, end=HOUR)
    undone = undo_change(asha, change_id=done.change.pk, at=MADE_AT)
    undo_change(asha, change_id=undone.change.pk, at=MADE_AT)
    assert Shift.objects.get(pk=shift.pk).starts_at == shift.starts_at + HOUR


def test_an_undo_that_breaks_a_rule_by_now_is_refused(cast, shift):
    asha = cast.actor("asha")
    done = change(asha, shift, start=120 * HOUR, end=120 * HOUR)  # to Saturday
    Leave.objects.create(person=cast.people["ben"], starts_on=MONDAY, ends_on=MONDAY)
    with pytest.raises(RuleBrokenError, match="day of leave"):
        undo_change(asha, change_id=done.change.pk, at=MADE_AT)


def test_an_unknown_change_is_not_found(cast):
    with pytest.raises(NotFoundError):
        undo_change(cast.actor("asha"), change_id=999_999, at=MADE_AT)
