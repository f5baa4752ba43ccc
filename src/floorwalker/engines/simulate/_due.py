"""What is due: moments with a code each, the earliest first, of equal moments the lowest code.

Compiled, a binary heap in two arrays. In plain Python the pairs of `heapq`, which is written in C,
are several times faster; `PLAIN` names what stands in for what. Both give out the same order.
"""

import heapq
import operator
from typing import Any

import numpy as np

from floorwalker.engines.compiled import compiled, inlined


@compiled
def slots(count: int, value: Any) -> Any:
    """Return room for so many values, all alike."""
    return np.full(count, value)


@compiled
def nothing_due(capacity: int) -> Any:
    """Return an empty heap: moments, codes, how many there are; entries begin at 1."""
    return np.empty(capacity + 1), np.empty(capacity + 1, np.int64), np.zeros(1, np.int64)


@inlined
def first_due(due: Any) -> Any:
    """Return the first moment with its code, and leave it."""
    return due[0][1], due[1][1]


@inlined
def add_due(due: Any, entry: Any) -> None:
    """Add a moment with its code."""
    moments, codes, size = due
    moment, code = entry
    size[0] += 1
    place = size[0]
    while place > 1:
        above = place >> 1
        if moments[above] < moment or (moments[above] == moment and codes[above] < code):
            break
        moments[place], codes[place] = moments[above], codes[above]
        place = above
    moments[place], codes[place] = moment, code


@inlined
def drop_first(due: Any) -> None:
    """Take the first moment away."""
    moments, codes, size = due
    last = size[0]
    moment, code = moments[last], codes[last]
    size[0] -= 1
    place, below = 1, 2
    while below < last:
        beside = below + 1
        if beside < last and (
            moments[beside] < moments[below]
            or (moments[beside] == moments[below] and codes[beside] < codes[below])
        ):
            below = beside
        if moment < moments[below] or (moment == moments[below] and code < codes[below]):
            break
        moments[place], codes[place] = moments[below], codes[below]
        place, below = below, 2 * below
    moments[place], codes[place] = moment, code


def _list_of(count: int, value: Any) -> list[Any]:
    return [value] * count


def _empty_list(_capacity: int) -> list[tuple[float, int]]:
    return []


PLAIN = {
    "slots": _list_of,
    "nothing_due": _empty_list,
    "first_due": operator.itemgetter(0),
    "add_due": heapq.heappush,
    "drop_first": heapq.heappop,
}
