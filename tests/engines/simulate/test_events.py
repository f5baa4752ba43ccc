"""The event loop on days small enough to follow by hand."""

import math

import numpy as np
import pytest
from tests.engines.simulate.builders import agent, centre, contacts, queue

from floorwalker.engines.simulate import Agent, Centre, Contacts, counts_of, roster_of, trace

NEVER = math.inf
HOUR = [1.0] * 6


@pytest.fixture(params=["plain", "compiled"])
def plain(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "plain")


def played(
    agents: list[Agent], happening: Contacts, *, plain: bool, queues: int = 1
) -> list[tuple[float | None, int]]:
    """Return (answered at, by whom) per contact, and check the counts add up."""
    place = centre(*(queue(offered=HOUR) for _ in range(queues)), agents=agents)
    happened = trace(happening, roster=roster_of(place), centre=place, plain=plain)
    return [
        (None if math.isnan(at) else at, by)
        for at, by in zip(happened.answered_at.tolist(), happened.answered_by.tolist(), strict=True)
    ]


def test_contacts_are_answered_in_order_of_arrival(plain: bool) -> None:
    day = contacts((10, 0, 100, NEVER), (20, 0, 50, NEVER), (30, 0, 50, NEVER))
    assert played([agent("Ben", (0, 3600))], day, plain=plain) == [(10, 0), (110, 0), (160, 0)]


def test_a_caller_whose_patience_ends_is_not_answered(plain: bool) -> None:
    day = contacts((10, 0, 100, NEVER), (20, 0, 50, 110), (30, 0, 50, 111))
    assert played([agent("Ben", (0, 3600))], day, plain=plain) == [
        (10, 0),
        (None, -1),
        (110, 0),
    ]


def test_the_person_idle_longest_answers(plain: bool) -> None:
    day = contacts((10, 0, 5, NEVER), (20, 0, 500, NEVER), (30, 0, 5, NEVER))
    pair = [agent("Ben", (0, 3600)), agent("Cleo", (0, 3600))]
    assert [by for _, by in played(pair, day, plain=plain)] == [0, 1, 0]


def test_a_contact_in_progress_is_finished_before_the_break(plain: bool) -> None:
    day = contacts((90, 0, 50, NEVER), (95, 0, 10, NEVER))
    assert played([agent("Ben", (0, 100), (200, 3600))], day, plain=plain) == [
        (90, 0),
        (200, 0),
    ]


def test_a_contact_that_outlasts_the_break_delays_the_return(plain: bool) -> None:
    day = contacts((90, 0, 250, NEVER), (95, 0, 10, NEVER))
    assert played([agent("Ben", (0, 100), (200, 3600))], day, plain=plain) == [
        (90, 0),
        (340, 0),
    ]


def test_nobody_off_duty_is_asked(plain: bool) -> None:
    day = contacts((50, 0, 10, 60), (150, 0, 10, NEVER), (3500, 0, 10, NEVER))
    assert played([agent("Ben", (100, 3000))], day, plain=plain) == [
        (None, -1),
        (150, 0),
        (None, -1),
    ]


def test_a_person_going_on_break_leaves_the_middle_of_the_line(plain: bool) -> None:
    three = [agent("Ben", (0, 3600)), agent("Cleo", (0, 15)), agent("Dan", (0, 3600))]
    day = contacts((20, 0, 99, NEVER), (21, 0, 99, NEVER), (22, 0, 99, NEVER))
    assert played(three, day, plain=plain) == [(20, 0), (21, 2), (119, 0)]


def test_only_people_with_the_skill_answer(plain: bool) -> None:
    both = [agent("Ben", (0, 3600)), agent("Cleo", (0, 3600), queues=(1,))]
    day = contacts((10, 1, 50, NEVER), (11, 1, 50, NEVER), (12, 0, 50, NEVER))
    assert played(both, day, plain=plain, queues=2) == [(10, 1), (60, 1), (12, 0)]


def test_the_more_urgent_queue_is_taken_first_though_it_waited_less(plain: bool) -> None:
    day = contacts((10, 0, 100, NEVER), (20, 1, 10, NEVER), (30, 0, 10, NEVER))
    ben = agent("Ben", (0, 3600), queues=(0, 1))
    assert played([ben], day, plain=plain, queues=2) == [(10, 0), (120, 0), (110, 0)]


def test_specialists_are_asked_before_generalists(plain: bool) -> None:
    team = [agent("Ben", (0, 3600), queues=(0, 1)), agent("Cleo", (0, 3600), queues=(0,))]
    assert played(team, contacts((10, 0, 50, NEVER)), plain=plain, queues=2) == [(10, 1)]


def test_no_contact_is_answered_without_agents(plain: bool) -> None:
    assert played([], contacts((10, 0, 50, NEVER)), plain=plain) == [(None, -1)]


def test_time_is_booked_when_it_passes_and_contacts_where_they_arrive() -> None:
    place = centre(queue(offered=HOUR), agents=[agent("Ben", (0, 700), (1300, 3600))])
    day = contacts((590, 0, 200, NEVER), (595, 0, 10, 1000), (1250, 0, 100, NEVER))
    roster = roster_of(place)
    happened = trace(day, roster=roster, centre=place)
    counts = counts_of(happened, contacts=day, roster=roster, centre=place)
    assert counts.offered[0].tolist() == [2, 0, 1, 0, 0, 0]
    assert counts.answered[0].tolist() == [1, 0, 1, 0, 0, 0]
    assert counts.answered_within[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert counts.abandoned[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert counts.wait_seconds[0].tolist() == [0, 0, 50, 0, 0, 0]
    assert counts.busy_seconds[0].tolist() == [10, 190, 100, 0, 0, 0]
    # 700 to 790 is past the block and still work.
    assert counts.staffed_seconds[0].tolist() == [600, 190, 500, 600, 600, 600]


def test_whoever_still_waits_at_the_end_is_neither_answered_nor_abandoned() -> None:
    place = centre(queue(offered=HOUR), agents=[])
    day = contacts((10, 0, 9, 3000), (20, 0, 9, 3700), (30, 0, 9, NEVER))
    roster = roster_of(place)
    happened = trace(day, roster=roster, centre=place)
    counts = counts_of(happened, contacts=day, roster=roster, centre=place)
    assert (counts.offered[0].sum(), counts.answered[0].sum(), counts.abandoned[0].sum()) == (
        3,
        0,
        1,
    )


def test_overlapping_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="blocks must be in order"):
        centre(queue(offered=HOUR), agents=[agent("Ben", (0, 100), (50, 200))])


def test_a_skill_outside_the_queues_is_refused() -> None:
    with pytest.raises(ValueError, match="queue index"):
        centre(queue(offered=HOUR), agents=[agent("Ben", (0, 100), queues=(1,))])


def test_demand_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="aht_seconds must hold 6"):
        Centre(
            queues=(queue(offered=HOUR, aht_seconds=np.ones(5)),),
            agents=(),
            interval_seconds=600,
            day_of_interval=np.zeros(6, dtype=np.int64),
        )
