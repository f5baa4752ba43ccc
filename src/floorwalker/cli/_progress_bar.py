"""A progress bar for commands that play a simulation."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floorwalker.engines.simulate import Progress


class ProgressBar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, title: str, *, shown: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(console=Console(stderr=True), disable=not shown, transient=True)
        self._task = self._bar.add_task(title)

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def progress(self) -> "Progress":
        """The callback for the engine."""
        return lambda done, total: self._bar.update(self._task, completed=done, total=total)
