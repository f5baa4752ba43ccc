"""Confirm an uploaded file: a job imports it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from floorwalker.duties.history.actions._waiting import waiting_import
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.errors import ImportLacksColumnsError
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.preview import detection_from, lacks_columns
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record
from floorwalker.foundation.jobs.actions import start_job

JOB_KIND = "import_file"


def confirm_import(actor: Actor, *, import_id: int, at: datetime) -> Import:
    """Start the import of a file that was uploaded and looked at.

    Raises:
        NotFoundError: there is no such import.
        NotPermittedError: this actor may not import this kind of file at its site.
        ImportNotWaitingError: it was confirmed before.
        ImportLacksColumnsError: a needed column is not known yet.
    """
    with transaction.atomic():
        import_ = waiting_import(actor, import_id=import_id)
        if lacks_columns(detection_from(import_.detection)):
            raise ImportLacksColumnsError(
                _("a column that this kind of file needs is not known yet."),
                next_step=_("Choose it on the page of the import."),
            )
        arguments: dict[str, object] = {"import_id": import_.pk}
        job = start_job(actor, JOB_KIND, arguments=arguments, at=at, site_id=import_.site_id)
        import_.state, import_.job_id = ImportState.STARTED, job.pk
        import_.save(update_fields=["state", "job_id"])
        record(actor, "confirm_import", subject=import_, after={"job": job.pk}, at=at)
    return import_
