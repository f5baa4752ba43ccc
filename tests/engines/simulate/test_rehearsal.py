"""The simulation against published and exact results, and against its own rules."""

import numpy as np
import pytest
from tests.engines.simulate.builders import agent, centre, queue

from floorwalker.engines.simulate import (
    Agent,
    Centre,
    Shift,
    draw_contacts,
    play_once,
    rehearse,
    roster_of,
    trace,
)
from floorwalker.engines.staffing import Performance, Workload, performance

EIGHT_HOURS = 28_800.0
INTERVALS = 48


def twelve_agents(**changes: object) -> Centre:
    """ContactCenters' listings MMC and MMCAb: 4.2 a minute, 2 minutes each, from empty."""
    return centre(
        queue(offered=[42.0] * INTERVALS, **changes),
        agents=[agent(str(index), (0, EIGHT_HOURS)) for index in range(12)],
    )


def mixed_centre() -> Centre:
    calls = queue("calls", offered=[30.0] * 12, patience_seconds=90, handle_cv=1.2)
    chats = queue("chats", offered=[10.0] * 12, patience_seconds=300, patience_cv=0.8)
    people = [agent(str(n), (0, 3000), (3600 + 60 * n, 7000), queues=(0,)) for n in range(5)]
    people += [agent(str(n), (600, 4000), (4500, 7200), queues=(1, 0)) for n in range(5, 9)]
    return centre(calls, chats, agents=people)


@pytest.mark.parametrize(
    ("patience", "in_target", "half_width", "abandoned", "abandoned_half_width"),
    [(None, 1816.2, 3.5, 0.0, 0.0), (60.0, 1906.0, 2.2, 58.6, 0.95)],
)
def test_the_listings_of_contactcenters_are_reproduced(
    patience: float | None,
    in_target: float,
    half_width: float,
    abandoned: float,
    abandoned_half_width: float,
) -> None:
    days = [
        play_once(twelve_agents(patience_seconds=patience), seed=11, replication=number)
        for number in range(300)
    ]
    within = np.array([day.answered_within[0].sum() for day in days])
    gone = np.array([day.abandoned[0].sum() for day in days])
    for ours, published, published_half in (
        (within, in_target, half_width),
        (gone, abandoned, abandoned_half_width),
    ):
        ours_half = 1.96 * ours.std(ddof=1) / np.sqrt(ours.size)
        # Twice the combined half-width: a false alarm is rarer than 1 in 10,000.
        assert abs(ours.mean() - published) <= 2 * np.hypot(ours_half, published_half)


@pytest.mark.parametrize("patience", [None, 120.0])
def test_a_long_steady_day_is_erlang_a_or_c(patience: float | None) -> None:
    exact: Performance = performance(
        Workload(42, 120, 600), agents=10, within_seconds=20, patience_seconds=patience
    )
    place = centre(
        queue(offered=[42.0] * 2000, patience_seconds=patience),
        agents=[agent(str(index), (0, 2000 * 600)) for index in range(10)],
    )
    week = rehearse(place, seed=5, replications=12, missing=[0]).scenarios[0].queues[0].week
    for estimate, value in (
        (week.service_level, exact.service_level),
        (week.asa_seconds, exact.asa_seconds),
        (week.abandonment, exact.abandonment),
        (week.occupancy, exact.occupancy),
    ):
        assert estimate is not None
        slack = 2 * (estimate.high - estimate.low) / 2
        assert abs(estimate.mean - value) <= slack + 1e-4 * value


def test_the_same_seed_gives_the_same_rehearsal_and_another_seed_another() -> None:
    first, again, other = (
        rehearse(mixed_centre(), seed=seed, replications=5) for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_compiled_and_plain_give_identical_results() -> None:
    assert rehearse(mixed_centre(), seed=8, replications=3) == rehearse(
        mixed_centre(), seed=8, replications=3, plain=True
    )


@pytest.mark.parametrize("replication", range(5))
def test_every_contact_is_answered_abandons_or_still_waits(replication: int) -> None:
    place = mixed_centre()
    drawn = draw_contacts(place, seed=2, replication=replication)
    counts = play_once(place, seed=2, replication=replication)
    answered_or_gone = counts.answered + counts.abandoned
    happened = trace(drawn, roster=roster_of(place), centre=place)
    waiting = (happened.answered_by < 0) & (drawn.deadline > place.horizon_seconds)
    assert counts.offered[2].sum() == drawn.arrival.size
    assert answered_or_gone[2].sum() + waiting.sum() == drawn.arrival.size
    assert (counts.offered[:2].sum(axis=0) == counts.offered[2]).all()


@pytest.mark.parametrize("replication", range(5))
def test_agents_serve_one_contact_at_a_time_on_duty_and_with_the_skill(replication: int) -> None:
    place = mixed_centre()
    drawn = draw_contacts(place, seed=2, replication=replication)
    happened = trace(drawn, roster=roster_of(place), centre=place)
    assert (happened.answered_by >= 0).sum() > 100
    for number, person in enumerate(place.agents):
        own = np.flatnonzero(happened.answered_by == number)
        own = own[np.argsort(happened.answered_at[own])]
        starts = happened.answered_at[own]
        assert (starts[1:] >= (starts + drawn.handle[own])[:-1]).all()
        assert (starts >= drawn.arrival[own]).all()
        assert (starts < drawn.deadline[own]).all()
        assert set(drawn.queue[own].tolist()) <= set(person.queues)
        blocks = person.shifts[0].blocks
        assert all(any(start <= at < end for start, end in blocks) for at in starts)


def test_busy_and_staffed_time_add_up() -> None:
    place = mixed_centre()
    drawn = draw_contacts(place, seed=6, replication=0)
    happened = trace(drawn, roster=roster_of(place), centre=place)
    counts = play_once(place, seed=6)
    served = happened.answered_by >= 0
    ends = np.minimum((happened.answered_at + drawn.handle)[served], place.horizon_seconds)
    assert counts.busy_seconds[2].sum() == pytest.approx(
        (ends - happened.answered_at[served]).sum()
    )
    assert (counts.busy_seconds <= counts.staffed_seconds + 1e-6).all()


def test_demand_has_the_means_and_spreads_asked_for() -> None:
    rates = [5.0, 0.0, 40.0, 20.0]
    place = centre(
        queue(offered=rates, handle_cv=0.5, patience_seconds=60, day_factor_cv=0.3), agents=[]
    )
    draws = [draw_contacts(place, seed=1, replication=number) for number in range(4000)]
    counts = np.array([np.histogram(d.arrival, bins=4, range=(0, 2400))[0] for d in draws])
    handle = np.concatenate([d.handle for d in draws])
    patience = np.concatenate([d.deadline - d.arrival for d in draws])
    totals = counts.sum(axis=1)
    assert counts.mean(axis=0) == pytest.approx(rates, rel=0.03)
    # Mixed Poisson: variance = mean + (cv mean)².
    assert totals.var() == pytest.approx(65 + (0.3 * 65) ** 2, rel=0.1)
    assert handle.mean() == pytest.approx(120, rel=0.01)
    assert handle.std() / handle.mean() == pytest.approx(0.5, rel=0.02)
    assert patience.mean() == pytest.approx(60, rel=0.01)
    assert patience.std() == pytest.approx(60, rel=0.02)


def test_fewer_people_give_worse_service() -> None:
    rehearsal = rehearse(twelve_agents(patience_seconds=60), seed=1, replications=20)
    levels = [scenario.overall.week.service_level for scenario in rehearsal.scenarios]
    assert [scenario.missing for scenario in rehearsal.scenarios] == [0, 1, 2, 3]
    means = [level.mean for level in levels if level is not None]
    assert means == sorted(means, reverse=True)
    assert means[0] - means[3] > 0.1


def test_one_missing_of_twelve_is_a_roster_of_eleven() -> None:
    eleven = centre(
        queue(offered=[42.0] * INTERVALS),
        agents=[agent(str(index), (0, EIGHT_HOURS)) for index in range(11)],
    )
    short = rehearse(twelve_agents(), seed=1, replications=5, missing=[1]).scenarios[0]
    full = rehearse(eleven, seed=1, replications=5, missing=[0]).scenarios[0]
    assert short.queues[0].week == full.queues[0].week


def test_with_everyone_missing_everyone_abandons_and_occupancy_cannot_be_told() -> None:
    rehearsal = rehearse(twelve_agents(patience_seconds=60), seed=1, replications=2, missing=[12])
    week = rehearsal.scenarios[0].queues[0].week
    assert week.abandonment is not None
    assert week.abandonment.mean > 0.99
    assert week.asa_seconds is None
    assert week.occupancy is None


def test_too_few_contacts_cannot_tell_a_service_level() -> None:
    place = centre(queue(offered=[0.1, 50.0]), agents=[agent("Ben", (0, 1200))])
    calm, busy = rehearse(place, seed=1, replications=20).scenarios[0].queues[0].intervals
    assert calm.service_level is None
    assert busy.service_level is not None


def test_a_share_of_one_in_every_replication_still_has_a_lower_bound() -> None:
    place = centre(queue(offered=[2.0] * 6), agents=[agent(str(n), (0, 3600)) for n in range(30)])
    level = rehearse(place, seed=1, replications=10).scenarios[0].queues[0].week.service_level
    assert level is not None
    assert (level.mean, level.high) == (1, 1)
    assert 0.95 < level.low < 1


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    place = twelve_agents(patience_seconds=60)
    truth = rehearse(place, seed=999, replications=1500, missing=[0]).scenarios[0]
    assert truth.overall.week.service_level is not None
    hits = 0
    for seed in range(100):
        level = rehearse(place, seed=seed, replications=8, missing=[0]).scenarios[0]
        assert level.overall.week.service_level is not None
        estimate = level.overall.week.service_level
        hits += estimate.low <= truth.overall.week.service_level.mean <= estimate.high
    assert 87 <= hits <= 100


def test_days_and_week_are_sums_of_intervals() -> None:
    place = Centre(
        queues=(queue(offered=[10.0, 20.0, 30.0, 40.0]),),
        agents=(),
        interval_seconds=600,
        day_of_interval=np.array([0, 0, 1, 1]),
    )
    service = rehearse(place, seed=1, replications=10).scenarios[0].queues[0]
    first, second, third, fourth = (part.offered for part in service.intervals)
    assert [day.offered for day in service.days] == pytest.approx([first + second, third + fourth])
    assert service.week.offered == pytest.approx(first + second + third + fourth)


def test_a_missing_person_stays_away_the_whole_day_and_not_another() -> None:
    two_days = (Shift(0, ((0, 600), (600, 1200))), Shift(1, ((1200, 1800), (1800, 2400))))
    place = Centre(
        queues=(queue(offered=[30.0] * 4),),
        agents=(Agent("Ben", (0,), two_days), Agent("Cleo", (0,), two_days[1:])),
        interval_seconds=600,
        day_of_interval=np.array([0, 0, 1, 1]),
    )
    days = rehearse(place, seed=1, replications=10, missing=[1]).scenarios[0].overall.days
    # Only Ben works on day 0; on day 1 one of the two is left.
    assert days[0].occupancy is None
    assert days[1].occupancy is not None


def test_progress_is_told_and_may_stop_the_run() -> None:
    told: list[tuple[int, int]] = []

    def stop_at_three(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(mixed_centre(), seed=1, replications=9, progress=stop_at_three)
    assert told == [(1, 9), (2, 9), (3, 9)]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"replications": 1}, "replications"),
        ({"seed": -1}, "seed"),
        ({"missing": []}, "missing"),
        ({"missing": [1, 1]}, "missing"),
    ],
)
def test_an_impossible_request_is_refused(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        rehearse(mixed_centre(), **({"seed": 1} | changes))  # type: ignore[arg-type]
