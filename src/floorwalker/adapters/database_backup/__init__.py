"""The whole database in one file (PostgreSQL's own archive format), and back.

A backup is one consistent moment, also while everything runs. A restore is one transaction: either
the file's contents replace everything, or nothing has changed.
"""

from ._backup import back_up
from ._restore import restore

__all__ = ["back_up", "restore"]
