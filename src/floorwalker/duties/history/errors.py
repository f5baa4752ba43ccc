"""Errors of the history duty.

FloorwalkerError
└── StateError
└── ImportNotWaitingError   this import was confirmed before, or its file is gone
"""

from floorwalker.foundation.errors import StateError


class ImportNotWaitingError(StateError):
    """This import was confirmed before, or its uploaded file is gone."""
