"""A table as one reader sees it: what its template and its files are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.tables._address import FILE_KINDS, Address, Asked
from floorwalker.foundation.ui.tables._cells import cell_words
from floorwalker.foundation.ui.tables._columns import Choice, Column, Words
from floorwalker.foundation.ui.tables._files import ROWS_MAX, csv_file, workbook_file
from floorwalker.foundation.ui.tables._rows import FoundRows, Rows, RowsInMemory

ROWS_WITHOUT_FILTERS_MAX = 10
"""A table of so few rows is looked over faster than filtered."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as its app declares it, once.

    `name` is its id on the page and the name of its files; `sort` is a column's key, `-key` for the
    largest first, or "" to leave the rows as they come. Words are looked for in the attributes
    `words_in`. `prefix` keeps the words of the address apart where a page has several tables.
    """

    name: str
    caption: Words
    columns: Sequence[Column]
    sort: str = ""
    words_in: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    prefix: str = ""
    rows_per_page: int = 50
    is_caption_shown: bool = False
    files: Sequence[str] = FILE_KINDS
    """What its rows are exported as; a page may have a file of its own instead."""
    empty_template: str = ""
    """What a live table shows as long as there are no rows at all."""

    def show(
        self, rows: Rows | Sequence[object], request: HttpRequest, *, path: str = ""
    ) -> "ShownTable":
        """Return the table as the address of the request asks for it.

        `path` is the page's own, where the answer to a form sent elsewhere shows the table again.
        """
        if isinstance(rows, Sequence):
            rows = RowsInMemory(rows)
        address = Address.of(request, prefix=self.prefix, path=path)
        asked = address.asked(self.columns, self.choices, usual_sort=self.sort)
        return ShownTable(self, address, asked, rows.find(asked, words_in=self.words_in))


@dataclass(frozen=True)
class Head:
    """The head of a column; `sort_url` is "" where rows cannot be ordered by it."""

    column: Column
    sort_url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """One cell: words, perhaps a link or a badge, or a template of its own."""

    column: Column
    words: str
    url: str
    tone: str
    is_heading: bool


@dataclass(frozen=True)
class Line:
    """One row and its cells; the first one is its heading."""

    row: object
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Option:
    """A value that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """A filter with its options."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ShownTable:
    """What `{% data_table %}` draws."""

    table: Table
    address: Address
    asked: Asked
    found: FoundRows

    def as_file(self) -> HttpResponseBase | None:
        """Return the rows, with all their columns, if a file is what the address asks for."""
        if self.asked.file not in self.table.files:
            return None
        write = csv_file if self.asked.file == "csv" else workbook_file
        return write(self.table.name, [c for c in self.table.columns if c.has_value], self.found)

    @property
    def id(self) -> str:
        """Its id on the page."""
        return self.table.name

    @cached_property
    def page_obj(self) -> Page[object]:
        """The rows of the page asked for, or of the nearest one that there is."""
        paginator: Paginator[object] = Paginator(
            self.found,  # type: ignore[arg-type]  # it counts and slices, which is all that is asked
            self.table.rows_per_page,
        )
        return paginator.get_page(self.asked.page)

    @property
    def count(self) -> int:
        """How many rows were found, on all pages."""
        return self.page_obj.paginator.count

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing at all, whatever one asks for."""
        return not self.count and not self.asked.is_filtered

    @property
    def has_filters(self) -> bool:
        """Tell whether filters are worth their room."""
        can = self.table.words_in or self.table.choices
        return bool(can) and (self.count > ROWS_WITHOUT_FILTERS_MAX or self.asked.is_filtered)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown."""
        return tuple(c for c in self.table.columns if c.key in self.asked.columns)

    @property
    def heads(self) -> tuple[Head, ...]:
        """The heads of the columns shown."""
        return tuple(self._head(column) for column in self.columns)

    @property
    def lines(self) -> Iterator[Line]:
        """The rows of this page."""
        for row in self.page_obj.object_list:
            cells = (self._cell(column, row, number) for number, column in enumerate(self.columns))
            yield Line(row, tuple(cells))

    @property
    def selects(self) -> tuple[Select, ...]:
        """The filters of fixed choices."""
        return tuple(self._select(choice) for choice in self.table.choices)

    @property
    def column_options(self) -> tuple[Option, ...]:
        """The columns that may be shown or not: all but the first, which names the rows."""
        return tuple(
            Option(c.key, str(c.label), c.key in self.asked.columns) for c in self.table.columns[1:]
        )

    @property
    def names(self) -> dict[str, str]:
        """The words of the address for the fields of the template."""
        return {key: self.address.name(key) for key in ("words", "columns")}

    @property
    def kept_by_filters(self) -> tuple[tuple[str, str], ...]:
        """What the form of filters carries along."""
        return self.address.others("words", *(choice.key for choice in self.table.choices))

    @property
    def kept_by_columns(self) -> tuple[tuple[str, str], ...]:
        """What the form of columns carries along."""
        return self.address.others("columns")

    @property
    def kept_by_search(self) -> tuple[tuple[str, str], ...]:
        """What a form of the page itself carries along: the order and the columns."""
        return self.address.own("sort", "columns")

    @property
    def unfiltered_url(self) -> str:
        """The address without any filter."""
        alls = {choice.key: choice.all_value for choice in self.table.choices}
        return self.address.with_(words="", **alls)

    @property
    def csv_url(self) -> str:
        """The address of all rows found, as CSV."""
        return self.address.with_(file="csv")

    @property
    def workbook_url(self) -> str:
        """The address of all rows found, as a workbook."""
        return self.address.with_(file="xlsx")

    @property
    def previous_url(self) -> str:
        """The address of the page before."""
        return self.address.with_(page=str(self.page_obj.previous_page_number()))

    @property
    def next_url(self) -> str:
        """The address of the page after."""
        return self.address.with_(page=str(self.page_obj.next_page_number()))

    @property
    def own_url(self) -> str:
        """The address of the page as it is, for what asks for itself again."""
        return self.address.with_(page=self.asked.page if self.asked.page != "1" else "")

    @property
    def rows_max_in_files(self) -> int | None:
        """How many rows a file holds, where that is fewer than were found."""
        return ROWS_MAX if self.count > ROWS_MAX or self.found.has_more else None

    def _head(self, column: Column) -> Head:
        if not column.may_sort:
            return Head(column, "", "")
        up, down = column.key, f"-{column.key}"
        direction = {up: "ascending", down: "descending"}.get(self.asked.sort, "")
        # The largest number and the latest moment are what people look for first.
        first = up if column.kind in {"text", "badge"} else down
        wanted = {"ascending": down, "descending": up}.get(direction, first)
        return Head(column, self.address.with_(sort=wanted), direction)

    def _cell(self, column: Column, row: object, number: int) -> Cell:
        return Cell(
            column=column,
            words="" if column.template else cell_words(column, column.value_of(row)),
            url=(column.link(row) or "") if column.link else "",
            tone=column.tone(row) if column.tone else "",
            is_heading=number == 0,
        )

    def _select(self, choice: Choice) -> Select:
        chosen = self.asked.choices.get(choice.key, "")
        pairs = ((choice.all_value, _("All")), *choice.pairs())
        options = tuple(Option(v, words, v == (chosen or choice.all_value)) for v, words in pairs)
        return Select(self.address.name(choice.key), str(choice.label), options)
