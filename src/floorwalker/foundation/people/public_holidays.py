"""Public holidays of a site's country and province."""

from collections.abc import Iterable
from datetime import date


def public_holidays(country: str, province: str, *, years: Iterable[int]) -> frozenset[date]:
    """Return the public holidays of these years; none where the country is not known."""
    import holidays

    if not country:
        return frozenset()
    try:
        found = holidays.country_holidays(country, subdiv=province or None, years=list(years))
    except NotImplementedError:
        return frozenset()
    return frozenset(found)


def are_public_holidays_known(country: str, province: str = "") -> bool:
    """Tell whether this country, or this province of it, has public holidays that we know."""
    import holidays

    try:
        holidays.country_holidays(country, subdiv=province or None)
    except NotImplementedError:
        return False
    return True
