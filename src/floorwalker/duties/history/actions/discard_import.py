"""Throw an uploaded file away instead of importing it."""

from datetime import datetime

from django.db import transaction

from floorwalker.duties.history._uploads import forget_upload
from floorwalker.duties.history.actions._waiting import waiting_import
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.record import record


def discard_import(actor: Actor, *, import_id: int, at: datetime) -> None:
    """Remove an upload that waits for confirmation.

    Raises:
        NotFoundError: there is no such import.
        NotPermittedError: this actor may not import this kind of file at its site.
        ImportNotWaitingError: it was confirmed before.
    """
    with transaction.atomic():
        import_ = waiting_import(actor, import_id=import_id)
        record(actor, "discard_import", subject=import_, before={"file": import_.file_name}, at=at)
        import_.delete()
    forget_upload(import_id)
