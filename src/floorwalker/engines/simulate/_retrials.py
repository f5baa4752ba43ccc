"""Whether callers who gave up call again, where the records tell one caller from another."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floorwalker.engines.simulate._centre import FloatArray, IntArray, Retrial
from floorwalker.engines.simulate._records import SECONDS_PER_DAY, UNKNOWN, Records

AGAIN_WITHIN_SECONDS = 7200.0  # later than that they call for another reason, for all we know
GAVE_UP_LEAST = 30


@dataclass(frozen=True)
class Retrials:
    """What became of known callers who gave up.

    Attributes:
        gave_up: how many of them there are.
        probability: share who called the same queue again within two hours because of it: beyond
            the share of answered callers who do.
        after_seconds: mean time from giving up until then.
        of_contacts: share of all contacts that are such further attempts.
    """

    gave_up: int
    probability: float
    after_seconds: float
    of_contacts: float

    @property
    def model(self) -> Retrial | None:
        """As `QueueModel.retrial` takes it; None where nobody called again."""
        return Retrial(self.probability, self.after_seconds) if self.probability > 0 else None


def retrials_of(records: Records, *, queue: int) -> Retrials | None:
    """Return what is known of the callers of a queue; None where fewer than 30 known gave up."""
    known = (records.queue == queue) & (records.caller > UNKNOWN)
    known &= np.isfinite(records.wait_seconds)
    arrival = (records.day * SECONDS_PER_DAY + records.second)[known]
    gave_up = ~records.answered[known]
    if gave_up.sum() < GAVE_UP_LEAST:
        return None
    handled = np.nan_to_num(records.handle_seconds[known])
    left = arrival + records.wait_seconds[known] + np.where(gave_up, 0.0, handled)
    pause = _pause_until_next(records.caller[known], arrival, left)
    again = (pause >= 0) & (pause <= AGAIN_WITHIN_SECONDS)
    usual = float(again[~gave_up].mean()) if (~gave_up).any() else 0.0
    share = float(again[gave_up].mean())
    probability = max(0.0, (share - usual) / (1 - usual)) if usual < 1 else 0.0
    if probability == 0:
        return Retrials(int(gave_up.sum()), 0.0, 0.0, 0.0)
    return Retrials(
        gave_up=int(gave_up.sum()),
        probability=probability,
        after_seconds=max(1.0, float(pause[again & gave_up].mean())),
        of_contacts=probability * float(gave_up.mean()),
    )


def _pause_until_next(caller: IntArray, arrival: FloatArray, left: FloatArray) -> FloatArray:
    """Return the time until the caller's next contact; NaN where there is none."""
    order = np.lexsort((arrival, caller))
    pause = np.full(caller.size, np.nan)
    same: npt.NDArray[np.bool_] = caller[order][1:] == caller[order][:-1]
    pause[order[:-1][same]] = arrival[order[1:][same]] - left[order[:-1][same]]
    return pause
