"""The graph whose paths are exactly the weeks that keep an agent's rules.

A state, at midnight before a day, is (shifts still allowed, days worked in a row, paid slots so
far, first slot of the day at which rest is over). Only states that can be reached and from which
the week can be finished are kept, so the kernel walks no dead ends. States that differ in nothing
that can still matter are made one:
- shifts still allowed never exceed the days left;
- a run of days that cannot reach its limit any more counts as none;
- the end of rest moves up to the next possible start.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster._kernels import WeekGraph
from floorwalker.engines.roster._options import Options

STATES_MAX = 400_000  # a day; real contracts need a few thousand

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """The rules about the week as a whole, in grid slots and days."""

    paid_min: int
    paid_max: int
    shifts_max: int
    run_max: int
    rest: int
    released_at: int
    run: int


@dataclass(frozen=True)
class _Cells:
    """Where the options of one day lead, by rest class (row) and by paid time and release (column).

    A row stands for the states whose rest ends at `bounds[row]`; -1 is an impossible cell.
    """

    bounds: Ints
    paid: Ints
    released_at: Ints
    table: Ints


@dataclass(frozen=True)
class _Layer:
    """Edges out of the states of one day: numbers of source, cell and next day's state."""

    source: Ints
    cell: Ints
    target: Ints
    states: int


def build_week_graph(
    options: Options, limits: Limits, *, days: int, day_slots: int
) -> WeekGraph | None:
    """Build the graph, or return None when no week keeps the rules."""
    cells, option_cell, cell_next = _all_cells(options, limits, days=days, day_slots=day_slots)
    paid_most = [int(each.paid.max(initial=0)) for each in cells]
    states = np.array([[limits.shifts_max, limits.run, 0, limits.released_at]], dtype=np.int64)
    states = _canonical(states, 0, limits, options, days=days, day_slots=day_slots)
    layers: list[_Layer] = []
    for day in range(days):
        must_work = bool(options.must_work[day])
        source, cell, after = _step(states, cells[day], day_slots=day_slots, must_work=must_work)
        after = _canonical(after, day + 1, limits, options, days=days, day_slots=day_slots)
        reach = after[:, 2] + after[:, 0] * max(paid_most[day + 1 :], default=0)
        if day == days - 1:
            reach = after[:, 2]
        keep = (after[:, 2] <= limits.paid_max) & (reach >= limits.paid_min)
        keep &= after[:, 1] <= limits.run_max
        if day == days - 1:
            after[:, 2] = 0  # all that is left to know of a finished week is that it is finished
        states, target = _distinct(after[keep])
        if not len(states):
            return None
        if len(states) > STATES_MAX:
            raise MemoryError("too many different weeks for one agent")
        layers.append(_Layer(source[keep], cell[keep], target, len(states)))
    return _assemble(layers, options, option_cell, cell_next)


def _step(
    states: Ints, cells: _Cells, *, day_slots: int, must_work: bool
) -> tuple[Ints, Ints, Ints]:
    """All moves from these states over one day: source, cell, state the next midnight."""
    row = np.searchsorted(cells.bounds, states[:, 3])
    can_work = (states[:, 0] > 0) & (row < len(cells.bounds))
    reachable = cells.table[np.minimum(row, len(cells.bounds) - 1)]
    source, column = np.nonzero((reachable >= 0) & can_work[:, None])
    worked = states[source]
    worked[:, 0] -= 1
    worked[:, 1] += 1
    worked[:, 2] += cells.paid[column]
    worked[:, 3] = cells.released_at[column]
    cell = reachable[source, column]
    if must_work:
        return source, cell, worked
    rested = states.copy()
    rested[:, 1] = 0
    rested[:, 3] = np.maximum(0, states[:, 3] - day_slots)
    off = np.zeros(len(states), dtype=np.int64)
    sources = np.concatenate([np.arange(len(states)), source])
    return sources, np.concatenate([off, cell]), np.concatenate([rested, worked])


def _canonical(
    states: Ints, day: int, limits: Limits, options: Options, *, days: int, day_slots: int
) -> Ints:
    """Make states alike that differ in nothing that can still matter from `day` on."""
    left = days - day
    states = states.copy()
    states[:, 0] = np.minimum(states[:, 0], left)
    states[states[:, 1] + left <= limits.run_max, 1] = 0
    states[:, 3] = _released(day, states[:, 3], options, day_slots) if left else 0
    return states


def _released(day: int, at: Ints, options: Options, day_slots: int) -> Ints:
    """The first possible start of `day` once rest is over; beyond the day when there is none."""
    starts = np.unique(options.start[options.day == day]) - day * day_slots
    place = np.searchsorted(starts, at)
    padded = np.append(starts, 0)
    later = np.where(place < len(starts), padded[place], np.maximum(at, day_slots))
    result: Ints = np.where((place == 0) & (at < day_slots), 0, later)
    return result


def _distinct(states: Ints) -> tuple[Ints, Ints]:
    """The different rows, and for each row its number among them."""
    key = np.zeros(len(states), dtype=np.int64)
    for column in states.T:
        key = key * (int(column.max(initial=0)) + 1) + column
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return states[first], number


def _all_cells(
    options: Options, limits: Limits, *, days: int, day_slots: int
) -> tuple[list[_Cells], Ints, Ints]:
    """Group the options of each day into cells; cell 0 is the day off."""
    option_cell = np.zeros(len(options.day), dtype=np.int64)
    cell_next = [np.array([-1])]
    result, offset = [], 1
    for day in range(days):
        midnight = day * day_slots
        here = np.flatnonzero(options.day == day)
        earlier = options.end[options.day < day] + limits.rest - midnight
        releases = np.concatenate([[0, max(0, limits.released_at - midnight)], earlier])
        bounds = np.unique(_released(day, np.maximum(0, releases), options, day_slots))
        bounds = bounds[bounds < day_slots]
        rest_class = np.searchsorted(bounds, options.start[here] - midnight, side="right") - 1
        released_at = np.maximum(0, options.end[here] + limits.rest - midnight - day_slots)
        if day + 1 < days:
            released_at = _released(day + 1, released_at, options, day_slots)
        else:
            released_at = np.zeros_like(released_at)
        columns, column = _distinct(np.stack([options.paid[here], released_at], axis=1))
        chains, chain = _distinct(np.stack([column, rest_class], axis=1))
        option_cell[here] = offset + chain
        goes_on = np.append(chains[1:, 0] == chains[:-1, 0], False)[: len(chains)]
        cell_next.append(np.where(goes_on, offset + 1 + np.arange(len(chains)), -1))
        table = np.full((len(bounds), len(columns)), -1, dtype=np.int64)
        for number, (col, row) in reversed(list(enumerate(chains))):
            table[: row + 1, col] = offset + number
        result.append(_Cells(bounds, columns[:, 0], columns[:, 1], table))
        offset += len(chains)
    return result, option_cell, np.concatenate(cell_next)


def _assemble(
    layers: list[_Layer], options: Options, option_cell: Ints, cell_next: Ints
) -> WeekGraph | None:
    """Drop the states from which the week cannot be finished; number the rest in time order."""
    counts = [1] + [layer.states for layer in layers]
    alive = np.ones(counts[-1], dtype=np.bool_)
    kept: list[_Layer] = []
    numbers: list[Ints] = [np.arange(counts[-1])]
    for layer, count in zip(reversed(layers), reversed(counts[:-1]), strict=True):
        useful = alive[layer.target]
        kept.append(_Layer(layer.source[useful], layer.cell[useful], layer.target[useful], count))
        alive = np.zeros(count, dtype=np.bool_)
        alive[kept[-1].source] = True
        numbers.append(np.cumsum(alive) - 1)
    if not alive[0]:
        return None
    kept.reverse()
    numbers.reverse()
    sizes = [1] + [int(numbers[day + 1][-1]) + 1 for day in range(len(layers))]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    sources, cells, targets = [], [], []
    for day, layer in enumerate(kept):
        sources.append(offsets[day] + numbers[day][layer.source])
        cells.append(layer.cell)
        targets.append(offsets[day + 1] + numbers[day + 1][layer.target])
    source = np.concatenate(sources)
    order = np.argsort(source, kind="stable")
    degree = np.bincount(source, minlength=int(offsets[-1]))
    return WeekGraph(
        option_start=options.start,
        option_shape=options.shape,
        option_cell=option_cell,
        option_cost=options.cost,
        cell_next=cell_next,
        edge_pointer=np.concatenate([[0], np.cumsum(degree)]),
        edge_cell=np.concatenate(cells)[order].astype(np.int32),
        edge_target=np.concatenate(targets)[order].astype(np.int32),
    )
