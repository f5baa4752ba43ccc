"""One interval of a day in progress, as an update keeps it: what came, or what is to come."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class DayInterval:
    """One interval of one queue's day.

    Attributes:
        starts_at: its start.
        morning: contacts that the morning forecast expects.
        came: contacts that came; None where it is not told, and in the rest of the day.
        mean: contacts expected now; None before the rest of the day, as all that follows.
        p05: they are as few in 1 case of 20.
        p95: they are as many in 1 case of 20.
        agents_needed: on queue, to keep the promise with the contacts expected now.
        agents_on: on queue by the published roster, without those away; None without a roster.
        service_level: share answered in time with the agents on; None without a roster.
    """

    starts_at: datetime
    morning: float
    came: float | None = None
    mean: float | None = None
    p05: float | None = None
    p95: float | None = None
    agents_needed: int | None = None
    agents_on: int | None = None
    service_level: float | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DayInterval":
        """Read what `as_json` has written."""
        return cls(**{**stored, "starts_at": datetime.fromisoformat(stored["starts_at"])})

    def as_json(self) -> dict[str, Any]:
        """Return it in JSON's own types, without what is not known."""
        known = {name: value for name, value in asdict(self).items() if value is not None}
        return {**known, "starts_at": self.starts_at.isoformat()}

    def late_contacts(self, *, service_level: float) -> float:
        """Return the contacts that wait too long beyond what a promise allows, for want of agents.

        A promise that is missed with as many agents as it needs is no lack of people.
        """
        if self.mean is None or self.service_level is None:
            return 0.0
        if self.agents_on is None or self.agents_needed is None:
            return 0.0
        missed = service_level - self.service_level
        return self.mean * missed if self.agents_on < self.agents_needed and missed > 0 else 0.0
