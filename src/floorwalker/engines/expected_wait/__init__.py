"""How long somebody who joins a queue now will wait: by formula, and calibrated on the past."""

from floorwalker.engines.expected_wait._announce import Announcement, announcement
from floorwalker.engines.expected_wait._band import BAND_LEVELS, Band
from floorwalker.engines.expected_wait._calibrate import (
    DAYS_LEAST,
    UNCALIBRATED,
    WAITS_LEAST,
    Calibration,
    ExpectedWait,
    PastWaits,
    calibrate,
    expected_wait,
    judged,
)
from floorwalker.engines.expected_wait._formulas import ql, qla
from floorwalker.engines.expected_wait._model import FEATURES
from floorwalker.engines.expected_wait._pools import pools_of
from floorwalker.engines.expected_wait._queues import QueueWaits, calibrate_queues, state_at
from floorwalker.engines.expected_wait._record import ContactRecord, recorded
from floorwalker.engines.expected_wait._replay import replay
from floorwalker.engines.expected_wait._score import PEERS, WaitError, WaitScore
from floorwalker.engines.expected_wait._states import LiveStates

__all__ = [
    "BAND_LEVELS",
    "DAYS_LEAST",
    "FEATURES",
    "PEERS",
    "UNCALIBRATED",
    "WAITS_LEAST",
    "Announcement",
    "Band",
    "Calibration",
    "ContactRecord",
    "ExpectedWait",
    "LiveStates",
    "PastWaits",
    "QueueWaits",
    "WaitError",
    "WaitScore",
    "announcement",
    "calibrate",
    "calibrate_queues",
    "expected_wait",
    "judged",
    "pools_of",
    "ql",
    "qla",
    "recorded",
    "replay",
    "state_at",
]
