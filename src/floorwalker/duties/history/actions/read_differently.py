"""Look at an uploaded file again with other choices: kind, columns, zone, date order, queue."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.history._storing import PERMISSIONS, fingerprint_of
from floorwalker.duties.history._uploads import upload_path
from floorwalker.duties.history.actions._waiting import waiting_import
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.ports import history_files
from floorwalker.duties.history.preview import preview_report
from floorwalker.duties.history.records import Choices, jsonable
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def read_differently(actor: Actor, *, import_id: int, choices: Choices, at: datetime) -> Import:
    """Keep the new reading and its report.

    Raises:
        NotFoundError: there is no such import.
        NotPermittedError: this actor may not import this kind of file at its site.
        ImportNotWaitingError: it was confirmed before.
        BadInputError: with these choices the file cannot be read; the old reading stays.
    """
    files = history_files()
    with transaction.atomic():
        import_ = waiting_import(actor, import_id=import_id)
        path = upload_path(import_.pk)
        detection = files.detect(path, choices=choices, may_lack_columns=True)
        actor.require(PERMISSIONS[detection.kind], site_id=import_.site_id)
        import_.kind = detection.kind.value
        import_.choices, import_.detection = jsonable(choices), jsonable(detection)
        import_.fingerprint = fingerprint_of(detection, sha256=import_.sha256)
        import_.report = preview_report(files, path, detection=detection)
        import_.save()
        after = {"columns": dict(detection.columns), "zone": detection.zone_name}
        record(actor, "read_differently", subject=import_, after=after, at=at)
    return import_
