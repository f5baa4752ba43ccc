"""What can be done to the history: one deed per file."""

from floorwalker.duties.history.actions.confirm_import import confirm_import
from floorwalker.duties.history.actions.discard_import import discard_import
from floorwalker.duties.history.actions.import_file import import_file
from floorwalker.duties.history.actions.read_differently import read_differently
from floorwalker.duties.history.actions.upload_file import upload_file
from floorwalker.foundation.accounts.actions.create_first_site import create_first_site

__all__ = [
    "confirm_import",
    "create_first_site",
    "discard_import",
    "import_file",
    "read_differently",
    "upload_file",
]
