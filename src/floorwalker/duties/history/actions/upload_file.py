"""Take in an uploaded file and look at it; nothing of it becomes history yet."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from floorwalker.duties.history._storing import PERMISSIONS, fingerprint_of
from floorwalker.duties.history._uploads import keep_upload
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.ports import history_files
from floorwalker.duties.history.preview import preview_report
from floorwalker.duties.history.records import Choices, jsonable
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.people.models import Site


def upload_file(
    actor: Actor, path: Path, *, file_name: str, site: Site, choices: Choices, at: datetime
) -> Import:
    """Keep the file and say how it would be read.

    Raises:
        NotPermittedError: this actor may not import this kind of file here.
        BadInputError: the file cannot be used.
    """
    files = history_files()
    detection = files.detect(path, choices=choices, may_lack_columns=True)
    actor.require(PERMISSIONS[detection.kind], site_id=site.pk)
    sha256 = files.digest(path)
    report = preview_report(files, path, detection=detection)
    with transaction.atomic():
        import_ = Import.objects.create(
            site=site,
            file_name=Path(file_name).name[-255:],
            sha256=sha256,
            fingerprint=fingerprint_of(detection, sha256=sha256),
            size_bytes=detection.size_bytes,
            kind=detection.kind.value,
            state=ImportState.UPLOADED,
            choices=jsonable(choices),
            detection=jsonable(detection),
            report=report,
            created_at=at,
            created_by_id=actor.user_id,
            created_by_name=actor.name,
        )
        record(actor, "upload_file", subject=import_, after={"file": import_.file_name}, at=at)
        keep_upload(import_.pk, path)
    return import_
