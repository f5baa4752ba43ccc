"""The what-if board against published figures of Erlang (research, 3.1) and plain sums."""

import math
from datetime import timedelta

import pytest
from scipy.stats import gamma
from tests.builders.plans import MADE_AT, MONDAY, make_forecast, make_queue, make_requirement
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.models import ForecastVersion, RequirementInterval
from floorwalker.duties.scheduling.queries.what_if_board import what_if_board
from floorwalker.duties.scheduling.queries.what_if_sliders import SliderValues
from floorwalker.foundation.errors import NotFoundError, NotPermittedError

OPEN_HOURS = 7 * 12
EXAMPLE = {"mean": 100.0, "aht_seconds": 180.0}
"""100 calls of 3 minutes in half an hour: 14 agents, .888 in 20 s, occupancy .714 (pyworkforce)."""


def make_week(cast, *, name="Billing", minutes=30, target=None, cv=0.1, **forecast):
    """A week of one queue whose callers never give up, unless `target` says otherwise."""
    queue = make_queue(cast.site, name=name, **({"patience_seconds": None} | (target or {})))
    make_forecast(queue, days=7, minutes=minutes, day_factor_cv=cv, **forecast)
    return make_requirement(cast.site, shrinkage_ratio=0.2)


def planned_agents(agents):
    RequirementInterval.objects.filter(offered__gt=0).update(agents=agents, scheduled=agents / 0.8)


def board(cast, who="asha", **asked):
    tried = SliderValues(
        **{name: asked.pop(name) for name in SliderValues._fields if name in asked}
    )
    whole = {"requirement_id": None, "queue_id": None, "weekday": None} | asked
    return what_if_board(cast.actor(who), tried=tried, at=MADE_AT, **whole)


def erlang_c_level(agents, load, *, within, aht):
    """Return the share answered in time, by the recursion of Erlang B."""
    lost = 1.0
    for n in range(1, agents + 1):
        lost = load * lost / (n + load * lost)
    waits = lost / (1 - load / agents * (1 - lost))
    return 1 - waits * math.exp(-(agents - load) * within / aht)


# what service the people planned would give


def test_as_planned_the_published_example_comes_out(cast):
    make_week(cast, **EXAMPLE)
    answer = board(cast).answer
    assert (answer.need.required, answer.need.peak) == (14 * OPEN_HOURS, 14)
    assert answer.need.scheduled == pytest.approx(14 * OPEN_HOURS / 0.8)
    assert answer.if_so == answer.planned
    assert answer.planned.service_level == pytest.approx(0.888, abs=5e-4)
    assert answer.planned.occupancy == pytest.approx(0.714, abs=5e-4)
    assert answer.planned.asa_seconds == pytest.approx(0.174131934 * 180 / 4, rel=1e-8)
    assert answer.planned.abandonment == 0


def test_people_missing_leave_the_service_of_those_who_are_there(cast):
    make_week(cast, **EXAMPLE)
    planned_agents(20)
    answer = board(cast, absent=30).answer  # 14 of 20 are there
    assert answer.if_so.service_level == pytest.approx(0.888, abs=5e-4)
    assert answer.need.required == 14 * OPEN_HOURS
    assert answer.need.scheduled == pytest.approx(14 * OPEN_HOURS / 0.8 / 0.7)


def test_more_volume_gives_the_published_service_of_the_people_planned(cast):
    """Stimulus: 35 calls of 752 s in a quarter-hour, 37 agents: .9042 in 20 s; 25 calls need 28."""
    target = {"service_level": 0.9, "occupancy_max": 1.0}
    make_week(cast, minutes=15, target=target, mean=25.0, aht_seconds=752.0)
    assert board(cast).answer.need.peak == 28
    planned_agents(37)
    answer = board(cast, volume=40).answer
    assert 0.9042 <= answer.if_so.service_level <= 0.9043
    assert answer.need.peak == 37


def test_longer_calls_need_the_agents_of_the_published_example(cast):
    """call-center-tools: 1000 calls an hour of 120 s, busy at most 85 %: 40 agents."""
    make_week(cast, target={"occupancy_max": 0.85}, mean=500.0, aht_seconds=100.0)
    planned_agents(40)
    answer = board(cast, aht=20).answer
    assert answer.need.peak == 40
    assert answer.if_so.service_level == pytest.approx(0.9372, abs=5e-5)
    assert answer.if_so.asa_seconds == pytest.approx(3.43, abs=5e-3)


def test_callers_who_give_up_follow_erlang_a(cast):
    """50 agents, a call of 240 s every 5 s, patience 180 s: .81334903 answered in 20 s."""
    make_week(cast, target={"patience_seconds": 225}, mean=300.0, aht_seconds=240.0)
    planned_agents(50)
    answer = board(cast, volume=20, patience=-20).answer
    assert answer.if_so.abandonment == pytest.approx(0.0430097830, rel=1e-8)
    assert answer.if_so.service_level == pytest.approx(0.81334903, rel=1e-7)
    (queue,) = answer.queues
    assert queue.patience_seconds == pytest.approx(180)


def test_a_queue_that_grows_without_end_has_no_mean_wait(cast):
    make_week(cast, **EXAMPLE)
    answer = board(cast, volume=50).answer  # 15 Erlangs for 14 people
    assert (answer.if_so.service_level, answer.if_so.asa_seconds) == (0, None)


def test_a_calm_day_goes_better_than_a_busy_one(cast):
    make_week(cast, **EXAMPLE)
    given = board(cast, volume=5).answer.if_so
    assert given.service_level_calm > given.service_level > given.service_level_busy
    busy = 10.5 * gamma.ppf(0.95, a=100, scale=0.01)
    by_hand = erlang_c_level(14, busy, within=20, aht=180)
    assert given.service_level_busy == pytest.approx(by_hand, rel=1e-9)


# how many people it would need


def test_the_risk_asks_for_the_agents_of_a_busier_day(cast):
    make_week(cast, target={"occupancy_max": 1.0}, **EXAMPLE)
    load = 10 * gamma.ppf(0.9, a=100, scale=0.01)
    enough = [n for n in range(12, 30) if erlang_c_level(n, load, within=20, aht=180) >= 0.8]
    assert board(cast, kept=90).answer.need.peak == enough[0]


def test_more_certainty_never_needs_fewer_people(cast):
    make_week(cast, **EXAMPLE)
    hours = [board(cast, kept=kept).answer.need.required for kept in range(50, 100, 7)]
    assert hours == sorted(hours)
    assert hours[0] == 14 * OPEN_HOURS


def test_the_band_holds_what_is_needed(cast):
    make_week(cast, **EXAMPLE)
    chart = board(cast, volume=10).answer.chart
    (band,) = chart.bands
    for low, needed, high in zip(band.lower, chart.series[0].values, band.upper, strict=True):
        assert low < needed < high
    assert len(chart.times) == 24


def test_queues_add_up_and_one_can_be_asked_alone(cast):
    make_week(cast, **EXAMPLE)
    requirement = make_week(cast, name="Cards", **EXAMPLE)
    both = board(cast, volume=10)
    assert both.requirement_id == requirement.pk
    alone = board(cast, volume=10, queue_id=both.queues[0].id)
    assert [queue.name for queue in both.queues] == ["Billing", "Cards"]
    assert both.answer.need.required == 2 * alone.answer.need.required
    assert both.answer.need.peak == 2 * alone.answer.need.peak
    assert len(alone.answer.queues) == 1


def test_a_longer_interval_takes_the_most_of_the_shorter_ones_in_it(cast):
    make_week(cast, name="Quarters", minutes=15, mean=50.0, aht_seconds=180.0)
    make_week(cast, name="Halves", **EXAMPLE)
    answer = board(cast).answer
    assert (answer.need.peak, len(answer.chart.times)) == (28, 24)
    assert answer.need.required == 28 * OPEN_HOURS


def test_the_days_and_the_worst_intervals_are_those_of_the_sites_clock(cast):
    make_week(cast, **EXAMPLE)
    wednesday = RequirementInterval.objects.get(starts_at="2026-11-25T17:00:00Z")  # 12:00
    wednesday.agents = 11
    wednesday.save()
    answer = board(cast, weekday=2).answer
    assert [row.day for row in answer.days] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert answer.day == MONDAY + timedelta(days=2)
    (worst,) = answer.worst
    assert worst.starts_at.strftime("%a %H:%M") == "Wed 12:00"
    assert (worst.people, worst.needed) == (11, 14)
    by_hand = erlang_c_level(11, 10, within=20, aht=180)
    assert worst.late == pytest.approx(100 * (0.8 - by_hand), rel=1e-9)


# the sentence


def test_the_sentence_says_what_it_takes_or_what_it_costs(cast):
    make_week(cast, target={"occupancy_max": 0.85}, mean=500.0, aht_seconds=100.0)
    planned_agents(35)
    before = erlang_c_level(35, 500 * 100 / 1800, within=20, aht=100)
    after = erlang_c_level(35, 500 * 120 / 1800, within=20, aht=120)
    assert (f"{before:.0%}", f"{after:.0%}") == ("97%", "47%")
    assert board(cast, aht=20).answer.verdict.replace("\N{NO-BREAK SPACE}", " ") == (
        "+20 % handle time: 525.0 more agent-hours to schedule (+14.3 %), "
        "or the service level falls from 97 % to 47 %."
    )


def test_less_volume_needs_fewer_and_serves_better(cast):
    make_week(cast, **EXAMPLE)
    words = board(cast, volume=-20, absent=2).answer.verdict.replace("\N{NO-BREAK SPACE}", " ")
    assert words.startswith("−20 % contacts, 2 % of people missing: ")
    assert "fewer agent-hours to schedule (−" in words
    assert "With the people planned the service level rises from 89 % to " in words


# the people of a roster


def test_a_roster_says_who_is_on_queue(cast):
    roster = make_roster(cast.site, mean=4.0)
    page = board(cast, absent=25)
    assert page.roster == roster
    people = page.answer.chart.series[2].values
    assert people[2] == pytest.approx(5 * 0.8 * 0.75)  # 09:00: five people, less shrinkage
    assert people[-1] == 0  # 19:30, when everybody has gone
    assert page.people_of_several_queues == 0


def test_people_of_several_queues_are_told_with_the_rehearsal(cast, signed_in, monkeypatch):
    monkeypatch.setattr("floorwalker.foundation.clock.now", lambda: MADE_AT)
    make_queue(cast.site)
    make_queue(cast.site, name="Cards")
    roster = make_roster(cast.site)
    assert board(cast).people_of_several_queues == 5
    text = signed_in("asha").get("/what-if/").content.decode()
    assert "5 people of the roster serve several queues" in text
    assert f'href="/rosters/{roster.pk}/rehearsal/"' in text


def test_more_queues_than_the_checker_can_share_out_leave_the_roster_alone(cast):
    for number in range(13):
        make_queue(cast.site, name=f"Queue {number}")
    make_roster(cast.site, days=[0])
    page = board(cast)
    assert (page.roster, page.has_too_many_queues) == (None, True)
    assert page.answer.planned.service_level > 0.8


# the page


@pytest.mark.parametrize(
    "hostile",
    [
        *("volume=NaN", "volume=inf", "volume=1e999", "volume=-51", "volume=10.5", "aht=9" * 2),
        *("absent=-1", "absent=100", "kept=100", "kept=0", "patience=%00", "weekday=7"),
        *("requirement=abc", "requirement=-1", f"requirement={2**63}", f"queue={10**40}"),
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(cast, signed_in, monkeypatch, hostile):
    monkeypatch.setattr("floorwalker.foundation.clock.now", lambda: MADE_AT)
    make_week(cast, **EXAMPLE)
    answer = signed_in("asha").get(f"/what-if/?{hostile}")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "makes no sense and was left out" in text
    assert "As planned: 1,470.0 agent-hours to schedule" in text


def test_another_site_and_what_is_not_there_are_refused(cast, signed_in):
    made = make_week(cast, **EXAMPLE)
    for number in (made.pk + 1, 2**63 - 1):
        assert signed_in("asha").get(f"/what-if/?requirement={number}").status_code == 404
    assert signed_in("asha").get("/what-if/?queue=999999").status_code == 404
    assert signed_in("zoe").get(f"/what-if/?requirement={made.pk}").status_code == 403
    with pytest.raises(NotPermittedError):
        board(cast, "ben", requirement_id=made.pk)
    with pytest.raises(NotFoundError):
        board(cast, requirement_id=made.pk, queue_id=999_999)


def test_without_a_requirement_the_next_step_is_told(signed_in):
    text = signed_in("asha").get("/what-if/").content.decode()
    assert "No week to ask about yet" in text
    assert 'href="/weeks/"' in text


def test_a_week_without_contacts_is_told(cast, signed_in):
    made = make_week(cast, mean=0.0)
    text = signed_in("asha").get(f"/what-if/?requirement={made.pk}").content.decode()
    assert "No contacts are expected in this week" in text


def test_a_forecast_that_is_not_sure_of_itself_is_told(cast):
    make_week(cast, cv=0.0, **EXAMPLE)
    page = board(cast, kept=99)
    assert page.unsure_queues == ("Billing",)
    assert page.answer.need.required == 14 * OPEN_HOURS


def test_while_a_slider_moves_only_the_answer_is_sent(cast, signed_in):
    made = make_week(cast, **EXAMPLE)
    address = f"/what-if/?requirement={made.pk}&volume=10"
    part = signed_in("asha").get(address, headers={"HX-Request": "true"}).content.decode()
    whole = signed_in("asha").get(address).content.decode()
    assert "<html" not in part
    assert 'type="range"' not in part
    assert part.strip() in whole
    assert 'value="10"' in whole
    assert f'href="?requirement={made.pk}&amp;volume=10&amp;weekday=1"' in part


def test_nothing_is_stored(cast, signed_in):
    made = make_week(cast, **EXAMPLE)
    before = list(RequirementInterval.objects.values_list())
    signed_in("asha").get(f"/what-if/?requirement={made.pk}&volume=50&kept=99")
    assert list(RequirementInterval.objects.values_list()) == before
    assert ForecastVersion.objects.count() == 1


def test_the_queries_do_not_grow_with_the_queues(cast, signed_in, django_assert_num_queries):
    made = make_week(cast, **EXAMPLE)
    asha = signed_in("asha")
    asha.get(f"/what-if/?requirement={made.pk}")
    with django_assert_num_queries(10):
        asha.get(f"/what-if/?requirement={made.pk}&volume=10")
    wider = make_week(cast, name="Cards", **EXAMPLE)
    with django_assert_num_queries(10):
        asha.get(f"/what-if/?requirement={wider.pk}&volume=10")
