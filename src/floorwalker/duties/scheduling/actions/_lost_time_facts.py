"""What audit records keep of lost time: whose and how much, never why."""

from floorwalker.duties.scheduling.models import LostTime


def facts_of(lost: LostTime) -> dict[str, object]:
    """Return what the audit record keeps: whose time and how much, never why."""
    whose = lost.person or lost.team
    return {"day": str(lost.day), "seconds": lost.seconds, "whose": str(whose) if whose else ""}
