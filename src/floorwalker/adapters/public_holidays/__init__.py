"""Public holidays of a country or province, from the `holidays` package, as plain dates."""

from datetime import date

from floorwalker.foundation.errors import BadInputError


def public_holidays(
    country: str, *, province: str | None = None, first_year: int, last_year: int
) -> frozenset[date]:
    """Return the public holidays of whole years.

    Raises:
        BadInputError: the country or province is not known.
    """
    import holidays

    try:
        days = holidays.country_holidays(
            country.upper(), subdiv=province, years=range(first_year, last_year + 1)
        )
    except NotImplementedError as error:
        raise BadInputError(
            f"there are no holidays for {country}{f' / {province}' if province else ''} ({error}).",
            next_step="Use codes such as CA and QC (ISO 3166).",
        ) from None
    return frozenset(days)
