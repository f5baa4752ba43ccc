"""January 1999 of the Anonymous Bank: learned on three weeks, judged on the last ten days."""

import os
from pathlib import Path

import numpy as np
import pytest

from floorwalker.adapters.intake import detect, read
from floorwalker.duties.history.records import Choices
from floorwalker.engines.expected_wait import (
    ContactRecord,
    PastWaits,
    calibrate_queues,
    judged,
    recorded,
    replay,
)

DATA = Path(os.environ.get("FLOORWALKER_DATA", Path(__file__).parents[4] / "shared" / "data"))
QUEUES = ("IN", "NE", "NW", "PE", "PS", "TT")

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def january() -> ContactRecord:
    """Seconds since the month began, on the bank's clock."""
    path = DATA / "anonymous_bank_1999_01.tsv"
    if not path.exists():
        pytest.skip(f"{path.name} is not in {DATA}; set FLOORWALKER_DATA to its folder")
    detection = detect(path, choices=Choices(zone_name="Etc/UTC"))
    calls = [row for chunk in read(path, detection=detection).chunks() for row in chunk.contacts]
    first = min(call.arrived_at for call in calls).replace(hour=0, minute=0, second=0)
    return recorded(
        [(call.arrived_at - first).total_seconds() for call in calls],
        wait_seconds=np.array([call.wait_seconds for call in calls], dtype=float),
        answered=[call.outcome.value == "answered" for call in calls],
        handle_seconds=np.array([call.handle_seconds for call in calls], dtype=float),
        agent_name=[call.agent for call in calls],
        queue=[QUEUES.index(call.queue) for call in calls],
    )


def day_of(record: ContactRecord) -> np.ndarray:
    return (record.arrived // 86_400).astype(np.int64) + 1


def test_the_model_is_better_than_the_formula_and_the_formula_than_a_constant(
    january: ContactRecord,
) -> None:
    waited = january.answered & (january.wait_seconds > 0)
    day = day_of(january)[waited]
    past = PastWaits(replay(january).at(waited), january.wait_seconds[waited], day)
    score = judged(past.where(day <= 21), came=past.where(day > 21))
    constant, formula = score.rrmse_of("constant"), score.rrmse_of("qla")
    assert constant == pytest.approx(0.997, abs=0.01)
    assert formula < 0.98 * constant  # the research, without live agents: 14 % above it
    assert score.rrmse_of("model") < 0.95 * constant
    for peer in ("last", "head", "last_five"):
        assert score.rrmse_of(peer) > constant
    assert score.coverage_ratio == pytest.approx(0.8, abs=0.06)


def test_one_crew_answers_all_types_and_small_ones_are_left_to_the_formula(
    january: ContactRecord,
) -> None:
    found = calibrate_queues(january, day=day_of(january), queues=len(QUEUES))
    assert {waits.pool for waits in found} == {(0, 1, 2, 3, 4, 5)}
    verdicts = {name: waits.calibration.verdict for name, waits in zip(QUEUES, found, strict=True)}
    assert verdicts == {
        "IN": "too_little_history",
        "NE": "calibrated",
        "NW": "calibrated",
        "PE": "too_little_history",
        "PS": "calibrated",
        "TT": "too_little_history",
    }
    for waits in found:
        score = waits.calibration.score
        assert score is None or score.rrmse_of("model") < score.rrmse_of("constant")
