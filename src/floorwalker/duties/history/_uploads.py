"""Uploaded files, kept in the data folder from upload to import (`uploads/IMPORT_ID`)."""

import shutil
from pathlib import Path

from floorwalker.foundation.data_folder import data_folder

FOLDER = "uploads"
OWNER_ONLY = 0o700


def upload_path(import_id: int) -> Path:
    """Return where the uploaded file of an import lies."""
    folder = data_folder() / FOLDER
    folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
    return folder / str(import_id)


def keep_upload(import_id: int, source: Path) -> Path:
    """Copy an uploaded file to its place."""
    place = upload_path(import_id)
    shutil.copyfile(source, place)
    return place


def forget_upload(import_id: int) -> None:
    """Remove the uploaded file, if it is still there."""
    upload_path(import_id).unlink(missing_ok=True)
