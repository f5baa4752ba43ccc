"""One switch between compiled and plain Python.

With the `fast` extra installed, `compiled` turns a numeric function into machine code (numba);
without it, the very same function runs as plain Python, slower and with identical results.
"""

from collections.abc import Callable
from typing import TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])

try:
    import numba

    IS_COMPILED = True
except ImportError:  # the `fast` extra is not installed
    IS_COMPILED = False


def compiled(function: Function) -> Function:
    """Return `function` compiled (cached on disk) when numba is installed, else as it is."""
    if not IS_COMPILED:
        return function
    return cast("Function", numba.njit(cache=True)(function))


def inlined(function: Function) -> Function:
    """Return `function` compiled into those who call it; for short steps of a hot loop.

    Left to itself the compiler passes every array in seven parts, which costs more than the step.
    """
    if not IS_COMPILED:
        return function
    return cast("Function", numba.njit(inline="always")(function))
