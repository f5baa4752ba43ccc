"""Files of lost paid time, as personnel systems and spreadsheets write them."""

from floorwalker.adapters.lost_time._file import read_lost_time, read_paid_time

__all__ = ["read_lost_time", "read_paid_time"]
