"""Bringing in a file: upload, look at how it is read, read it differently, confirm or discard."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, cast
from zoneinfo import available_timezones

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Schema, UploadedFile
from pydantic import BeforeValidator, Field

from floorwalker.duties.history import actions, queries
from floorwalker.duties.history.forms import UPLOAD_BYTES_MAX
from floorwalker.duties.history.import_page import ImportPage, import_page
from floorwalker.duties.history.records import Choices, FileKind
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import site_of
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.cursors import Page, PageOfRows, PageWanted, page_of
from floorwalker.foundation.api.routing import ApiRouter
from floorwalker.foundation.api.values import Name, Sent, Text
from floorwalker.foundation.errors import BadInputError

Words = Annotated[str, BeforeValidator(str)]

router = ApiRouter(tags=["imports"])


class ImportRowOut(Schema):
    """One import in the list."""

    id: int
    file_name: str
    state: str
    rows_kept: int | None
    by: str
    at: datetime


class DetectionOut(Schema):
    """How the file is read; `columns` names the column of each field."""

    kind: str
    encoding: str
    delimiter: str
    header: list[str]
    columns: dict[str, str]
    date_order: str
    zone_name: str
    interval_minutes: int | None
    queue_name: str
    size_bytes: int


class CountedReasonOut(Schema):
    """Why rows were left out, and how many."""

    words: Words
    rows: int


class FlagOut(Schema):
    """Something odd in rows that were kept, with the size of its effect."""

    words: Words
    rows: int
    volume_percent: float | None
    handle_time_percent: float | None
    detail: str


class ImportOut(Schema):
    """One import: how it is read, what was found, what came of it."""

    id: int
    file_name: str
    state: str
    by: str
    at: datetime
    job_id: int | None
    detection: DetectionOut
    problem: str
    is_whole: bool
    rows_read: int
    rows_kept: int
    rows_rejected: int
    rows_set_aside: int
    starts_at: datetime | None
    ends_at: datetime | None
    queues: list[str]
    intervals_missing: int
    reasons: list[CountedReasonOut]
    flags: list[FlagOut]
    result: dict[str, Any]
    may_confirm: bool


class UploadIn(Sent):
    """What comes with a file."""

    zone: Text = ""


class ReadingIn(Sent):
    """How a file is read, where detection should be overruled.

    `zone` is the clock of its times, `date_order` is ymd, dmy or mdy, `queue` is that of all rows,
    `columns` names the column of a field.
    """

    zone: Text = ""
    kind: FileKind | None = None
    date_order: Text = ""
    queue: Text = ""
    columns: dict[Name, Text] = Field(default_factory=dict)

    def choices(self, *, file_name: str, zone: str) -> Choices:
        """Return the choices that the body makes.

        Raises:
            BadInputError: there is no such zone.
        """
        zone_name = self.zone or zone
        if zone_name not in available_timezones():
            raise BadInputError(
                _("There is no such zone. Zones look like America/Toronto."), where="zone"
            )
        return Choices(
            zone_name=zone_name,
            file_name=file_name,
            kind=self.kind,
            columns=self.columns,
            date_order=self.date_order or None,
            queue_name=self.queue or None,
        )


@router.read("/imports", scope=Scope.HISTORY_READ, answer=Page[ImportRowOut])
def list_imports(request: ActorRequest, wanted: PageWanted) -> PageOfRows[queries.ImportRow]:
    """List imports, newest first."""
    rows = queries.imports_before(request.actor, before_id=wanted.id, count=wanted.limit + 1)
    return page_of(rows, key=lambda row: row.id, limit=wanted.limit)


@router.write("/imports", scope=Scope.HISTORY_WRITE, answer=ImportOut, status=201)
def upload_import(
    request: ActorRequest, file: File[UploadedFile], sent: Form[UploadIn]
) -> ImportPage:
    """Take in a file (CSV, TSV; agents also XLSX) and say how it would be read.

    Nothing of it becomes history before it is confirmed. `zone` is the clock of its times, the
    site's own when left out.
    """
    request.actor.require("import_history")
    if (file.size or 0) > UPLOAD_BYTES_MAX:
        raise BadInputError(
            _("More than 2 GB: copy it to the server and use `floorwalker import`.")
        )
    site, name = site_of(request.actor), file.name or ""
    import_ = actions.upload_file(
        request.actor,
        Path(cast("TemporaryUploadedFile", file).temporary_file_path()),
        file_name=name,
        site=site,
        choices=ReadingIn(zone=sent.zone).choices(file_name=name, zone=site.zone),
        at=clock.now(),
    )
    return import_page(request.actor, import_id=import_.pk)


@router.read("/imports/{int:import_id}", scope=Scope.HISTORY_READ, answer=ImportOut)
def get_import(request: ActorRequest, import_id: int) -> ImportPage:
    """Return one import: before its confirmation the preview, afterwards what came of it."""
    return import_page(request.actor, import_id=import_id)


@router.write("/imports/{int:import_id}/read-again", scope=Scope.HISTORY_WRITE, answer=ImportOut)
def read_import_again(request: ActorRequest, import_id: int, body: ReadingIn) -> ImportPage:
    """Look at an uploaded file with other choices."""
    request.actor.require("import_history")
    page = import_page(request.actor, import_id=import_id)
    choices = body.choices(file_name=page.file_name, zone=page.detection.zone_name)
    actions.read_differently(request.actor, import_id=import_id, choices=choices, at=clock.now())
    return import_page(request.actor, import_id=import_id)


@router.write("/imports/{int:import_id}/confirm", scope=Scope.HISTORY_WRITE, answer=ImportOut)
def confirm_import(request: ActorRequest, import_id: int) -> ImportPage:
    """Start the import of a file that was uploaded; `job_id` names the job that does it."""
    actions.confirm_import(request.actor, import_id=import_id, at=clock.now())
    return import_page(request.actor, import_id=import_id)


@router.write(
    "/imports/{int:import_id}",
    scope=Scope.HISTORY_WRITE,
    answer=None,
    status=204,
    method="DELETE",
)
def discard_import(request: ActorRequest, import_id: int) -> None:
    """Throw an uploaded file away instead of importing it."""
    actions.discard_import(request.actor, import_id=import_id, at=clock.now())


@router.read(
    "/imports/{int:import_id}/rejected.csv",
    scope=Scope.HISTORY_READ,
    answer=None,
    media_type="text/csv",
)
def get_rejected_rows(request: ActorRequest, import_id: int) -> HttpResponse:
    """Return the rows that could not be used, as CSV."""
    csv = queries.rejected_rows_csv(request.actor, import_id=import_id)
    return HttpResponse(csv, content_type="text/csv; charset=utf-8")
