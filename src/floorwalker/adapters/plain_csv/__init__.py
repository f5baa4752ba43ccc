"""Plain CSV files with a header row, for the commands that work without a database."""

from floorwalker.adapters.plain_csv._columns import MAX_BYTES, Row, read_rows
from floorwalker.adapters.plain_csv._intervals import IntervalFile, QueueCounts, read_intervals

__all__ = ["MAX_BYTES", "IntervalFile", "QueueCounts", "Row", "read_intervals", "read_rows"]
