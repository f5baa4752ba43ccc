"""Child processes that never outlive their parent, even when the parent is killed with `kill -9`.

The kernel sends the agreed signal when the *thread* that started the child ends, so start such
children from a thread that lasts as long as the process does (the main one). Linux only; elsewhere
the child is an ordinary one.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def ends_with_parent(*, by: signal.Signals) -> Callable[[], None]:
    """Return what to pass to `subprocess.Popen(preexec_fn=…)`; `by` is sent when we end.

    It runs after the change of user, which would otherwise wipe the agreement.
    """
    if sys.platform != "linux":
        return _nothing
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # loaded here: a forked child must not load
    parent = os.getpid()

    def agree() -> None:
        prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
        if os.getppid() != parent:  # it died before we agreed
            os._exit(1)

    return agree


def end_with(parent: int, by: signal.Signals) -> None:
    """Agree the same from within a child that somebody else started for `parent`."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _nothing() -> None:
    pass
