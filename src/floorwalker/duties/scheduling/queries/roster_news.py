"""What colleagues have done to a roster since somebody opened its page."""

from dataclasses import dataclass

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Roster
from floorwalker.foundation.accounts.actor import Actor


@dataclass(frozen=True)
class RosterNews:
    """Names of others who changed shifts, and of the one who published it; usually nobody."""

    changed_by: tuple[str, ...]
    published_by: str


def last_change_id(roster: Roster) -> int:
    """Return the newest change by hand, by which a page says how much it shows."""
    return roster.changes.values_list("pk", flat=True).first() or 0


def roster_news(actor: Actor, roster: Roster, *, after_change_id: int, state: str) -> RosterNews:
    """Return what others did after a page was made that showed this change and this state.

    What one did oneself is no news: the grid has shown it.
    """
    changes = roster.changes.filter(pk__gt=after_change_id).exclude(by_name=actor.name)
    is_published = roster.state == RosterState.PUBLISHED and state != RosterState.PUBLISHED
    by = roster.published_by_name
    return RosterNews(
        changed_by=tuple(changes.order_by("by_name").values_list("by_name", flat=True).distinct()),
        published_by=by if is_published and by != actor.name else "",
    )
