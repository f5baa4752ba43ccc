"""On which twin a roster was rehearsed last."""

from floorwalker.duties.scheduling.choices import TwinVerdict
from floorwalker.duties.scheduling.models import Rehearsal, Roster


def newest_rehearsal(roster: Roster) -> Rehearsal | None:
    """Return the newest rehearsal of a roster, with its twin."""
    rehearsals = Rehearsal.objects.filter(roster=roster).select_related("twin")
    return rehearsals.defer("twin__parameters", "twin__figures").first()


def is_twin_failed(roster: Roster) -> bool:
    """Tell whether the newest rehearsal was played on a twin that failed its validation."""
    verdicts = Rehearsal.objects.filter(roster=roster).values_list("twin__verdict", flat=True)
    return verdicts.first() == TwinVerdict.FAILED
