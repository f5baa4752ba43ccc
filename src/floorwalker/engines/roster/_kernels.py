"""The exact best week of one agent at given prices (compiled when numba is installed).

Inner programme: for each possible shift, the best places of its breaks, each in its own window,
in order. Outer programme: the best path through the agent's week graph, whose every path is a
week that keeps the agent's rules (see `_week_graph`). Both are plain dynamic programming, after
the pricing problems of Dantzig-Wolfe shift scheduling (e.g. Côté, Gendron & Rousseau 2011).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from floorwalker.engines.compiled import compiled

IMPOSSIBLE = -1e18
WAIT = 1


class Shapes(NamedTuple):
    """Kinds of shift: length and break windows in grid slots, breaks from pointer to pointer."""

    slots: NDArray[np.int64]
    break_pointer: NDArray[np.int64]
    break_slots: NDArray[np.int64]
    break_earliest: NDArray[np.int64]
    break_latest: NDArray[np.int64]
    apart: NDArray[np.int64]


class WeekGraph(NamedTuple):
    """One agent's possible shifts ("options") and the paths through the week.

    Options that lead to the same place share a cell; cell 0 is a day off, cell `WAIT` leads to a
    state of the same day from which only later shifts leave. States are ordered in time: state 0 is
    the start, the last state is the end, every edge leads forward.
    """

    option_start: NDArray[np.int64]
    option_shape: NDArray[np.int64]
    option_cell: NDArray[np.int64]
    option_cost: NDArray[np.float64]
    cells: int
    edge_pointer: NDArray[np.int64]
    edge_cell: NDArray[np.int32]
    edge_target: NDArray[np.int32]


@compiled
def fill_break_losses(
    prefix: NDArray[np.float64],
    start: int,
    shape: int,
    shapes: Shapes,
    losses: NDArray[np.float64],
) -> float:
    """Least worth lost to breaks; losses[j, w] is that of breaks 0..j with j at or before w."""
    first, last = shapes.break_pointer[shape], shapes.break_pointer[shape + 1]
    least = 0.0
    for j in range(first, last):
        slots = shapes.break_slots[j]
        earliest, latest = shapes.break_earliest[j], shapes.break_latest[j]
        least = 1e18
        for w in range(earliest, latest + 1):
            loss = prefix[start + w + slots] - prefix[start + w]
            if j > first:
                before = w - shapes.apart[shape] - shapes.break_slots[j - 1]
                before = min(before, shapes.break_latest[j - 1])
                before -= shapes.break_earliest[j - 1]
                loss = loss + losses[j - 1 - first, before] if before >= 0 else 1e18
            least = min(least, loss)
            losses[j - first, w - earliest] = least
    return least


@compiled
def read_break_starts(
    shape: int, shapes: Shapes, losses: NDArray[np.float64], starts: NDArray[np.int64]
) -> None:
    """Read the best break starts (slots after the shift's start) out of `losses`."""
    first, last = shapes.break_pointer[shape], shapes.break_pointer[shape + 1]
    limit = 0
    for back in range(last - first):
        j = last - 1 - back
        earliest, latest = shapes.break_earliest[j], shapes.break_latest[j]
        if back > 0:
            latest = min(latest, limit - shapes.apart[shape] - shapes.break_slots[j])
        w = latest - earliest
        while w > 0 and losses[j - first, w - 1] == losses[j - first, w]:
            w -= 1
        starts[j - first] = w + earliest
        limit = w + earliest


@compiled
def best_week(
    prices: NDArray[np.float64],
    graph: WeekGraph,
    shapes: Shapes,
    picked: NDArray[np.int64],
    break_starts: NDArray[np.int64],
    presence: NDArray[np.float64],
) -> float:
    """Fill in the week of greatest worth at these prices and return its worth less its cost.

    Args:
        prices: Worth of one slot of this agent's work, for each slot and the night after.
        graph: The agent's week graph.
        shapes: All kinds of shift.
        picked: Filled with one option for each day, -1 for a day off.
        break_starts: Filled, shape (days, most breaks), slots after the shift's start.
        presence: Filled with 1 where the agent works, else 0.

    Returns:
        Sum of prices over the worked slots less the costs of the options.
    """
    slots = prices.shape[0]
    prefix = np.zeros(slots + 1)
    for t in range(slots):
        prefix[t + 1] = prefix[t] + prices[t]
    losses = np.zeros((break_starts.shape[1], slots))

    cell_worth = np.full(graph.cells, IMPOSSIBLE)
    cell_option = np.full(graph.cells, -1)
    cell_worth[: WAIT + 1] = 0.0
    for o in range(graph.option_start.shape[0]):
        start, shape = graph.option_start[o], graph.option_shape[o]
        worth = prefix[start + shapes.slots[shape]] - prefix[start] - graph.option_cost[o]
        worth -= fill_break_losses(prefix, start, shape, shapes, losses)
        if worth > cell_worth[graph.option_cell[o]]:
            cell_worth[graph.option_cell[o]] = worth
            cell_option[graph.option_cell[o]] = o

    states = graph.edge_pointer.shape[0] - 1
    state_worth = np.zeros(states)
    state_edge = np.full(states, -1)
    for back in range(1, states):
        s = states - 1 - back
        best = IMPOSSIBLE
        for e in range(graph.edge_pointer[s], graph.edge_pointer[s + 1]):
            worth = cell_worth[graph.edge_cell[e]] + state_worth[graph.edge_target[e]]
            if worth > best:
                best = worth
                state_edge[s] = e
        state_worth[s] = best

    presence[:] = 0.0
    state = 0
    for day in range(picked.shape[0]):
        edge = state_edge[state]
        while graph.edge_cell[edge] == WAIT:
            edge = state_edge[graph.edge_target[edge]]
        o = cell_option[graph.edge_cell[edge]]
        state = graph.edge_target[edge]
        picked[day] = o
        if o >= 0:
            start, shape = graph.option_start[o], graph.option_shape[o]
            fill_break_losses(prefix, start, shape, shapes, losses)
            read_break_starts(shape, shapes, losses, break_starts[day])
            presence[start : start + shapes.slots[shape]] = 1.0
            first = shapes.break_pointer[shape]
            for j in range(first, shapes.break_pointer[shape + 1]):
                pause = start + break_starts[day, j - first]
                presence[pause : pause + shapes.break_slots[j]] = 0.0
    return float(state_worth[0])
