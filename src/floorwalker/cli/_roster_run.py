"""Solve a roster problem file with a clock, a progress bar and Ctrl-C; then have it judged."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from floorwalker.adapters.problem_files._roster_engine import as_engine_problem, as_judged
from floorwalker.adapters.problem_files._roster_terms import as_terms
from floorwalker.adapters.problem_files.roster import RosterProblemFile, read_roster_problem
from floorwalker.engines import roster, roster_check
from floorwalker.foundation.errors import BadInputError


@dataclass(frozen=True)
class RosterReport:
    """A problem, its roster and what the checker says of it."""

    problem: RosterProblemFile
    solution: roster.Solution
    broken_rules: tuple[roster_check.BrokenRule, ...]
    coverage: roster_check.Coverage
    shortage: tuple[roster_check.ShortRange, ...]
    seed: int
    seconds: float
    interrupted: bool


def run_roster(
    path: Path, *, seconds: float | None, iterations: int, seed: int, show_progress: bool
) -> RosterReport:
    """Read, solve, judge; raises `BadInputError` for a problem that cannot be posed."""
    problem = read_roster_problem(path)
    posed, terms = as_engine_problem(problem), as_terms(problem)
    started = time.monotonic()
    stop = _Stop(seconds)
    with _ctrl_c_sets(stop), _Bar(iterations, seconds=seconds, shown=show_progress) as bar:
        try:
            solution = roster.solve(
                posed, seed=seed, iterations_max=iterations, stop=stop, progress=bar.tell
            )
        except roster.RosterProblemError as error:
            raise BadInputError(f"{error.what}.", where=f"{path}: {error.where}") from None
    names = [agent.name for agent in problem.agents]
    shifts = {n: as_judged(s) for n, s in zip(names, solution.shifts, strict=True)}
    covered = roster_check.coverage(terms, shifts)
    return RosterReport(
        problem=problem,
        solution=solution,
        broken_rules=roster_check.check(terms, shifts),
        coverage=covered,
        shortage=roster_check.short_ranges(covered),
        seed=seed,
        seconds=time.monotonic() - started,
        interrupted=stop.interrupted,
    )


class _Stop:
    """Says when to stop; its clock starts when it is first asked, once everybody has a week."""

    def __init__(self, seconds: float | None) -> None:
        self.interrupted = False
        self._seconds = seconds
        self._deadline: float | None = None

    def __call__(self) -> bool:
        if self._seconds is None or self.interrupted:
            return self.interrupted
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._seconds
        return now >= self._deadline


@contextmanager
def _ctrl_c_sets(stop: _Stop) -> Iterator[None]:
    """Ctrl-C asks for the best so far instead of ending the program."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        stop.interrupted = True

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Bar:
    """Progress on standard error: by time when there is a limit, else by steps."""

    def __init__(self, iterations: int, *, seconds: float | None, shown: bool) -> None:
        self._seconds = seconds
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not shown,
            transient=True,
        )
        self._task = self._bar.add_task("first weeks", total=seconds or iterations)

    def __enter__(self) -> "_Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, iteration: int, cost: float, bound: float) -> None:
        """Show where the search stands."""
        done = self._bar.tasks[0].elapsed if self._seconds else iteration
        text = f"cost {cost:.1f}, at best {bound:.1f}"
        self._bar.update(self._task, completed=done or 0, description=text)
