"""The answer of a what-if in a sentence."""

from django.utils.translation import gettext as _

from floorwalker.duties.scheduling.stages.supposing import WhatIf
from floorwalker.foundation.ui.written import number_text, percent_text, signed_percent


def verdict(
    what_if: WhatIf,
    *,
    as_planned: WhatIf,
    hours_before: float,
    hours_after: float,
    level_before: float,
    level_after: float,
) -> str:
    """Say what changes: hours to schedule, and the service of the people planned."""
    values = {
        "changes": ", ".join(_changes(what_if, as_planned)),
        "hours": number_text(abs(hours_after - hours_before), decimals=1),
        "all": number_text(hours_after, decimals=1),
        "percent": signed_percent(hours_after / hours_before - 1, decimals=1),
        "before": percent_text(level_before),
        "after": percent_text(level_after),
    }
    if what_if == as_planned:
        return (
            _(
                "As planned: %(all)s agent-hours to schedule, and a service level of %(after)s "
                "with the people planned."
            )
            % values
        )
    more = _direction(hours_after - hours_before, decimals=1)
    better = _direction(100 * (level_after - level_before), decimals=0)
    if more > 0 and better < 0:
        return (
            _(
                "%(changes)s: %(hours)s more agent-hours to schedule (%(percent)s), or the service "
                "level falls from %(before)s to %(after)s."
            )
            % values
        )
    return f"{_hours(more) % values} {_level(better) % values}"


def risk_text(kept_days_ratio: float | None) -> str:
    """Write the share of days that keep the promise at least."""
    return _("the forecast itself") if kept_days_ratio is None else percent_text(kept_days_ratio)


def _changes(what_if: WhatIf, as_planned: WhatIf) -> list[str]:
    """Name each slider that was moved."""
    words = (
        (what_if.volume_change_ratio, _("%s contacts")),
        (what_if.handle_change_ratio, _("%s handle time")),
        (what_if.patience_change_ratio, _("%s patience")),
    )
    changes = [sentence % signed_percent(ratio) for ratio, sentence in words if ratio]
    if what_if.absent_ratio:
        changes.append(_("%s of people missing") % percent_text(what_if.absent_ratio))
    if what_if.kept_days_ratio != as_planned.kept_days_ratio:
        kept = what_if.kept_days_ratio
        changes.append(
            _("staffed for the forecast itself")
            if kept is None
            else _("the promise kept on %s of days") % percent_text(kept)
        )
    return changes


def _hours(direction: int) -> str:
    if direction > 0:
        return _("%(changes)s: %(hours)s more agent-hours to schedule (%(percent)s).")
    if direction < 0:
        return _("%(changes)s: %(hours)s fewer agent-hours to schedule (%(percent)s).")
    return _("%(changes)s: as many agent-hours to schedule as planned.")


def _level(direction: int) -> str:
    if direction > 0:
        return _("With the people planned the service level rises from %(before)s to %(after)s.")
    if direction < 0:
        return _("With the people planned the service level falls from %(before)s to %(after)s.")
    return _("With the people planned the service level stays at %(after)s.")


def _direction(change: float, *, decimals: int) -> int:
    """Return 1, -1 or 0 as a change is written with so many decimals."""
    rounded = round(change, decimals)
    return (rounded > 0) - (rounded < 0)
