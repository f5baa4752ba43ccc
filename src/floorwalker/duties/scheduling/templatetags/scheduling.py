"""`{% load scheduling %}`: how shares, durations and changes are written."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.written import duration_text, percent_text
from floorwalker.foundation.ui.written import signed_percent as sign_and_percent

SECONDS_PER_MINUTE, MINUTES_PER_HOUR = 60, 60

register = template.Library()


@register.filter
def percent(ratio: float) -> str:
    """Write a share of 1 as a percentage: 0.834 as `83 %`."""
    return percent_text(ratio)


@register.filter
def percent_fine(ratio: float) -> str:
    """Write a share of 1 with one decimal: 0.0834 as `8.3 %`."""
    return percent_text(ratio, decimals=1)


@register.filter
def points(ratio: float) -> str:
    """Write a difference of shares in points: 0.0834 as `8.3`."""
    return number_format(round(100 * ratio, 1), decimal_pos=1)


@register.filter
def signed_points(ratio: float) -> str:
    """Write a difference of shares in points with its sign: −0.0834 as `−8.3`."""
    return signed(100 * ratio, decimals=1)


@register.filter
def seconds(duration: float) -> str:
    """Write a duration: 45 as `45 s`, 125 as `2 min 05 s`."""
    return duration_text(duration)


@register.filter
def due(duration: float) -> str:
    """Write a long duration: 14400 as `4 h`, 5400 as `1 h 30 min`; below an hour as minutes."""
    minutes = round(duration / SECONDS_PER_MINUTE)
    if not minutes:
        return duration_text(duration)
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.filter
def wait(duration: float | None) -> str:
    """Write a mean wait; one that is not known, or grows without end, is a dash."""
    return "–" if duration is None else duration_text(duration)


@register.filter
def signed_percent(ratio: float, decimals: int = 0) -> str:
    """Write a change as a percentage with its sign: 0.12 as `+12 %`."""
    return sign_and_percent(ratio, decimals=decimals)


@register.filter
def signed(number: float, decimals: int = 0) -> str:
    """Write a change with its sign: 12.4 as `+12`, nothing as `0`."""
    rounded = round(number, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number_format(abs(rounded), decimal_pos=decimals, force_grouping=True)
