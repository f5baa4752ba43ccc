"""Errors of the history duty.

FloorwalkerError
└── StateError
    ├── ImportNotWaitingError     this import was confirmed before, or its file is gone
    └── ImportLacksColumnsError   a needed column is not known yet
"""

from floorwalker.foundation.errors import StateError


class ImportNotWaitingError(StateError):
    """This import was confirmed before, or its uploaded file is gone."""


class ImportLacksColumnsError(StateError):
    """A column that this kind of file needs is not known yet."""
