"""Dates from the laws: provinces' employment standards, the Canada Labour Code (s. 192)."""

from datetime import date

import pytest

from floorwalker.foundation.people.public_holidays import named_holidays, public_holidays

FAMILY_DAY = date(2026, 2, 16)  # third Monday of February
VICTORIA_DAY = date(2026, 5, 18)  # the Monday before 25 May
SAINT_JEAN_BAPTISTE = date(2026, 6, 24)
CANADA_DAY = date(2026, 7, 1)
TRUTH_AND_RECONCILIATION = date(2026, 9, 30)
THANKSGIVING = date(2026, 10, 12)  # second Monday of October
REMEMBRANCE_DAY = date(2026, 11, 11)
BOXING_DAY = date(2026, 12, 26)


@pytest.mark.parametrize(
    ("province", "kept", "not_kept"),
    [
        ("QC", {SAINT_JEAN_BAPTISTE, VICTORIA_DAY, THANKSGIVING}, {FAMILY_DAY, BOXING_DAY}),
        ("ON", {FAMILY_DAY, BOXING_DAY, VICTORIA_DAY}, {SAINT_JEAN_BAPTISTE, REMEMBRANCE_DAY}),
        ("BC", {FAMILY_DAY, TRUTH_AND_RECONCILIATION, REMEMBRANCE_DAY}, {SAINT_JEAN_BAPTISTE}),
    ],
)
def test_each_province_keeps_its_own_days(province, kept, not_kept):
    found = public_holidays("CA", province, years=[2026])
    assert kept | {CANADA_DAY} <= found
    assert not not_kept & found


@pytest.mark.parametrize("province", ["QC", "ON", ""])
def test_a_federal_employer_keeps_the_federal_days_in_every_province(province):
    found = public_holidays("CA", province, years=[2026], is_federal=True)
    assert {TRUTH_AND_RECONCILIATION, REMEMBRANCE_DAY, VICTORIA_DAY, BOXING_DAY} <= found
    assert not {FAMILY_DAY, SAINT_JEAN_BAPTISTE} & found


def test_days_have_names_in_the_readers_language():
    english = named_holidays("CA", "QC", years=[2026])
    french = named_holidays("CA", "QC", years=[2026], language="fr")
    assert english[SAINT_JEAN_BAPTISTE] == "Saint Jean Baptiste Day"
    assert french[SAINT_JEAN_BAPTISTE] == "Fête nationale du Québec"
    assert english.keys() == french.keys()


def test_an_unknown_country_keeps_none():
    assert public_holidays("XX", "", years=[2026], is_federal=True) == frozenset()
    assert public_holidays("", "", years=[2026]) == frozenset()
