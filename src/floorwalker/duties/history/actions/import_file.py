"""Import a file of this machine at once: history (contacts, intervals) or agents."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from floorwalker.duties.history._staging import stage
from floorwalker.duties.history._storing import (
    PERMISSIONS,
    Stored,
    done_before,
    fingerprint_of,
    known_already,
    store,
)
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.ports import history_files
from floorwalker.duties.history.records import Choices, Progress, jsonable
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.people.models import Site


def import_file(
    actor: Actor,
    path: Path,
    *,
    site: Site,
    choices: Choices,
    at: datetime,
    progress: Progress | None = None,
) -> Stored:
    """Read the file and store what it tells; the same file read the same way changes nothing.

    Raises:
        NotPermittedError: this actor may not import this kind of file here.
        BadInputError: the file cannot be used; nothing was stored.
    """
    files = history_files()
    detection = files.detect(path, choices=choices)
    actor.require(PERMISSIONS[detection.kind], site_id=site.pk)
    sha256 = files.digest(path)
    import_ = Import(
        site=site,
        file_name=path.name[-255:],
        sha256=sha256,
        fingerprint=fingerprint_of(detection, sha256=sha256),
        size_bytes=detection.size_bytes,
        kind=detection.kind.value,
        state=ImportState.STARTED,
        choices=jsonable(choices),
        detection=jsonable(detection),
        created_at=at,
        created_by_id=actor.user_id,
        created_by_name=actor.name,
    )
    earlier = done_before(import_)
    if earlier is not None:
        return known_already(import_, earlier)
    staged = stage(files, path, detection=detection, progress=progress)
    with transaction.atomic():
        return store(actor, import_, staged=staged, detection=detection, at=at)
