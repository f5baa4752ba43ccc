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
