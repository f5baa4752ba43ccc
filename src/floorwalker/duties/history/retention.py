"""How long files, rejected rows and references of contacts stay, and whom they name."""

import gzip
from datetime import datetime
from functools import partial

from django.contrib.postgres.functions import RandomUUID
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.history._uploads import forget_upload
from floorwalker.duties.history.choices import ImportState
from floorwalker.duties.history.models import Contact, Import, RejectedRows
from floorwalker.foundation.retention.data_classes import DataClass, Rule, declare_class
from floorwalker.foundation.retention.leaver import Leaver
from floorwalker.foundation.retention.traces import Traces, declare_traces, traces_in

_WAITING = (ImportState.UPLOADED, ImportState.STARTED)


def _uploads_due(older_than: datetime) -> QuerySet[Import]:
    return Import.objects.filter(state__in=_WAITING, created_at__lt=older_than)


def _erase_uploads(due: "QuerySet[Import]") -> int:
    numbers = list(due.values_list("pk", flat=True))
    due.delete()
    for number in numbers:
        transaction.on_commit(partial(forget_upload, number))
    return len(numbers)


def _samples_due(older_than: datetime) -> QuerySet[Import]:
    """Return imports that still hold rows of their file: rejected ones, or the first ones."""
    rejected = Exists(RejectedRows.objects.filter(of_import=OuterRef("pk")))
    shown = Q(detection__has_key="first_rows") & ~Q(detection__first_rows=[])
    told = Import.objects.filter(rejected | shown, created_at__lt=older_than)
    return told.exclude(state__in=_WAITING)


def _erase_samples(due: "QuerySet[Import]") -> int:
    numbers = list(due.values_list("pk", flat=True))
    RejectedRows.objects.filter(of_import__in=numbers).delete()
    for import_ in Import.objects.filter(pk__in=numbers).only("detection"):
        import_.detection = {**import_.detection, "first_rows": []}
        import_.save(update_fields=["detection"])
    return len(numbers)


def _references_due(older_than: datetime) -> QuerySet[Contact]:
    told = ~Q(agent_name="") | ~Q(reference="")
    return Contact.objects.filter(told, arrived_at__lt=older_than)


def _erase_references(due: "QuerySet[Contact]") -> int:
    # The key was made from both, so that somebody could try names against it.
    return due.update(agent_name="", reference="", key=RandomUUID())


def _contacts_of(leaver: Leaver) -> QuerySet[Contact]:
    texts = {*leaver.texts}
    if leaver.person is not None:
        texts.add(leaver.person.employee_number)
    return Contact.objects.filter(agent_name__in=texts)


def _count_contacts(leaver: Leaver) -> int:
    return _contacts_of(leaver).count()


def _erase_contacts(leaver: Leaver) -> int:
    return _contacts_of(leaver).update(agent_name=leaver.pseudonym, key=RandomUUID())


def _rejected_of(leaver: Leaver) -> list[int]:
    """Return the rejected rows that name someone; they are compressed, so each is looked into."""
    texts = [text.casefold() for text in leaver.texts]
    return [
        rows.pk
        for rows in RejectedRows.objects.iterator(chunk_size=20)
        if any(text in _text_of(rows) for text in texts)
    ]


def _text_of(rows: RejectedRows) -> str:
    return gzip.decompress(bytes(rows.csv_gzip)).decode("utf-8", "replace").casefold()


def _count_rejected(leaver: Leaver) -> int:
    return len(_rejected_of(leaver))


def _erase_rejected(leaver: Leaver) -> int:
    return RejectedRows.objects.filter(pk__in=_rejected_of(leaver)).delete()[0]


declare_class(
    DataClass(
        name="uploads",
        title=_("Uploaded files that were never imported"),
        why=_("Somebody is still looking at how the file is read."),
        what_happens=_("The file and its entry are removed."),
        rule=Rule(30, 1, 365),
        due=_uploads_due,
        erase=_erase_uploads,
        order=10,
    ),
    DataClass(
        name="rejected-rows",
        title=_("Rejected rows and first rows of imported files"),
        why=_("Whoever imported mends the file by them."),
        what_happens=_("The rows are removed; the report of the import stays."),
        rule=Rule(90, 7, 730),
        due=_samples_due,
        erase=_erase_samples,
        order=11,
    ),
    DataClass(
        name="contact-references",
        title=_("Agents and references of single contacts"),
        why=_("Single contacts are looked up, and agents compared with their shifts."),
        what_happens=_("Both become empty; contacts and all sums stay."),
        rule=Rule(730, 30, 3650),
        due=_references_due,
        erase=_erase_references,
        order=12,
    ),
)
declare_traces(
    traces_in(
        Import,
        *("created_by_name", "file_name", "detection", "report", "result"),
        title=_("Imports"),
        stays=_("What was imported and what it changed, with the pseudonym"),
    ),
    Traces(
        title=_("Rejected rows of files"),
        stays=_("The report of the import, without its rows"),
        count=_count_rejected,
        erase=_erase_rejected,
    ),
    Traces(
        title=_("Single contacts"),
        stays=_("Every contact and all sums, with the pseudonym"),
        count=_count_contacts,
        erase=_erase_contacts,
    ),
)
