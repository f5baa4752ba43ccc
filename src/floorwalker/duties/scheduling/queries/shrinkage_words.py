"""Why a requirement has its shrinkage, in a sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from floorwalker.duties.scheduling.choices import LossCause
from floorwalker.foundation.ui.written import percent_text

SHARE_LEAST = 0.0005


def shrinkage_words(learned: Mapping[str, Any] | None) -> str:
    """Return what it was learned from, by cause, the largest first; or that it was typed in."""
    if learned is None:
        return _("Shrinkage: the usual one, as typed in.")
    shares = sorted(learned["causes"].items(), key=lambda item: -item[1])
    causes = ", ".join(
        f"{LossCause(cause).label} {percent_text(share, decimals=1)}"
        for cause, share in shares
        if share >= SHARE_LEAST
    )
    days, lead_days = learned["days"], learned["lead_days"]
    said = ngettext(
        "Shrinkage: learned from %(days)d day, %(lead)d days ahead. %(causes)s.",
        "Shrinkage: learned from %(days)d days, %(lead)d days ahead. %(causes)s.",
        days,
    )
    if not causes:
        return _("Shrinkage: learned; nothing is expected to be lost.")
    return said % {"days": days, "lead": lead_days, "causes": causes}
