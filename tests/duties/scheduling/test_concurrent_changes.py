"""Two people do the same thing at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from tests.builders.cast import make_cast
from tests.builders.plans import MADE_AT
from tests.builders.rosters import make_rehearsal, make_roster, shift_of

from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.actions.undo_change import undo_change
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import (
    RosterAlreadyPublishedError,
    RosterChangedMeanwhileError,
)
from floorwalker.duties.scheduling.models import Roster, ScheduleChange, Shift

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Do all deeds at the same moment; return what came of each, an error as such."""
    ready = Barrier(len(deeds), timeout=20)

    def do(deed):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return deed()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def errors(outcomes):
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def test_of_two_publishers_of_a_week_exactly_one_wins():
    cast = make_cast()
    rosters = [make_roster(cast.site, days=[0]) for _ in range(2)]
    for roster in rosters:
        make_rehearsal(roster)
    asha, cleo = cast.actor("asha"), cast.actor("cleo")
    ids = [rosters[0].pk, rosters[1].pk, rosters[0].pk, rosters[1].pk]
    outcomes = at_once(
        *(
            lambda who=who, pk=pk: publish_roster(who, roster_id=pk, revision=1, at=MADE_AT)
            for who, pk in zip([asha, cleo, cleo, asha], ids, strict=True)
        )
    )
    assert errors(outcomes) == [RosterAlreadyPublishedError] * 3
    assert Roster.objects.filter(state=RosterState.PUBLISHED).count() == 1


def test_of_two_supervisors_who_move_one_shift_the_second_is_told():
    cast = make_cast()
    shift = shift_of(make_roster(cast.site, days=[0]), cast.people["ben"])

    def move(who, hours):
        return lambda: change_shift(
            cast.actor(who),
            shift_id=shift.pk,
            version=1,
            starts_at=shift.starts_at + timedelta(hours=hours),
            ends_at=shift.ends_at + timedelta(hours=hours),
            at=MADE_AT,
        )

    outcomes = at_once(move("asha", 1), move("mia", 2))
    assert errors(outcomes) == [RosterChangedMeanwhileError]
    (won,) = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    now = Shift.objects.get(pk=shift.pk)
    assert (now.starts_at, now.version) == (won.shift.starts_at, 2)
    assert ScheduleChange.objects.count() == 1
    assert Roster.objects.get().revision == 2


def test_of_two_undos_of_one_change_the_second_is_told():
    cast = make_cast()
    shift = shift_of(make_roster(cast.site, days=[0]), cast.people["ben"])
    done = change_shift(
        cast.actor("asha"),
        shift_id=shift.pk,
        version=1,
        starts_at=shift.starts_at + timedelta(hours=1),
        ends_at=shift.ends_at + timedelta(hours=1),
        at=MADE_AT,
    )
    outcomes = at_once(
        *(
            lambda who=who: undo_change(cast.actor(who), change_id=done.change.pk, at=MADE_AT)
            for who in ("asha", "mia")
        )
    )
    assert errors(outcomes) == [RosterChangedMeanwhileError]
    assert Shift.objects.get(pk=shift.pk).starts_at == shift.starts_at
    assert Roster.objects.get().revision == 3
