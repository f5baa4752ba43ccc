"""Replications side by side: on the cores of this machine, or where joblib can send them.

What is short stays in this process: starting others takes a second or two. Results come in order
and are the same however many processes there are.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any, TypeVar

from floorwalker.foundation.child_process import end_with
from floorwalker.foundation.errors import SetupError

Played = TypeVar("Played")

BACKENDS = ("loky", "dask", "ray")
LOOK_SECONDS = 0.5
"""How long we play before we tell how long the rest will take."""
WORTH_SECONDS = 10.0
"""What must be left for other processes to pay; two took 1.3 to 4 s to start when measured."""
TASK_SECONDS = 0.5
"""What is sent to a process at a time; less would cost more to send than to play."""
TASKS_AT_A_TIME = 2
"""Tasks of each process between two looks at progress and stopping."""


@dataclass(frozen=True)
class Cores:
    """How replications are spread; used like `map`.

    Attributes:
        backend: of joblib: `loky` for processes of this machine, `dask`, `ray`.
        processes: how many play at most; 1 for this one alone.
        worth_seconds: the least time left for which others are started.
    """

    backend: str = "loky"
    processes: int = 1
    worth_seconds: float = WORTH_SECONDS

    def __call__(self, play: Callable[[int], Played], numbers: Iterable[int]) -> Iterator[Played]:
        """Yield what `play` gives for each number, in order."""
        every = list(numbers)
        began = monotonic()
        for done, number in enumerate(every):
            seconds = monotonic() - began
            if done and self._pays(seconds, done=done, left=len(every) - done):
                fair_share = -(-(len(every) - done) // self.processes)
                size = min(fair_share, max(1, round(TASK_SECONDS * done / seconds)))
                yield from self._side_by_side(play, every[done:], size=size)
                return
            yield play(number)

    def _pays(self, seconds: float, *, done: int, left: int) -> bool:
        if self.processes == 1:
            return False
        look = min(LOOK_SECONDS, self.worth_seconds)
        return seconds >= look and seconds / done * left >= self.worth_seconds

    def _side_by_side(
        self, play: Callable[[int], Played], numbers: list[int], *, size: int
    ) -> Iterator[Played]:
        import joblib

        tasks = [numbers[first : first + size] for first in range(0, len(numbers), size)]
        chunk = TASKS_AT_A_TIME * self.processes
        with joblib.Parallel(
            n_jobs=self.processes, batch_size=1, max_nbytes=None, **_prepared(self.backend)
        ) as pool:
            for first in range(0, len(tasks), chunk):
                played = pool(joblib.delayed(_each)(play, t) for t in tasks[first : first + chunk])
                for results in played:
                    yield from results


def _each(play: Callable[[int], Played], numbers: list[int]) -> list[Played]:
    return [play(number) for number in numbers]


def _prepared(backend: str) -> dict[str, Any]:
    """Return joblib's arguments, after what the backend wants before."""
    if backend == "loky":  # also when we are killed with `kill -9`, nobody goes on playing
        ending = (os.getpid(), signal.SIGKILL)
        return {"backend": backend, "initializer": end_with, "initargs": ending}
    try:
        if backend == "dask":
            import_module("distributed").Client()  # the scheduler that DASK_SCHEDULER_ADDRESS names
        else:
            import_module("ray.util.joblib").register_ray()
    except ImportError:
        raise SetupError(
            f"the package of {backend} is not installed: install it beside Floorwalker, "
            "or choose loky.",
            where="FLOORWALKER_PARALLEL",
        ) from None
    return {"backend": backend}
