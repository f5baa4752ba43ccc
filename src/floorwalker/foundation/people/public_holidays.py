"""Public holidays of a site's country and province, or of its country's federal employers.

A bank, an airline or a department in Canada keeps the days of the Canada Labour Code, such as the
National Day for Truth and Reconciliation, wherever it is; a shop next door keeps the province's.
"""

from collections.abc import Iterable, Mapping
from datetime import date

FEDERAL = "government"  # what the package calls the days that federal employers keep
NAMES_IN = {"en": "en_CA", "fr": "fr"}


def public_holidays(
    country: str, province: str, *, years: Iterable[int], is_federal: bool = False
) -> frozenset[date]:
    """Return the public holidays of these years; none where the country is not known."""
    return frozenset(named_holidays(country, province, years=years, is_federal=is_federal))


def named_holidays(
    country: str,
    province: str,
    *,
    years: Iterable[int],
    is_federal: bool = False,
    language: str = "en",
) -> Mapping[date, str]:
    """Return the public holidays of these years with their names, in English or French.

    A country whose days have no names in that language tells them in its own.
    """
    import holidays

    if not country:
        return {}
    federal = is_federal and are_federal_holidays_known(country)
    try:
        found = holidays.country_holidays(
            country,
            subdiv=None if federal else province or None,
            years=list(years),
            language=NAMES_IN.get(language),
            categories=(FEDERAL,) if federal else None,
        )
        return dict(found)
    except NotImplementedError:
        return {}


def are_public_holidays_known(country: str, province: str = "") -> bool:
    """Tell whether this country, or this province of it, has public holidays that we know."""
    import holidays

    try:
        holidays.country_holidays(country, subdiv=province or None)
    except NotImplementedError:
        return False
    return True


def are_federal_holidays_known(country: str) -> bool:
    """Tell whether the federal employers of this country keep days of their own that we know."""
    import holidays

    try:
        return FEDERAL in holidays.country_holidays(country).supported_categories
    except NotImplementedError:
        return False
