"""How the tournament of methods is told: which made which weeks, and why."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.queries.backtest_table import method_label
from floorwalker.duties.scheduling.week_methods import OWN_METHOD, WeekMethod


def methods_used(weeks: Sequence[WeekMethod]) -> str:
    """Name the methods of all weeks: one name, or each with its weeks."""
    runs = [(name, list(run)) for name, run in groupby(weeks, key=lambda week: week.method)]
    if len(runs) == 1:
        return method_label(runs[0][0])
    return ", ".join(
        _("%(weeks)s: %(method)s")
        % {"weeks": weeks_label(run[0].lead_week, run[-1].lead_week), "method": method_label(name)}
        for name, run in runs
    )


def weeks_label(first: int, last: int) -> str:
    """Write lead weeks as `week 2` or `weeks 2 to 4`."""
    if first == last:
        return _("week %d") % first
    return _("weeks %(first)d to %(last)d") % {"first": first, "last": last}


def reason(week: WeekMethod) -> str:
    """Say why a lead week is forecast as it is."""
    said = _picked(week)
    if week.missing:
        said += " " + _("%s was chosen by hand, but is not installed.") % method_label(week.missing)
    if week.is_overruled and week.method != week.picked:
        picked = method_label(week.picked)
        return _("Chosen by hand; by itself it would be %(picked)s. %(why)s") % {
            "picked": picked,
            "why": said,
        }
    return said


def _picked(week: WeekMethod) -> str:
    if week.verdict == "too_few" or week.rival is None:
        return _("There are too few past weeks to compare methods.")
    values = {
        "own": method_label(OWN_METHOD),
        "rival": method_label(week.rival),
        "gain": points(abs(week.gain_ratio)),
        "margin": points(week.margin_ratio),
        "forecasts": ngettext("%d past forecast", "%d past forecasts", week.origins) % week.origins,
    }
    if week.verdict == "other_is_better":
        words = _("%(rival)s beat %(own)s by %(gain)s ± %(margin)s points over %(forecasts)s.")
    elif week.verdict == "own_is_better":
        words = _("%(own)s beat %(rival)s by %(gain)s ± %(margin)s points over %(forecasts)s.")
    elif week.gain_ratio > 0:
        words = _(
            "%(rival)s was ahead of %(own)s by %(gain)s ± %(margin)s points over %(forecasts)s: "
            "they cannot be told apart."
        )
    else:
        words = _(
            "%(own)s was ahead of %(rival)s by %(gain)s ± %(margin)s points over %(forecasts)s: "
            "they cannot be told apart."
        )
    return words % values


def points(ratio: float) -> str:
    """Write a difference of errors in points of a percent."""
    return number_format(round(100 * ratio, 1), decimal_pos=1)
