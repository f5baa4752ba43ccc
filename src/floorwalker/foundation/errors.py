"""Errors that a person can act on.

    FloorwalkerError
    ├── BadInputError        a file, form or problem that cannot be used as it is
    ├── NotPermittedError    this person may not do this
    ├── NotFoundError        the named thing does not exist (or not for this person)
    ├── StateError           the thing is no longer in the state the deed needs
    └── SetupError           this machine or folder cannot run Floorwalker as it is

Each says what is wrong, where, and what to do next; duties derive their own families from these.
"""


class FloorwalkerError(Exception):
    """What is wrong, where, and what to do next: the base of every error we raise on purpose."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.next_step}" if self.next_step else ""
        return f"{place}{self.what}{advice}"


class BadInputError(FloorwalkerError):
    """A file, form or problem that cannot be used as it is."""


class NotPermittedError(FloorwalkerError):
    """This person may not do this; nothing was changed."""


class NotFoundError(FloorwalkerError):
    """The named thing does not exist, or not for this person."""


class StateError(FloorwalkerError):
    """The thing is no longer in the state that the deed needs; nothing was changed."""


class SetupError(FloorwalkerError):
    """This machine, folder or set of settings cannot run Floorwalker as it is."""
