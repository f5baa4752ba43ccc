"""The tournament of one queue: which method each lead week is forecast with."""

from collections.abc import Mapping

from floorwalker.duties.scheduling.models import MethodChoice
from floorwalker.duties.scheduling.week_methods import LEAD_WEEKS, OWN_METHOD, WeekMethod
from floorwalker.engines.forecast import Backtest, Method, Pick, picks


def week_methods(
    queue_id: int, *, judged: Backtest, methods: Mapping[str, Method]
) -> tuple[WeekMethod, ...]:
    """Return the method of each lead week: the planner's newest choice, or else the pick."""
    picked = {pick.lead_week: pick for pick in picks(judged)}
    chosen = newest_choices(queue_id)
    return tuple(
        _week_method(week, pick=picked.get(week), chosen=chosen.get(week, ""), methods=methods)
        for week in LEAD_WEEKS
    )


def newest_choices(queue_id: int) -> dict[int, str]:
    """Return what planners last chose for each lead week; empty text: the program picks."""
    found: dict[int, str] = {}
    choices = MethodChoice.objects.filter(queue=queue_id)
    for lead_week, method in choices.values_list("lead_week", "method"):  # the newest first
        for week in LEAD_WEEKS if lead_week is None else (lead_week,):
            found.setdefault(week, method)
    return found


def _week_method(
    week: int, *, pick: Pick | None, chosen: str, methods: Mapping[str, Method]
) -> WeekMethod:
    picked = pick.method if pick else OWN_METHOD
    is_overruled = chosen in methods
    why = vars(pick) if pick else {}
    return WeekMethod(
        lead_week=week,
        method=chosen if is_overruled else picked,
        picked=picked,
        is_overruled=is_overruled,
        missing="" if is_overruled else chosen,
        **{name: value for name, value in why.items() if name not in {"lead_week", "method"}},
    )
