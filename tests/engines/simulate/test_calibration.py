"""A twin's parameters from records whose truth is known, and from a bank whose are published."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engines.simulate.recorded import HOUR, a_crew, a_queue, records_of

from floorwalker.engines.simulate import Retrial, calibrate, presence_of, queue_model
from floorwalker.engines.simulate._evidence import group_means

DAYS = 20
PACES = [0.75, 0.85, 0.9, 0.95, 1.0, 1.0, 1.05, 1.1, 1.15, 1.25]


@pytest.fixture(scope="module")
def records():
    """English calls grow longer over the day, French ones are rare; everybody takes both."""
    english = a_queue(
        "en", per_hour=160, aht=np.linspace(150, 240, 10), handle_cv=0.9, patience_seconds=300.0,
        retrial=Retrial(0.4, 600.0),
    )  # fmt: skip
    french = a_queue("fr", per_hour=20, aht=[200.0], handle_cv=0.9, patience_seconds=300.0)
    return records_of([english, french], a_crew(PACES, queues=(0, 1)), days=DAYS)


@pytest.fixture(scope="module")
def found(records):
    return calibrate(records)


def test_handle_time_by_hour_is_found_and_an_hour_without_calls_has_that_of_the_queue(found):
    english = found.queues[0]
    assert english.hours.mean[8:18] == pytest.approx(np.linspace(150, 240, 10), rel=0.06)
    assert english.hours.count[3] == 0
    assert english.hours.mean[3] == english.hours.overall
    french = found.queues[1]
    # All French hours are alike in truth, so their own means are believed but little.
    assert french.hours.mean[8:18] == pytest.approx(200, rel=0.08)


def test_the_spread_is_what_hours_and_people_do_not_explain(found):
    for queue in found.queues:
        assert queue.handle_cv == pytest.approx(0.9, abs=0.06)


def test_the_pace_of_each_person_is_found(found):
    assert found.pace == pytest.approx(PACES, abs=0.06)
    assert found.pace_contacts.sum() > 20_000
    assert found.pace_spread == pytest.approx(np.log(PACES).std(ddof=1), abs=0.03)


def test_who_called_again_and_after_how_long_is_found(found):
    again = found.queues[0].retrials
    assert again.gave_up > 4_500
    assert again.probability == pytest.approx(0.4, abs=0.02)
    assert again.after_seconds == pytest.approx(600, rel=0.08)


def test_people_who_take_the_next_call_at_once_have_no_turnaround(found):
    assert found.turnaround_seconds == pytest.approx(0, abs=0.1)


def test_a_turnaround_is_found_where_people_are_not_ready_at_once(records):
    # The telephone system does not count the last 20 seconds of each call as work.
    shorter = replace(records, handle_seconds=np.maximum(records.handle_seconds - 20, 0))
    assert calibrate(shorter).turnaround_seconds == pytest.approx(20, abs=3)


def test_without_a_spread_between_people_nobody_is_quick_or_slow():
    queue = a_queue(per_hour=60, aht=[200.0], handle_cv=1.0)
    found = calibrate(records_of([queue], a_crew([1.0] * 6), days=4))
    # Ten hours and some 400 calls each: chance alone makes own means differ by 4 %.
    assert found.pace == pytest.approx(np.ones(6), abs=0.04)


def test_a_newcomer_is_believed_less_than_a_veteran():
    values = np.concatenate([np.tile([0.5, 1.5], 500), np.tile([-1.5, -0.5], 500), [2.0, 4.0]])
    group = np.repeat([0, 1, 2], [1000, 1000, 2])
    found = group_means(values, group=group, groups=4)
    veteran, other, newcomer, nobody = found.mean
    assert (veteran, other) == pytest.approx((1.0, -1.0), abs=0.01)
    # By hand from the formula: the newcomer's mean 3 is shrunk to the overall 0.003.
    n, mean = np.array([1000, 1000, 2]), np.array([1.0, -1.0, 3.0])
    overall = (n * mean).sum() / 2002
    within = (1000 * 0.25 + 1000 * 0.25 + 2) / (2002 - 3)
    tau2 = ((n * (mean - overall) ** 2).sum() - 2 * within) / (2002 - (n**2).sum() / 2002)
    believed = overall + tau2 / (tau2 + within / 2) * (3 - overall)
    assert newcomer == pytest.approx(believed)
    assert 1.0 < newcomer < 3.0
    assert nobody == pytest.approx(overall)


def test_presence_is_where_people_were_but_for_their_pauses(records):
    found = presence_of(records)
    assert found.overlap_ratio == 0
    for agent, blocks in found.blocks(3).items():
        lunch = (11 + 0.5 * (agent % 6)) * HOUR
        first, second = blocks
        assert first[0] == pytest.approx(8 * HOUR, abs=300)
        assert first[1] == pytest.approx(lunch, abs=900)  # a call in hand is finished first
        assert second[0] == pytest.approx(lunch + 0.5 * HOUR, abs=900)
        assert second[1] == pytest.approx(18.2 * HOUR, abs=0.4 * HOUR)


def test_recorded_demand_holds_every_attempt_so_further_ones_are_taken_out(found):
    offered, aht = np.array([100.0]), np.array([200.0])
    english = found.queues[0]
    model = queue_model(
        english, offered=offered, aht_seconds=aht, within_seconds=20, turnaround_seconds=None
    )
    assert model.offered[0] == pytest.approx(100 * (1 - english.retrials.of_contacts))
    assert model.retrial == Retrial(english.retrials.probability, english.retrials.after_seconds)
    slow = queue_model(
        english, offered=offered, aht_seconds=aht, within_seconds=20, turnaround_seconds=50.0
    )
    assert slow.aht_seconds[0] == 250
    usual = english.hours.overall
    assert slow.handle_cv * (usual + 50) == pytest.approx(model.handle_cv * usual)
