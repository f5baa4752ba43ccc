"""The rest of a day in progress, against hand-worked numbers and Erlang's formula written out."""

from datetime import UTC, date, datetime, timedelta
from math import exp, factorial

import pytest
from scipy.stats import nbinom
from tests.builders.day_in_progress import (
    PROGRAM,
    TEN_PAST_ELEVEN,
    TUESDAY,
    bring_in,
    make_slopes,
)
from tests.builders.plans import make_forecast, make_queue
from tests.builders.rosters import make_roster, shift_of

from floorwalker.duties.scheduling.actions.store_day_updates import store_day_updates
from floorwalker.duties.scheduling.choices import RestVerdict, RosterState
from floorwalker.duties.scheduling.models import IntradayUpdate
from floorwalker.duties.scheduling.stages.day_facts import new_facts
from floorwalker.duties.scheduling.stages.intraday import update_site
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotPermittedError
from floorwalker.foundation.live.models import LiveEvent

pytestmark = pytest.mark.django_db

ELEVEN = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
BUSY_MORNING = [12] * 6  # 72 from 08:00 to 11:00, 60 expected
FACTOR = (77 / 65) ** 0.5  # half of the day's deviation, five contacts added to either side
AHT, WITHIN, TARGET = 300.0, 20.0, 0.8


def erlang_c_service(offered: float, agents: int) -> float:
    """Share answered in time if nobody gives up: 1 − C(n, a) e^(−(n − a) T ÷ AHT)."""
    load = offered * AHT / 1800
    if agents <= load:
        return 0.0
    tail = load**agents / factorial(agents) * agents / (agents - load)
    waits = tail / (sum(load**k / factorial(k) for k in range(agents)) + tail)
    return 1 - waits * exp(-(agents - load) * WITHIN / AHT)


def agents_for(offered: float) -> int:
    """The fewest who keep the promise and are busy 90 % of the time at most."""
    return next(
        n
        for n in range(1, 50)
        if erlang_c_service(offered, n) >= TARGET and offered * AHT / 1800 / n <= 0.9
    )


def patient_queue(site, **fields):
    return make_queue(site, patience_seconds=None, **fields)


def only_update(site, *, at=TEN_PAST_ELEVEN):
    (draft,) = update_site(site, at=at)
    return draft


def test_the_rest_is_the_morning_forecast_times_what_the_slopes_carry_over(cast):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    make_slopes(queue)
    bring_in(cast.site, {"Billing": BUSY_MORNING})
    draft = only_update(cast.site)
    assert draft.verdict is RestVerdict.UPDATED
    assert (draft.day, draft.facts.told_until, draft.facts.told_contacts) == (TUESDAY, ELEVEN, 72)
    assert (draft.update.observed_so_far, draft.update.expected_so_far) == (72, 60)
    assert draft.update.factor == pytest.approx(FACTOR)
    assert len(draft.intervals) == 24
    past, rest = draft.intervals[:6], draft.intervals[6:]
    assert [(i.morning, i.came, i.mean) for i in past] == [(10, 12, None)] * 6
    assert rest[0].starts_at == ELEVEN
    mean = 10 * FACTOR
    # variance is mean + 0.02 × 0.5 × mean², as the night learned it
    low, high = nbinom(100, 100 / (100 + mean)).ppf([0.05, 0.95])
    assert {(i.came, i.mean, i.p05, i.p95) for i in rest} == {(None, round(mean, 2), low, high)}
    assert {i.agents_needed for i in rest} == {agents_for(mean)}
    assert {(i.agents_on, i.service_level) for i in rest} == {(None, None)}  # no roster


def test_people_on_are_those_of_the_published_roster_less_the_shrinkage(cast):
    patient_queue(cast.site)
    roster = make_roster(cast.site, state=RosterState.PUBLISHED)  # five people, 08:00 to 16:30
    make_slopes(cast.site.queues.get())
    bring_in(cast.site, {"Billing": BUSY_MORNING})
    draft = only_update(cast.site)
    by_hour = {
        i.starts_at.astimezone(cast.site.tzinfo).strftime("%H:%M"): i for i in draft.intervals
    }
    assert (draft.facts.roster_id, draft.facts.roster_revision) == (roster.pk, 1)
    # Lunch is from 12:00 to 12:30 for all; a break of 15 minutes at 14:00 halves that half-hour.
    on = {"11:00": 4, "12:00": 0, "14:00": 2, "16:00": 4, "17:00": 0}  # 5, 0, 2½, 5, 0 × 0.8
    assert {hour: by_hour[hour].agents_on for hour in on} == on
    mean = 10 * FACTOR
    for hour, agents in on.items():
        expected = erlang_c_service(mean, agents) if agents else 0.0
        assert by_hour[hour].service_level == pytest.approx(expected, abs=1e-4)
    late = by_hour["14:00"].late_contacts(service_level=TARGET)
    assert late == pytest.approx(mean * (TARGET - erlang_c_service(mean, 2)), abs=0.01)
    assert by_hour["11:00"].late_contacts(service_level=TARGET) == 0


def test_a_shift_that_is_moved_is_new_and_counts_at_once(cast):
    patient_queue(cast.site)
    roster = make_roster(cast.site, state=RosterState.PUBLISHED)
    store(cast.site, update_site(cast.site, at=TEN_PAST_ELEVEN))
    assert new_facts(cast.site, at=TEN_PAST_ELEVEN) == {}
    shift_of(roster, cast.people["ben"], day=1).delete()
    roster.revision += 1
    roster.save()
    draft = only_update(cast.site)
    assert [i.agents_on for i in draft.intervals[6:8]] == [3, 3]  # four people × 0.8


@pytest.mark.parametrize(
    ("came", "slopes", "verdict", "so_far"),
    [
        ([], {}, RestVerdict.NOTHING_TOLD, 0),
        ([30], {}, RestVerdict.FIRST_HOUR, 30),
        (BUSY_MORNING, None, RestVerdict.NOT_LEARNED, 72),
        (BUSY_MORNING, {"past_days": 19}, RestVerdict.FEW_DAYS, 72),
        (BUSY_MORNING, {"day_slope": -0.2}, RestVerdict.DID_NOT_HELP, 72),
        ([12] * 24, {}, RestVerdict.NOTHING_LEFT, 288),
    ],
)
def test_where_nothing_is_to_be_said_the_morning_forecast_stands(
    cast, came, slopes, verdict, so_far
):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    if slopes is not None:
        make_slopes(queue, **slopes)
    closing = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    at = closing if verdict is RestVerdict.NOTHING_LEFT else TEN_PAST_ELEVEN
    if came:
        bring_in(cast.site, {"Billing": came}, at=at)
    draft = only_update(cast.site, at=at)
    assert (draft.verdict, draft.update.factor) == (verdict, 1)
    assert draft.update.observed_so_far == so_far
    rest = [interval for interval in draft.intervals if interval.mean is not None]
    assert {(i.mean, i.p05, i.p95) for i in rest} == ({(10, 5, 16)} if rest else set())
    assert len(draft.intervals) == 24


def test_a_morning_with_holes_is_not_followed(cast):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    make_slopes(queue)
    bring_in(cast.site, {"Billing": [30, 30]})
    bring_in(cast.site, {"Billing": [30]}, first=datetime(2026, 1, 1, 10, 30).time())
    draft = only_update(cast.site)
    assert draft.verdict is RestVerdict.GAPS
    assert [i.came for i in draft.intervals[:6]] == [30, 30, None, None, None, 30]


def test_an_interval_that_was_not_over_when_the_file_was_made_does_not_count(cast):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    make_slopes(queue)
    bring_in(cast.site, {"Billing": [*BUSY_MORNING, 4]})  # 11:00 has come no further than 11:10
    draft = only_update(cast.site)
    assert draft.facts.told_until == ELEVEN
    assert draft.update.factor == pytest.approx(FACTOR)


def test_a_quiet_queue_is_known_as_far_as_its_file_tells_of_others(cast):
    for name in ("Billing", "Claims"):
        queue = patient_queue(cast.site, name=name)
        make_forecast(queue)
        make_slopes(queue)
    bring_in(cast.site, {"Billing": BUSY_MORNING, "Claims": [9, 9, 9, 9, 9]})
    drafts = {d.queue_id: d for d in update_site(cast.site, at=TEN_PAST_ELEVEN)}
    claims = drafts[cast.site.queues.get(name="Claims").pk]
    assert claims.facts.told_until == ELEVEN
    # A file of intervals has no row of it: unknown, not none. Ten less is expected, too.
    assert (claims.update.observed_so_far, claims.update.expected_so_far) == (45, 50)


def test_files_in_longer_intervals_than_the_forecast_tell_nothing(cast):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    make_slopes(queue)
    bring_in(cast.site, {"Billing": [24, 24, 24]}, minutes=60)
    assert only_update(cast.site).verdict is RestVerdict.NOTHING_TOLD


def test_the_day_is_that_of_the_sites_clock(cast):
    queue = patient_queue(cast.site)
    make_forecast(queue)
    late = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)  # still Tuesday in Toronto
    assert only_update(cast.site, at=late).day == TUESDAY
    assert only_update(cast.site, at=late + timedelta(hours=1)).day == date(2026, 11, 25)


def test_the_newest_forecast_of_the_day_counts_and_a_queue_without_one_is_left_out(cast):
    queue = patient_queue(cast.site)
    patient_queue(cast.site, name="Claims")
    make_forecast(queue)
    newest = make_forecast(queue, mean=20)
    make_forecast(queue, week_starts_on=TUESDAY + timedelta(days=1))  # does not cover the day
    draft = only_update(cast.site)
    assert (draft.queue_id, draft.facts.forecast_id) == (queue.pk, newest.pk)
    assert {i.mean for i in draft.intervals if i.mean} == {20}


def store(site, drafts):
    return store_day_updates(PROGRAM, site=site, drafts=drafts, at=TEN_PAST_ELEVEN)


def test_an_update_is_stored_once_and_told_to_pages_and_auditors(cast):
    queue = patient_queue(cast.site)
    forecast = make_forecast(queue)
    slopes = make_slopes(queue)
    bring_in(cast.site, {"Billing": BUSY_MORNING})
    LiveEvent.objects.all().delete()
    store(cast.site, update_site(cast.site, at=TEN_PAST_ELEVEN))
    update = IntradayUpdate.objects.get()
    assert (update.forecast, update.slopes, update.told_until) == (forecast, slopes, ELEVEN)
    assert update.factor == pytest.approx(FACTOR)
    assert update.target["service_level"] == TARGET
    assert len(update.intervals) == 24
    assert [event.topic for event in LiveEvent.objects.all()] == [f"site/{cast.site.pk}/rest"]
    entry = AuditRecord.objects.latest("pk")
    assert (entry.action, entry.after) == (
        "store_day_updates",
        {"day": "2026-11-24", "queues": 1},
    )
    assert update_site(cast.site, at=TEN_PAST_ELEVEN + timedelta(minutes=5)) == ()
    store(cast.site, ())
    assert IntradayUpdate.objects.count() == LiveEvent.objects.count() == 1


def test_nobody_without_the_permission_stores_one(cast):
    make_forecast(patient_queue(cast.site))
    drafts = update_site(cast.site, at=TEN_PAST_ELEVEN)
    with pytest.raises(NotPermittedError):
        store_day_updates(Actor("Nobody"), site=cast.site, drafts=drafts, at=TEN_PAST_ELEVEN)
    assert not IntradayUpdate.objects.exists()
