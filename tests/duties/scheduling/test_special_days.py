"""Days marked by hand: their dates, what is refused, and what forecasts do about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.builders.plans import MONDAY, make_forecast, make_queue, make_special_day

from floorwalker.duties.scheduling.actions.define_special_day import (
    SpecialDayFacts,
    define_special_day,
)
from floorwalker.duties.scheduling.actions.remove_special_day import remove_special_day
from floorwalker.duties.scheduling.choices import Repeats, SpecialDayKind
from floorwalker.duties.scheduling.models import SpecialDay
from floorwalker.duties.scheduling.queries.special_days import special_days_page
from floorwalker.duties.scheduling.rules import special_days as rules
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CAMPAIGN = SpecialDayFacts(
    name="Campaign",
    kind=SpecialDayKind.ADJUST,
    first_day=date(2026, 12, 7),
    last_day=date(2026, 12, 8),
    factor=1.2,
)


def define(cast, facts=CAMPAIGN, who="asha", **which):
    return define_special_day(cast.actor(who), site=cast.site, facts=facts, at=NOW, **which)


def days(first, last, *, within, **rule):
    found = rules.dates_within(rules.Dates(first, last, **rule), first=within[0], last=within[1])
    return sorted(day.isoformat() for day in found)


def test_a_yearly_day_comes_on_the_same_date_and_not_before_its_first_year():
    within = date(2024, 1, 1), date(2028, 12, 31)
    new_years_eve = date(2026, 12, 31)
    found = days(new_years_eve, new_years_eve, within=within, repeats=Repeats.YEARLY)
    assert found == ["2026-12-31", "2027-12-31", "2028-12-31"]


def test_a_monthly_day_that_a_month_lacks_comes_on_its_last():
    within = date(2027, 1, 30), date(2027, 4, 30)
    last = date(2026, 12, 31)
    found = days(last, last, within=within, repeats=Repeats.MONTHLY)
    assert found == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_stretch_over_new_year_is_found_from_either_side():
    first, last = date(2025, 12, 30), date(2026, 1, 2)
    found = days(first, last, within=(date(2027, 1, 1), date(2027, 12, 30)), repeats=Repeats.YEARLY)
    assert found == ["2027-01-01", "2027-01-02", "2027-12-30"]


def test_a_weekly_day_and_listed_dates():
    monday = date(2026, 11, 23)
    within = date(2026, 12, 1), date(2026, 12, 14)
    assert days(monday, monday, within=within, repeats=Repeats.WEEKLY) == [
        "2026-12-07",
        "2026-12-14",
    ]
    listed = days(monday, monday, within=within, also_on=[date(2026, 12, 3), date(2027, 1, 5)])
    assert listed == ["2026-12-03"]


def test_a_special_day_is_kept_with_its_record(cast):
    made = define(cast, replace(CAMPAIGN, also_on=(date(2027, 2, 1), date(2026, 12, 7))))
    made.refresh_from_db()
    assert (made.name, made.factor, made.also_on) == ("Campaign", 1.2, [date(2027, 2, 1)])
    record = AuditRecord.objects.get(action="define_special_day")
    assert (record.before, record.after["also_on"]) == (None, ["2027-02-01"])
    assert record.after["first_day"] == "2026-12-07"
    assert "note" not in record.after


def test_a_change_replaces_every_fact(cast):
    made = define(cast)
    closed = replace(CAMPAIGN, kind=SpecialDayKind.CLOSED, factor=None, name="Closed")
    define(cast, closed, special_day_id=made.pk)
    assert SpecialDay.objects.get().kind == "closed"
    assert AuditRecord.objects.filter(action="define_special_day").count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"note": "x" * 301}, "note"),
        ({"queue_id": 4711}, "queue"),
        ({"factor": 0.0}, "factor"),
        ({"factor": -0.5}, "factor"),
        ({"factor": 10.5}, "factor"),
        ({"kind": SpecialDayKind.CLOSED}, "factor"),
        ({"kind": SpecialDayKind.EXCLUDE}, "factor"),
        ({"last_day": date(2026, 12, 6)}, "last_day"),
        ({"last_day": date(2028, 1, 1)}, "last_day"),
        ({"first_day": date(1899, 1, 1)}, "first_day"),
        ({"also_on": (date(3000, 1, 1),)}, "also_on"),
        ({"repeats": Repeats.WEEKLY, "last_day": date(2026, 12, 14)}, "repeats"),
        ({"also_on": tuple(MONDAY + timedelta(days=n) for n in range(101))}, "also_on"),
    ],
)
def test_nonsense_is_refused_by_field_and_nothing_changes(cast, changes, field):
    with pytest.raises(BadInputError) as refused:
        define(cast, replace(CAMPAIGN, **changes))
    assert refused.value.where == field
    assert not SpecialDay.objects.exists()
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("who", ["ben", "otto", "zoe"])
def test_those_who_may_not_edit_forecasts_of_the_site_mark_no_days(cast, who):
    with pytest.raises(NotPermittedError):
        define(cast, who=who)
    kept = make_special_day(cast.site)
    with pytest.raises(NotPermittedError):
        remove_special_day(cast.actor(who), site=cast.site, special_day_id=kept.pk, at=NOW)
    assert SpecialDay.objects.get() == kept


def test_a_day_taken_back_leaves_its_record(cast):
    made = make_special_day(cast.site)
    remove_special_day(cast.actor("asha"), site=cast.site, special_day_id=made.pk, at=NOW)
    assert not SpecialDay.objects.exists()
    record = AuditRecord.objects.get(action="remove_special_day")
    assert (record.before["name"], record.after) == ("Stocktaking", None)
    with pytest.raises(NotFoundError):
        remove_special_day(cast.actor("asha"), site=cast.site, special_day_id=made.pk, at=NOW)


def test_the_page_shows_a_year_with_the_holidays_of_the_province(cast):
    make_special_day(cast.site, repeats=Repeats.YEARLY)
    page = special_days_page(cast.actor("asha"), at=NOW, year=2027)
    marked = {str(day.day): day.names for day in page.picture.marked}
    assert marked["2027-02-15"] == "Family Day"
    assert marked["2027-11-23"] == "Stocktaking"
    assert "2027-09-30" not in marked
    cast.site.is_federal_employer = True
    cast.site.save()
    page = special_days_page(cast.actor("asha"), at=NOW, year=2027)
    names = {str(day.day): day.names for day in page.picture.marked}
    assert names["2027-09-30"] == "National Day for Truth and Reconciliation"
    assert "2027-02-15" not in names


def test_the_list_says_what_forecasts_do_and_when_it_is_next(cast):
    make_special_day(cast.site, name="Stocktaking", repeats=Repeats.MONTHLY)
    make_special_day(cast.site, name="Sale", kind="adjust", factor=0.75)
    make_special_day(cast.site, name="Outage", kind="exclude", first_day=date(2026, 3, 2))
    make_special_day(cast.site, name="Bills", kind="adjust")
    later = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # still 30 November in Toronto
    rows = {row.name: row for row in special_days_page(cast.actor("asha"), at=later).rows}
    assert rows["Stocktaking"].next_day == date(2026, 12, 23)
    assert rows["Outage"].next_day is None
    assert rows["Sale"].effect == "\N{MINUS SIGN}25\N{NO-BREAK SPACE}% contacts"
    assert rows["Bills"].effect == "Learned from its past days"


def test_the_form_adds_a_day_and_says_what_is_wrong(cast, client):
    client.force_login(cast.users["asha"])
    sent = {
        "name": "Statement day",
        "kind": "adjust",
        "percent": "",
        "first_day": "2026-12-01",
        "repeats": "monthly",
        "also_on": "2027-01-05, 2027-02-08",
    }
    refused = client.post("/special-days/add/", sent | {"also_on": "tomorrow"})
    assert refused.status_code == 422
    assert "Write dates as 2026-12-01" in refused.content.decode()
    closed = client.post("/special-days/add/", sent | {"kind": "closed", "percent": "20"})
    assert "only a day with more or fewer contacts" in closed.content.decode()
    assert not SpecialDay.objects.exists()
    assert client.post("/special-days/add/", sent).status_code == 302
    made = SpecialDay.objects.get()
    assert (made.last_day, made.factor, len(made.also_on)) == (date(2026, 12, 1), None, 2)


def test_a_forecast_names_its_special_days_and_what_it_did(cast, client):
    version = make_forecast(make_queue(cast.site), days=35)
    told = {"kind": "adjust", "name": "Statement day", "factor": 1.12, "seen": 3}
    version.special_days = [
        {"day": "2026-11-24", **told},
        {"day": "2026-12-25", "kind": "holiday", "name": "", "factor": None, "seen": 0},
    ]
    version.save()
    client.force_login(cast.users["asha"])
    text = client.get(f"/forecasts/{version.pk}/").content.decode()
    assert "+12\N{NO-BREAK SPACE}% contacts, learned from 3 days" in text
    assert "Christmas Day" in text
    week = client.get(f"/forecasts/{version.pk}/?week=2026-11-23").content.decode()
    assert "Statement day" in week
    assert "Christmas Day" not in week
