from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from floorwalker.foundation.accounts.models import FailedTries, SecondFactor, SignIn
from floorwalker.foundation.accounts.purge import Purged, purge, seal_again

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)


def a_session(user, key, *, ends_at):
    Session.objects.create(session_key=key, session_data="", expire_date=ends_at)
    SignIn.objects.create(user=user, session_key=key, at=AT, seen_at=AT)


def test_sessions_that_ran_out_go_with_their_sign_ins_and_others_stay(cast):
    a_session(cast.users["ben"], "old", ends_at=AT)
    a_session(cast.users["ben"], "new", ends_at=AT + MOMENT)
    SignIn.objects.create(user=cast.users["ben"], session_key="gone", at=AT, seen_at=AT)
    assert purge(at=AT) == Purged(sessions=1, sign_ins=2, tries=0, set_ups=0)
    assert [s.session_key for s in Session.objects.all()] == ["new"]
    assert [s.session_key for s in SignIn.objects.all()] == ["new"]


def test_tries_go_after_a_day_and_running_pauses_stay(db):
    old, fresh = AT - DAY - MOMENT, AT - DAY
    for key, last_at, closed_until in (
        ("old", old, None),
        ("over", old, AT),
        ("runs", old, AT + MOMENT),
        ("fresh", fresh, None),
    ):
        FailedTries.objects.create(key=key, last_at=last_at, closed_until=closed_until)
    assert purge(at=AT).tries == 2
    assert set(FailedTries.objects.values_list("key", flat=True)) == {"runs", "fresh"}


def test_a_telephone_that_nobody_confirmed_goes_after_a_day(cast):
    for name, started_at, confirmed_at in (
        ("asha", AT - DAY - MOMENT, None),
        ("ben", AT - DAY, None),
        ("cleo", AT - 9 * DAY, AT - 9 * DAY),
        ("mia", None, None),
    ):
        SecondFactor.objects.create(
            user=cast.users[name], started_at=started_at, confirmed_at=confirmed_at
        )
    assert purge(at=AT).set_ups == 2
    left = SecondFactor.objects.values_list("user__email", flat=True)
    assert set(left) == {"ben@example.ca", "cleo@example.ca"}


@pytest.mark.parametrize(("keys", "changed"), [(["old key " * 5], 0), (["new", "old key " * 5], 1)])
def test_a_new_key_seals_what_the_old_one_sealed(cast, settings, keys, changed):
    settings.SEALING_KEYS = ["old key " * 5]
    factor = SecondFactor(user=cast.users["ben"])
    factor.secret = "JBSWY3DPEHPK3PXP"
    factor.save()
    settings.SEALING_KEYS = keys
    assert seal_again() == changed
    settings.SEALING_KEYS = keys[:1]
    assert SecondFactor.objects.get().secret == "JBSWY3DPEHPK3PXP"


def test_a_secret_that_no_key_opens_is_left_alone(cast, settings):
    settings.SEALING_KEYS = ["old key " * 5]
    SecondFactor.objects.create(user=cast.users["ben"], sealed_secret="nonsense")
    assert seal_again() == 0
    assert SecondFactor.objects.get().sealed_secret == "nonsense"
