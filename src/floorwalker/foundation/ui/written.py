"""How shares and durations are written, in the reader's language.

Numbers are rounded first: Django's `number_format` cuts the decimals of a float off.
"""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SECONDS_PER_MINUTE = 60
PERCENT = "\N{NO-BREAK SPACE}%"


def number_text(value: float, *, decimals: int = 0) -> str:
    """Write a number: 1204.5 as `1,204.5`."""
    rounded = round(value, decimals)
    return str(number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def percent_text(ratio: float, *, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage: 0.834 as `83 %`."""
    return f"{number_format(round(ratio * 100, decimals), decimal_pos=decimals)}{PERCENT}"


def signed_percent(ratio: float, *, decimals: int = 0) -> str:
    """Write a change with its sign: 0.1 as `+10 %`, nothing as `0 %`."""
    rounded = round(100 * ratio, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + percent_text(abs(ratio), decimals=decimals)


def duration_text(seconds: float) -> str:
    """Write a duration: 45 as `45 s`, 125 as `2 min 05 s`."""
    if round(seconds) < SECONDS_PER_MINUTE:
        return _("%(seconds)s s") % {"seconds": number_format(round(seconds), decimal_pos=0)}
    minutes, rest = divmod(round(seconds), SECONDS_PER_MINUTE)
    return _("%(minutes)s min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
