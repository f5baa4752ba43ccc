"""Plain CSV files with a header row, for the commands that work without a database."""

from floorwalker.adapters.plain_csv._columns import MAX_BYTES, Row, read_rows

__all__ = ["MAX_BYTES", "Row", "read_rows"]
