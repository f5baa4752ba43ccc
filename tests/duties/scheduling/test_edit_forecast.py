from datetime import UTC, date, datetime, time

import pytest
from django.forms.models import model_to_dict
from tests.builders.plans import make_backtest, make_forecast, make_queue

from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import ForecastVersion
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotPermittedError

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
CLOCK_BACK, CLOCK_FORWARD = date(2026, 11, 1), date(2026, 3, 8)


@pytest.fixture
def version(cast):
    return make_forecast(make_queue(cast.site), days=7, backtest=make_backtest())


def change(version, actor, **edit):
    return edit_forecast(
        actor, version=version, edit=Edit(**{"day": TUESDAY} | edit), note="Bills go out", at=NOW
    )


def means(version, *, day=None):
    """Means by local clock time, in order; of one day or of all days."""
    zone = version.queue.site.tzinfo
    local = [(row.starts_at.astimezone(zone), row.mean) for row in version.intervals.all()]
    return [(at.strftime("%H:%M"), mean) for at, mean in local if day in (None, at.date())]


def everything_of(version):
    version.refresh_from_db()
    return model_to_dict(version), list(version.intervals.values_list())


def test_an_edit_makes_a_new_version_with_who_when_and_why(cast, version):
    edited = change(version, cast.actor("asha"), percent=20)
    edited.refresh_from_db()
    assert (edited.kind, edited.based_on, edited.note) == (
        ForecastKind.EDITED,
        version,
        "Bills go out",
    )
    assert (edited.created_by_name, edited.created_by, edited.created_at) == (
        "Asha",
        cast.users["asha"],
        NOW,
    )
    kept = ("queue", "first_day", "days", "interval_minutes", "method", "day_factor_cv", "backtest")
    assert [getattr(edited, name) for name in kept] == [getattr(version, name) for name in kept]


def test_the_version_it_is_based_on_stays_as_it_was(cast, version):
    before = everything_of(version)
    change(version, cast.actor("asha"), percent=20)
    assert everything_of(version) == before


def test_only_the_stretch_changes_and_all_its_quantiles_with_it(cast, version):
    edited = change(version, cast.actor("asha"), percent=50, from_time=time(9), until_time=time(10))
    pairs = list(zip(version.intervals.all(), edited.intervals.all(), strict=True))
    changed = [(old, new) for old, new in pairs if old.mean != new.mean]
    assert [new.starts_at for _old, new in changed] == [
        datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
    ]
    for _old, new in changed:
        assert (new.mean, new.p05, new.p25, new.p50, new.p75, new.p95) == (15, 7.5, 12, 15, 18, 24)
    assert {new.aht_seconds for _old, new in pairs} == {300}


def test_a_whole_day_is_changed_up_to_its_last_interval_and_not_the_next(cast):
    version = make_forecast(make_queue(cast.site), days=3, mean=10)
    version.intervals.update(mean=1)
    edited = change(version, cast.actor("asha"), percent=100)
    assert [mean for _at, mean in means(edited, day=TUESDAY)] == [2] * 48
    assert sum(mean for _at, mean in means(edited)) == 3 * 48 + 48


def test_the_end_of_the_stretch_is_not_in_it(cast, version):
    edited = change(version, cast.actor("asha"), percent=-100, until_time=time(8, 30))
    by_time = dict(means(edited, day=TUESDAY))
    assert (by_time["08:00"], by_time["08:30"]) == (0, 10)


@pytest.mark.parametrize(("day", "intervals"), [(CLOCK_BACK, 100), (CLOCK_FORWARD, 92)])
def test_a_day_of_another_length_is_changed_as_a_whole(cast, day, intervals):
    version = make_forecast(make_queue(cast.site), week_starts_on=day, days=2, minutes=15)
    version.intervals.update(mean=1)
    edited = change(version, cast.actor("asha"), day=day, percent=50)
    assert [mean for _at, mean in means(edited, day=day)] == [1.5] * intervals
    assert sum(mean for _at, mean in means(edited)) == 1.5 * intervals + 96


def test_the_doubled_autumn_hour_is_changed_twice_by_the_clock_on_the_wall(cast):
    version = make_forecast(make_queue(cast.site), week_starts_on=CLOCK_BACK, days=1)
    version.intervals.update(mean=1)
    edited = change(
        version,
        cast.actor("asha"),
        day=CLOCK_BACK,
        percent=100,
        from_time=time(1, 30),
        until_time=time(2),
    )
    assert means(edited)[2:7] == [
        ("01:00", 1),
        ("01:30", 2),
        ("01:00", 1),
        ("01:30", 2),
        ("02:00", 1),
    ]


def test_an_edit_leaves_an_audit_record(cast, version):
    edited = change(version, cast.actor("asha"), percent=20, from_time=time(9))
    noted = AuditRecord.objects.get(action="edit_forecast")
    assert (noted.actor_name, noted.subject_id, noted.at) == ("Asha", str(edited.pk), NOW)
    assert noted.after == {
        "based_on": version.pk,
        "percent": 20,
        "day": "2026-11-24",
        "from": "09:00:00",
        "until": "24:00",
    }


@pytest.mark.parametrize("who", ["asha", "cleo", "mia", "ann"])
def test_planners_of_the_site_may_edit(cast, version, who):
    assert change(version, cast.actor(who), percent=5).created_by_name == who.title()


@pytest.mark.parametrize("who", ["ben", "zoe", "otto", "ada", None])
def test_others_may_not_and_nothing_is_made(cast, version, who):
    actor = cast.actor(who) if who else Actor(name="anonymous")
    with pytest.raises(NotPermittedError):
        change(version, actor, percent=5)
    assert ForecastVersion.objects.count() == 1
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    "edit",
    [
        {"percent": -100.1},
        {"percent": 500.1},
        {"percent": float("nan")},
        {"percent": 10, "day": date(2026, 11, 30)},
        {"percent": 10, "from_time": time(10), "until_time": time(10)},
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_and_nothing_is_made(cast, version, edit):
    with pytest.raises(BadInputError):
        change(version, cast.actor("asha"), **edit)
    assert ForecastVersion.objects.count() == 1


@pytest.mark.parametrize(("percent", "expected"), [(-100, 0), (500, 60)])
def test_the_widest_changes_are_possible(cast, version, percent, expected):
    edited = change(version, cast.actor("asha"), percent=percent)
    assert max(mean for _at, mean in means(edited, day=TUESDAY)) == expected
