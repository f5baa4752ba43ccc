"""Refusals about people.

StateError
└── PersonChangedMeanwhileError   somebody changed the person since the page was opened
"""

from django.utils.translation import gettext as _

from floorwalker.foundation.errors import StateError


class PersonChangedMeanwhileError(StateError):
    """Somebody changed the person since the page was opened; nothing was written over."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("somebody changed %(name)s since you opened this page.") % {"name": name},
            next_step=_("Look at it as it is now, then make your change again."),
        )
