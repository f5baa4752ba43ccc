"""Find an import that waits for confirmation, locked for the caller's transaction."""

from django.utils.translation import gettext as _

from floorwalker.duties.history._storing import PERMISSIONS
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.errors import ImportNotWaitingError
from floorwalker.duties.history.models import Import
from floorwalker.duties.history.records import FileKind
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.errors import NotFoundError


def waiting_import(actor: Actor, *, import_id: int) -> Import:
    """Return the import.

    Raises:
        NotFoundError: there is none.
        NotPermittedError: this actor may not import this kind of file at its site.
        ImportNotWaitingError: it was confirmed or discarded.
    """
    imports = Import.objects.select_for_update(of=("self",)).select_related("site")
    import_ = imports.filter(pk=import_id).first()
    if import_ is None:
        raise NotFoundError(_("there is no such import."))
    actor.require(PERMISSIONS[FileKind(import_.kind)], site_id=import_.site_id)
    if import_.state != ImportState.UPLOADED:
        raise ImportNotWaitingError(
            _("this import was confirmed before."),
            next_step=_("Look at it in the list of imports."),
        )
    return import_
