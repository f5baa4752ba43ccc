"""Plans of deferred work against linear programmes, and by hand where the answer is known."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from floorwalker.engines.staffing import DeferredPlan, spread_deferred

HOUR = 3600.0


def spread(arrivals: Any, *, due: float, **changes: Any) -> DeferredPlan:
    """Plan contacts that take an hour each in hours: agents and contacts are the same number."""
    return spread_deferred(
        arrivals, handle_seconds=HOUR, interval_seconds=HOUR, due_seconds=due * HOUR, **changes
    )


class Programme:
    """The same promise as a linear programme over explicit batches: how much of which, when."""

    def __init__(
        self,
        arrivals: list[float],
        *,
        due: int,
        agents_max: list[float],
        beside: list[float],
        backlog: list[float],
    ) -> None:
        n = len(arrivals)
        batches = [(0, j, contacts) for j, contacts in enumerate(backlog)]
        batches += [(j, j + due, contacts) for j, contacts in enumerate(arrivals)]
        self.n, self.beside = n, np.array(beside)
        # A variable for each batch and interval: how much of it is done then. What comes in during
        # an interval may be done from then on; its last contact is due `due` intervals later.
        self.cells = [(b, j) for b, (start, _, _) in enumerate(batches) for j in range(start, n)]
        self.done = np.zeros((n, len(self.cells)))
        self.whole = np.zeros((len(batches), len(self.cells)))
        self.in_time = np.zeros(len(self.cells), dtype=bool)
        for column, (b, j) in enumerate(self.cells):
            self.done[j, column] = 1
            self.whole[b, column] = 1
            self.in_time[column] = j <= batches[b][1]
        self.contacts = np.array([contacts for _, _, contacts in batches])
        self.last_due = np.array([last for _, last, _ in batches])
        self.capacity = np.array(agents_max)

    def open_late(self) -> float:
        """Return the least sum over boundaries of contacts that are past their due time."""
        whole = float(self.contacts @ np.maximum(self.n - self.last_due, 0))
        spared = [max(0, self.n - max(j, self.last_due[b])) for b, j in self.cells]
        solved = linprog(
            -np.array(spared, dtype=float),
            A_ub=np.vstack([self.whole, self.done]),
            b_ub=np.concatenate([self.contacts, self.capacity]),
        )
        assert solved.status == 0
        return whole + float(solved.fun)

    def top(self, count: int) -> float:
        """Return the least sum of the `count` busiest intervals when all is done in time."""
        columns = len(self.cells)
        cost = np.concatenate([np.zeros(columns), [count], np.ones(self.n)])
        above = np.hstack([self.done, -np.ones((self.n, 1)), -np.eye(self.n)])
        width = columns + 1 + self.n
        must = self.last_due < self.n
        equal = np.zeros((int(must.sum()), width))
        equal[:, :columns] = np.where(self.in_time, self.whole[must], 0)
        upper = np.zeros((len(self.contacts) + self.n, width))
        upper[: len(self.contacts), :columns] = self.whole
        upper[len(self.contacts) :, :columns] = self.done
        solved = linprog(
            cost,
            A_ub=np.vstack([above, upper]),
            b_ub=np.concatenate([-self.beside, self.contacts, self.capacity]),
            A_eq=equal if must.any() else None,
            b_eq=self.contacts[must] if must.any() else None,
            bounds=[(0, None)] * columns + [(None, None)] + [(0, None)] * self.n,
        )
        return float(solved.fun) if solved.status == 0 else np.nan


CASES = st.integers(1, 7).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            "arrivals": st.lists(st.integers(0, 9).map(float), min_size=n, max_size=n),
            "agents_max": st.lists(
                st.sampled_from([0.0, 2.0, 5.0, 9.0, 30.0]), min_size=n, max_size=n
            ),
            "beside": st.lists(st.sampled_from([0.0, 0.0, 1.0, 4.0]), min_size=n, max_size=n),
            "due": st.integers(1, 5),
            "backlog": st.lists(st.integers(0, 6).map(float), max_size=1),
        }
    )
)


@settings(max_examples=60, deadline=None)
@given(case=CASES)
def test_no_plan_has_calmer_busiest_intervals(case: dict[str, Any]) -> None:
    plan = spread(case["arrivals"], **{k: v for k, v in case.items() if k != "arrivals"})
    programme = Programme(**case)
    least = programme.top(1)
    if np.isnan(least):
        assert plan.overdue.sum() > 0
        return
    assert plan.overdue.sum() == 0
    busiest = np.sort(plan.agents + np.array(case["beside"]))[::-1]
    for count in range(1, len(busiest) + 1):
        assert busiest[:count].sum() == pytest.approx(programme.top(count), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(case=CASES)
def test_no_plan_has_less_overdue(case: dict[str, Any]) -> None:
    plan = spread(case["arrivals"], **{k: v for k, v in case.items() if k != "arrivals"})
    assert plan.overdue.sum() == pytest.approx(Programme(**case).open_late(), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(case=CASES, clear=st.booleans(), open_time=st.booleans())
def test_every_plan_keeps_the_books(case: dict[str, Any], clear: bool, open_time: bool) -> None:
    changes = {k: v for k, v in case.items() if k != "arrivals"}
    plan = spread(case["arrivals"], clear_at_end=clear, due_in_open_time=open_time, **changes)
    arrived = sum(case["backlog"]) + np.cumsum(case["arrivals"])
    assert (plan.handled >= 0).all()
    assert (plan.agents <= np.array(case["agents_max"]) + 1e-9).all()
    assert plan.backlog == pytest.approx(arrived - np.cumsum(plan.handled), abs=1e-9)
    assert (plan.overdue <= plan.backlog + 1e-9).all()
    assert (plan.carried >= 0).all()
    assert plan.carried.sum() == pytest.approx(plan.backlog[-1], abs=1e-9)
    assert plan.carried[0] >= plan.overdue[-1] - 1e-9


@settings(max_examples=60, deadline=None)
@given(case=CASES, at=st.integers(1, 6))
def test_what_is_carried_over_keeps_its_due_times(case: dict[str, Any], at: int) -> None:
    # Enough people for everything: the second grid can keep what the first one promised.
    changes = {"due": case["due"], "backlog": case["backlog"]}
    first = spread(case["arrivals"][:at], **changes)
    second = spread(case["arrivals"][at:], due=case["due"], backlog=first.carried)
    whole = spread(case["arrivals"], **changes)
    assert first.overdue.sum() + second.overdue.sum() == 0
    both = np.concatenate([first.handled, second.handled])
    assert both.sum() == pytest.approx(whole.handled.sum(), abs=1e-6)
    assert both.max(initial=0) >= whole.handled.max(initial=0) - 1e-9


def test_a_burst_is_spread_up_to_its_due_time() -> None:
    plan = spread([12, 0, 0, 0, 0, 0], due=3)
    assert plan.agents == pytest.approx([3, 3, 3, 3, 0, 0])
    assert plan.backlog == pytest.approx([9, 6, 3, 0, 0, 0])
    assert plan.carried.sum() == 0


def test_the_second_burst_makes_the_first_one_hurry() -> None:
    # 16 come in at hour 2 and must go in four hours, so the 4 before them go in two, not four.
    plan = spread([4, 0, 16, 0, 0, 0], due=3)
    assert plan.agents == pytest.approx([2, 2, 4, 4, 4, 4])


def test_closed_hours_are_left_out_and_due_times_can_wait_for_them() -> None:
    day: dict[str, Any] = {"agents_max": [9, 9, 0, 0, 9, 9]}
    on_the_clock = spread([4, 4, 2, 2, 0, 0], due=2, **day)
    assert on_the_clock.agents == pytest.approx([4, 4, 0, 0, 2, 2])
    in_open_time = spread([4, 4, 2, 2, 0, 0], due=2, due_in_open_time=True, **day)
    assert in_open_time.agents == pytest.approx([3, 3, 0, 0, 3, 3])
    assert in_open_time.overdue.sum() == on_the_clock.overdue.sum() == 0


def test_what_falls_due_while_the_centre_is_closed_is_told() -> None:
    plan = spread([4, 4, 2, 2, 0, 0], due=1, agents_max=[9, 9, 0, 0, 9, 9])
    assert plan.overdue == pytest.approx([0, 0, 0, 2, 0, 0])
    assert plan.agents == pytest.approx([4, 4, 0, 0, 4, 0])


def test_deferred_work_fills_the_valleys_between_calls() -> None:
    plan = spread([12, 0, 0, 0], due=3, beside=[5, 1, 1, 5])
    assert plan.agents == pytest.approx([1, 5, 5, 1])


def test_what_cannot_be_done_in_time_is_done_as_soon_as_possible_and_told() -> None:
    plan = spread([10, 0, 0, 0, 0], due=1, agents_max=3)
    assert plan.agents == pytest.approx([3, 3, 3, 1, 0])
    assert plan.overdue == pytest.approx([0, 4, 1, 0, 0])


def test_what_is_not_due_yet_may_wait_unless_all_must_be_cleared() -> None:
    waits = spread([0, 0, 6], due=4)
    assert (waits.agents.tolist(), waits.carried.tolist()) == ([0, 0, 0], [0, 0, 0, 6])
    cleared = spread([0, 0, 6], due=4, clear_at_end=True)
    assert (cleared.agents.tolist(), cleared.carried.tolist()) == ([0, 0, 6], [0, 0, 0, 0])


def test_contacts_become_people_by_their_handle_time() -> None:
    plan = spread_deferred(
        [30, 0],
        handle_seconds=240,
        interval_seconds=1800,
        due_seconds=3600,
        backlog=[10, 5],
        clear_at_end=True,
    )
    assert plan.handled == pytest.approx([22.5, 22.5])
    assert plan.agents == pytest.approx([3, 3])


def test_without_time_to_spare_work_is_done_as_it_comes() -> None:
    plan = spread([3, 0, 7, 1], due=0)
    assert plan.agents.tolist() == [3, 0, 7, 1]
    assert plan.overdue.sum() == 0


def test_nothing_to_do_needs_nobody() -> None:
    assert spread([0, 0], due=2).agents.tolist() == [0, 0]
    assert spread([], due=2).agents.tolist() == []


def test_a_month_of_half_hours_is_planned_at_once() -> None:
    day = np.concatenate([np.zeros(16), np.full(20, 30.0), np.full(12, 5.0)])
    month = np.tile(day, 31) * (1 + np.arange(31 * 48) % 7 / 10)
    staffed = np.tile(np.concatenate([np.zeros(16), np.full(20, np.inf), np.zeros(12)]), 31)
    plan = spread_deferred(
        month,
        handle_seconds=600,
        interval_seconds=1800,
        due_seconds=16 * 1800,
        agents_max=staffed,
        due_in_open_time=True,
    )
    assert plan.overdue.sum() == 0
    assert plan.agents.max() < 15  # 660 to 1,000 contacts a day in 20 half-hours of 3 each


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"handle_seconds": 0}, "handle_seconds"),
        ({"interval_seconds": -1}, "interval_seconds"),
        ({"due_seconds": np.nan}, "due_seconds"),
        ({"arrivals": [[1.0]]}, "one number for each interval"),
        ({"arrivals": [-1.0]}, "arrivals"),
        ({"agents_max": [1.0, 2.0]}, "agents_max"),
        ({"agents_max": -1.0}, "agents_max"),
        ({"beside": np.inf}, "beside"),
        ({"backlog": [0, 0, 1]}, "due after 2 intervals"),
    ],
)
def test_an_impossible_question_is_refused(changes: dict[str, Any], word: str) -> None:
    usual: dict[str, Any] = {
        "arrivals": [1.0],
        "handle_seconds": 60,
        "interval_seconds": 1800,
        "due_seconds": 3600,
    }
    with pytest.raises(ValueError, match=word):
        spread_deferred(**(usual | changes))
