"""`{% load scheduling %}`: how shares, durations and changes are written."""

from django import template
from django.utils.formats import number_format

from floorwalker.foundation.ui.written import duration_text, percent_text

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
def signed(number: float, decimals: int = 0) -> str:
    """Write a change with its sign: 12.4 as `+12`, nothing as `0`."""
    rounded = round(number, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number_format(abs(rounded), decimal_pos=decimals, force_grouping=True)
