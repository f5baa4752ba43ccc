"""One replication of a rehearsal: the same contacts for every scenario, some people away."""

from dataclasses import dataclass

from floorwalker.engines.simulate._centre import Centre
from floorwalker.engines.simulate._contacts import draw_contacts
from floorwalker.engines.simulate._counts import Counts, counts_of
from floorwalker.engines.simulate._roster import Roster, absence_orders, without
from floorwalker.engines.simulate._trace import trace


@dataclass(frozen=True)
class Replication:
    """Plays a replication by its number; can be sent to another process.

    Attributes:
        centre: what is played.
        roster: its roster, everyone present.
        seed: start of the dice.
        missing: people missing per day, one scenario each.
        absence_ratio: share of each day's people away in every scenario.
        plain: whether to run as plain Python.
    """

    centre: Centre
    roster: Roster
    seed: int
    missing: tuple[int, ...]
    absence_ratio: float
    plain: bool

    def __call__(self, number: int) -> tuple[Counts, ...]:
        """Return the counts of each scenario."""
        contacts = draw_contacts(self.centre, seed=self.seed, replication=number)
        anybody_away = max(self.missing) > 0 or self.absence_ratio > 0
        orders = (
            absence_orders(self.roster, seed=self.seed, replication=number) if anybody_away else []
        )
        played = []
        for away in self.missing:
            absent = {
                (day, int(agent))
                for day, order in orders
                for agent in order[: away + round(self.absence_ratio * len(order))]
            }
            present = without(self.roster, absent=absent)
            happened = trace(contacts, roster=present, centre=self.centre, plain=self.plain)
            played.append(
                counts_of(
                    happened,
                    contacts=contacts,
                    roster=present,
                    centre=self.centre,
                    plain=self.plain,
                )
            )
        return tuple(played)
