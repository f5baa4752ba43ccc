"""The graph whose paths are exactly the weeks that keep an agent's rules.

A state, at midnight before a day, is (shifts still allowed, days worked in a row, paid slots so
far, first slot of the day at which rest is over). Only states that can be reached and from which
the week can be finished are kept, so the kernel walks no dead ends. States that differ in nothing
that can still matter are made one:
- shifts still allowed never exceed the days left;
- a run of days that cannot reach its limit any more counts as none;
- the end of rest moves up to the next possible start.

Within a day, states that differ only in the end of rest form a chain: a state may wait and become
the next one, so that each shift leaves from one state of the chain only.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.roster._kernels import WAIT, WeekGraph
from floorwalker.engines.roster._options import Options

EDGES_MAX = 6_000_000  # real contracts need ten thousand to a few hundred thousand

Ints = NDArray[np.int64]


class TooManyWeeksError(Exception):
    """The rules leave so many different weeks that their graph would not fit in memory."""


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
    """Where the options of one day lead; options that lead to the same place are one cell.

    `bounds` are the ends of rest that states of the day can have; a cell leaves from the state
    whose rest ends at `bounds[row]`, the last bound at or before its options' starts.
    """

    bounds: Ints
    number: Ints
    row: Ints
    paid: Ints
    released_at: Ints


@dataclass(frozen=True)
class _Layer:
    """The states of one day and the edges to the next day's, by number within their day.

    `chain` tells which states differ only in the end of rest; they are neighbours, in order.
    """

    chain: Ints
    source: Ints
    cell: Ints
    target: Ints


def build_week_graph(
    options: Options, limits: Limits, *, days: int, day_slots: int
) -> WeekGraph | None:
    """Build the graph, or return None when no week keeps the rules."""
    cells, option_cell, cell_count = _all_cells(options, limits, days=days, day_slots=day_slots)
    paid_most = [int(each.paid.max(initial=0)) for each in cells]
    start = np.array([[limits.shifts_max, limits.run, 0, limits.released_at]], dtype=np.int64)
    states = _canonical(start, 0, limits, options, days=days, day_slots=day_slots)
    layers: list[_Layer] = []
    edges = 0
    for day in range(days):
        states, chain, entry = _chained(states, cells[day].bounds)
        if layers:
            layers[-1] = replace(layers[-1], target=entry[layers[-1].target])
        must_work = bool(options.must_work[day])
        source, cell, after = _step(states, cells[day], day_slots=day_slots, must_work=must_work)
        after = _canonical(after, day + 1, limits, options, days=days, day_slots=day_slots)
        reach = after[:, 2] + after[:, 0] * max(paid_most[day + 1 :], default=0)
        keep = (after[:, 2] <= limits.paid_max) & (reach >= limits.paid_min)
        keep &= after[:, 1] <= limits.run_max
        if day == days - 1:
            after[:, 2] = 0  # all that is left to know of a finished week is that it is finished
        states, target = _distinct(after[keep])
        if not len(states):
            return None
        edges += len(target)
        if edges > EDGES_MAX:
            raise TooManyWeeksError
        layers.append(_Layer(chain, source[keep], cell[keep], target))
    return _assemble(layers, options, option_cell, cell_count)


def _chained(states: Ints, bounds: Ints) -> tuple[Ints, Ints, Ints]:
    """Add, behind each state, those it can become by waiting for a later bound.

    Returns:
        The states; the number of each one's chain; the place of each given state among them.
    """
    row = np.searchsorted(bounds, states[:, 3])
    keys = np.column_stack([states[:, :3], np.where(row < len(bounds), 0, states[:, 3])])
    unique, chain = _distinct(keys)
    first = np.full(len(unique), len(bounds))
    np.minimum.at(first, chain, row)
    length = np.maximum(1, len(bounds) - first)
    begin = np.cumsum(length) - length
    chains = np.repeat(np.arange(len(unique)), length)
    step = np.arange(len(chains)) - begin[chains]
    result = unique[chains]
    waits = first[chains] < len(bounds)
    result[waits, 3] = bounds[(first[chains] + step)[waits]]
    entry = begin[chain] + np.where(row < len(bounds), row - first[chain], 0)
    return result, chains, entry


def _step(
    states: Ints, cells: _Cells, *, day_slots: int, must_work: bool
) -> tuple[Ints, Ints, Ints]:
    """All moves from these states over one day: source, cell, state the next midnight."""
    row = np.searchsorted(cells.bounds, states[:, 3])
    begin = np.searchsorted(cells.row, row, side="left")
    count = np.searchsorted(cells.row, row, side="right") - begin
    count[(states[:, 0] <= 0) | (row >= len(cells.bounds))] = 0
    source = np.repeat(np.arange(len(states)), count)
    place = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count) + begin[source]
    worked = states[source]
    worked[:, 0] -= 1
    worked[:, 1] += 1
    worked[:, 2] += cells.paid[place]
    worked[:, 3] = cells.released_at[place]
    cell = cells.number[place]
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
) -> tuple[list[_Cells], Ints, int]:
    """Group the options of each day into cells: the days, each option's cell, how many cells."""
    option_cell = np.zeros(len(options.day), dtype=np.int64)
    result, offset = [], WAIT + 1
    for day in range(days):
        midnight = day * day_slots
        here = np.flatnonzero(options.day == day)
        earlier = options.end[options.day < day] + limits.rest - midnight
        releases = np.concatenate([[0, max(0, limits.released_at - midnight)], earlier])
        bounds = np.unique(_released(day, np.maximum(0, releases), options, day_slots))
        bounds = bounds[bounds < day_slots]
        row = np.searchsorted(bounds, options.start[here] - midnight, side="right") - 1
        released_at = np.maximum(0, options.end[here] + limits.rest - midnight - day_slots)
        if day + 1 < days:
            released_at = _released(day + 1, released_at, options, day_slots)
        else:
            released_at = np.zeros_like(released_at)
        columns, cell = _distinct(np.column_stack([row, options.paid[here], released_at]))
        option_cell[here] = offset + cell
        number = offset + np.arange(len(columns))
        result.append(_Cells(bounds, number, columns[:, 0], columns[:, 1], columns[:, 2]))
        offset += len(columns)
    return result, option_cell, offset


def _assemble(
    layers: list[_Layer], options: Options, option_cell: Ints, cell_count: int
) -> WeekGraph | None:
    """Drop the states from which the week cannot be finished; number the rest in time order."""
    alive = np.ones(1, dtype=np.bool_)
    number = np.zeros(1, dtype=np.int64)
    edges: list[tuple[Ints, Ints, Ints]] = []  # source, cell, target: each counted from the end
    after, total = 0, 1  # how many states lie behind the next day, and behind this one
    for layer in reversed(layers):
        useful = alive[layer.target]
        source, cell = layer.source[useful], layer.cell[useful]
        target = after + number[layer.target[useful]]
        alive, waits = _alive(layer.chain, source)
        count = int(alive.sum())
        number = count - np.cumsum(alive)
        after, total = total, total + count
        edges.append((after + number[source], cell, target))
        wait = np.full(len(waits), WAIT)
        edges.append((after + number[waits], wait, after + number[waits + 1]))
    if not alive[0]:
        return None
    source, cell, target = (np.concatenate(parts) for parts in zip(*edges, strict=True))
    source, target = total - 1 - source, total - 1 - target
    order = np.argsort(source, kind="stable")
    degree = np.bincount(source, minlength=total)
    return WeekGraph(
        option_start=options.start,
        option_shape=options.shape,
        option_cell=option_cell,
        option_cost=options.cost,
        cells=cell_count,
        edge_pointer=np.concatenate([[0], np.cumsum(degree)]),
        edge_cell=cell[order].astype(np.int32),
        edge_target=target[order].astype(np.int32),
    )


def _alive(chain: Ints, source: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Which states lead on, by an edge of their own or by waiting; and which ones may wait."""
    place = np.arange(len(chain))
    last = np.full(len(chain), -1)
    np.maximum.at(last, chain[source], source)
    alive = place <= last[chain]
    waits = np.flatnonzero(place < last[chain])
    return alive, waits
