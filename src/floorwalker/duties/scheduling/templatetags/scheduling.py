"""`{% load scheduling %}`: how shares and durations are written.

Numbers are rounded first: Django's `number_format` cuts the decimals of a float off.
"""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()

SECONDS_PER_MINUTE = 60
PERCENT = "\N{NO-BREAK SPACE}%"


@register.filter
def percent(ratio: float) -> str:
    """Write a share of 1 as a percentage: 0.834 as `83 %`."""
    return f"{number_format(round(ratio * 100), decimal_pos=0)}{PERCENT}"


@register.filter
def percent_fine(ratio: float) -> str:
    """Write a share of 1 with one decimal: 0.0834 as `8.3 %`."""
    return f"{number_format(round(ratio * 100, 1), decimal_pos=1)}{PERCENT}"


@register.filter
def seconds(duration: float) -> str:
    """Write a duration: 45 as `45 s`, 125 as `2 min 05 s`."""
    if round(duration) < SECONDS_PER_MINUTE:
        return _("%(seconds)s s") % {"seconds": number_format(round(duration), decimal_pos=0)}
    minutes, rest = divmod(round(duration), SECONDS_PER_MINUTE)
    return _("%(minutes)s min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}


@register.filter
def signed(number: float, decimals: int = 0) -> str:
    """Write a change with its sign: 12.4 as `+12`, nothing as `0`."""
    rounded = round(number, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number_format(abs(rounded), decimal_pos=decimals, force_grouping=True)
