"""Errors of scheduling.

FloorwalkerError
└── StateError
    ├── RosterChangedMeanwhileError     someone else changed the roster since this page was made
    ├── RosterAlreadyPublishedError     a published week is not planned over or published twice
    └── RuleBrokenError                 the change would break rules, which it names
"""

from collections.abc import Sequence

from floorwalker.foundation.errors import StateError


class RosterChangedMeanwhileError(StateError):
    """Someone else changed the roster since this page was made."""


class RosterAlreadyPublishedError(StateError):
    """The roster is published already."""


class RuleBrokenError(StateError):
    """The change would break rules; `sentences` name each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))
