"""Tables of pages: declared in a few lines, sorted, filtered, paged and exported (docs/dev/ui.md).

    JOBS = Table(
        name="jobs",
        caption=_("Jobs"),
        columns=(
            Column("title", _("Job"), link=lambda row: reverse("job", args=[row.id])),
            Column("created_at", _("Asked at"), Kind.MOMENT),
        ),
        sort="-created_at",
    )

A view shows it: `table = JOBS.show(rows, request)`; it answers `table.as_file()` where that is
something, else a page with `{% data_table table %}`. All state lives in the address, so links, the
back button and browsers without script work; a word of the address that makes no sense is passed
over.
"""

from floorwalker.foundation.ui.tables._columns import Choice, Column, Kind
from floorwalker.foundation.ui.tables._rows import Rows, RowsInDatabase, RowsInMemory
from floorwalker.foundation.ui.tables._shown import ShownTable, Table

__all__ = [
    "Choice",
    "Column",
    "Kind",
    "Rows",
    "RowsInDatabase",
    "RowsInMemory",
    "ShownTable",
    "Table",
]
