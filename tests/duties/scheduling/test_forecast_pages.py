from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from tests.builders.plans import MONDAY, make_backtest, make_forecast, make_queue

from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.choices import ForecastKind
from floorwalker.duties.scheduling.models import ForecastVersion
from floorwalker.duties.scheduling.queries.forecast_list import forecasts_page
from floorwalker.duties.scheduling.queries.forecast_pages import forecast_page
from floorwalker.foundation import clock

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def version(cast):
    return make_forecast(make_queue(cast.site), days=14, backtest=make_backtest())


def edited(cast, version, **edit):
    change = Edit(**{"day": TUESDAY, "percent": 20} | edit)
    return edit_forecast(
        cast.actor("mia"), version=version, edit=change, note="Bills go out", at=clock.now()
    )


# the list


def test_the_list_shows_each_queues_newest_version(cast, version):
    newest = edited(cast, version)
    make_forecast(make_queue(cast.site, name="Accounts"), days=7)
    page = forecasts_page(cast.actor("asha"), at=clock.now())
    assert [(row.queue_name, row.contacts) for row in page.rows] == [
        ("Accounts", 7 * 240),
        ("Billing", pytest.approx(14 * 240 + 48)),
    ]
    assert (page.rows[1].version_id, page.rows[1].is_edited) == (newest.pk, True)
    assert (page.rows[1].first_day, page.rows[1].last_day) == (MONDAY, date(2026, 12, 6))


def test_the_list_shows_the_error_beside_that_of_last_week_again(cast, version):
    (row,) = forecasts_page(cast.actor("asha"), at=clock.now()).rows
    assert (row.wape_ratio, row.plain_wape_ratio) == (0.053, 0.084)


def test_the_list_names_the_queues_without_a_forecast(cast, version):
    make_queue(cast.site, name="Claims")
    make_queue(cast.other_site, name="Elsewhere")
    page = forecasts_page(cast.actor("asha"), at=clock.now())
    assert page.queues_without == ("Claims",)


def test_the_list_says_what_to_do_without_queues_and_without_forecasts(cast, signed_in):
    asha = signed_in("asha")
    assert "No queues yet" in asha.get("/forecasts/").content.decode()
    make_queue(cast.site)
    text = asha.get("/forecasts/").content.decode()
    assert "No forecast yet" in text
    assert 'href="/weeks/"' in text


def test_the_list_takes_as_many_queries_for_ten_queues_as_for_one(
    cast, version, signed_in, django_assert_num_queries
):
    asha = signed_in("asha")
    asha.get("/forecasts/")
    with django_assert_num_queries(8):
        asha.get("/forecasts/")
    for number in range(9):
        make_forecast(make_queue(cast.site, name=f"Queue {number}"), days=1)
    with django_assert_num_queries(8):
        asha.get("/forecasts/")


# one version


def test_all_days_are_shown_as_totals_with_their_spread(cast, version):
    page = forecast_page(cast.actor("asha"), version_id=version.pk)
    assert [(day.day, day.mean, day.work_hours) for day in page.days] == [
        (MONDAY + timedelta(days=n), 240, 20) for n in range(14)
    ]
    assert page.days[0].deviation == pytest.approx((240 + 24**2) ** 0.5)
    assert (page.contacts, page.work_hours, page.difference) == (14 * 240, 14 * 20, None)
    assert page.chart.times[0] == datetime(2026, 11, 23, tzinfo=cast.site.tzinfo)
    assert list(page.chart.series[0].values) == [240] * 14
    assert page.day_tabs == ()


def test_a_week_is_shown_in_intervals(cast, version):
    page = forecast_page(cast.actor("asha"), version_id=version.pk, week=date(2026, 12, 3))
    assert [day.day for day in page.days] == [date(2026, 11, 30) + timedelta(n) for n in range(7)]
    assert len(page.chart.times) == 7 * 48
    assert [tab.label for tab in page.day_tabs][:2] == ["Mon 30", "Tue 1"]
    assert [tab.is_current for tab in page.week_tabs] == [False, False, True]


def test_a_day_is_shown_in_intervals_with_both_bands(cast, version):
    page = forecast_page(cast.actor("asha"), version_id=version.pk, day=TUESDAY)
    assert [day.mean for day in page.days] == [240]
    assert timezone.localtime(page.chart.times[0], cast.site.tzinfo).time() == time(0)
    wide, narrow = page.chart.bands
    noon = 24
    assert (wide.lower[noon], wide.upper[noon]) == (5, 16)
    assert (narrow.lower[noon], narrow.upper[noon]) == (8, 12)
    assert [tab.url for tab in page.day_tabs if tab.is_current] == ["?day=2026-11-24"]


@pytest.mark.parametrize(
    ("day", "intervals"), [(date(2026, 11, 1), 50), (date(2026, 3, 8), 46), (TUESDAY, 48)]
)
def test_a_day_has_the_intervals_that_its_clock_has(cast, day, intervals):
    version = make_forecast(make_queue(cast.site), week_starts_on=day, days=2)
    page = forecast_page(cast.actor("asha"), version_id=version.pk, day=day)
    assert len(page.chart.times) == intervals
    assert page.days[0].mean == 240


def test_an_edited_version_is_compared_day_by_day_with_what_it_is_based_on(cast, version):
    page = forecast_page(cast.actor("asha"), version_id=edited(cast, version).pk)
    assert [day.difference for day in page.days][:3] == [0, pytest.approx(48), 0]
    assert page.difference == pytest.approx(48)


def test_the_versions_tell_who_made_them_when_why_and_from_which(cast, version):
    newer = edited(cast, version)
    make_forecast(make_queue(cast.site, name="Accounts"), days=1)
    page = forecast_page(cast.actor("asha"), version_id=version.pk)
    assert [
        (row.id, row.kind_label, row.made_by, row.note, row.based_on_id, row.is_shown)
        for row in page.versions
    ] == [
        (newer.pk, "Edited", "Mia", "Bills go out", version.pk, False),
        (version.pk, "System", "Floorwalker", "", None, True),
    ]


def test_the_page_speaks_plainly_of_the_back_test(version, signed_in):
    text = signed_in("asha").get(f"/forecasts/{version.pk}/").content.decode()
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    assert "this forecast was off by 5.3 % per interval of 30 minutes" in text
    assert "Noise alone is 2.3 %." in text


def test_the_page_says_so_when_the_history_was_too_short_for_a_back_test(cast, signed_in):
    version = make_forecast(make_queue(cast.site), days=1)
    text = signed_in("asha").get(f"/forecasts/{version.pk}/").content.decode()
    assert "too short for a back-test" in text


def test_times_are_told_by_the_clock_of_the_queues_site(cast, signed_in):
    cast.other_site.zone = "Australia/Perth"
    cast.other_site.save()
    version = make_forecast(make_queue(cast.other_site), days=2)
    text = signed_in("otto").get(f"/forecasts/{version.pk}/?day=2026-11-24").content.decode()
    assert "Tue 24 Nov. 2026 00:00" in text
    assert "Tue 24 Nov. 2026 23:30" in text


@pytest.mark.parametrize(("address", "queries"), [("", 7), ("?day=2026-11-24", 10)])
def test_a_version_takes_as_many_queries_whatever_its_length(
    cast, version, signed_in, django_assert_num_queries, address, queries
):
    asha = signed_in("asha")
    for _ in range(5):
        edited(cast, version)
    asha.get(f"/forecasts/{version.pk}/")
    with django_assert_num_queries(queries):
        asha.get(f"/forecasts/{version.pk}/{address}")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?day=2026-11-22", 422),
        ("?week=2026-12-07", 422),
        ("?day=yesterday", 422),
        ("?week=2026-12-06", 200),
    ],
)
def test_days_outside_the_forecast_are_refused(version, signed_in, address, status):
    assert signed_in("asha").get(f"/forecasts/{version.pk}/{address}").status_code == status


def test_an_unknown_version_is_not_found(signed_in):
    assert signed_in("asha").get("/forecasts/999/").status_code == 404


# the edit


def sent(**changed):
    whole = {"day": "2026-11-24", "from_time": "", "until_time": "", "percent": "20"}
    return whole | {"note": "Bills go out"} | changed


def test_an_edit_leads_to_its_day_of_the_new_version(version, signed_in):
    answer = signed_in("asha").post(f"/forecasts/{version.pk}/edit/", sent())
    made = ForecastVersion.objects.get(kind=ForecastKind.EDITED)
    assert (answer.status_code, answer.url) == (302, f"/forecasts/{made.pk}/?day=2026-11-24")
    assert made.note == "Bills go out"


def test_midnight_as_an_end_is_the_days_own_end(version, signed_in):
    late = sent(from_time="19:00", until_time="00:00", percent="100")
    signed_in("asha").post(f"/forecasts/{version.pk}/edit/", late)
    made = ForecastVersion.objects.get(kind=ForecastKind.EDITED)
    assert made.intervals.filter(mean=20).count() == 2  # 19:00 and 19:30


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"percent": "501"}, "less than or equal to 500"),
        ({"percent": ""}, "This field is required"),
        ({"note": ""}, "This field is required"),
        ({"from_time": "10:00", "until_time": "09:00"}, "Choose a time after the start."),
        ({"day": "2027-01-01"}, "no interval in that stretch"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_its_reason(version, signed_in, changed, said):
    answer = signed_in("asha").post(f"/forecasts/{version.pk}/edit/", sent(**changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ForecastVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "expected"),
    [("asha", 302), ("mia", 302), ("ann", 302), ("zoe", 403), ("ben", 403), ("otto", 403)],
)
def test_who_may_edit(version, signed_in, who, expected):
    assert signed_in(who).post(f"/forecasts/{version.pk}/edit/", sent()).status_code == expected
    assert ForecastVersion.objects.count() == (2 if expected == 302 else 1)


def test_an_auditor_sees_no_way_to_edit(version, signed_in):
    address = f"/forecasts/{version.pk}/"
    assert "Make a new version" not in signed_in("otto").get(address).content.decode()
    assert "Make a new version" in signed_in("asha").get(address).content.decode()


@pytest.mark.parametrize(
    ("who", "expected"), [("asha", 200), ("otto", 200), ("zoe", 403), ("ben", 403)]
)
def test_who_may_see_a_forecast(version, signed_in, who, expected):
    assert signed_in(who).get(f"/forecasts/{version.pk}/").status_code == expected


def test_a_stranger_is_sent_to_sign_in(version, client):
    assert client.get("/forecasts/").url == "/sign-in/?next=/forecasts/"
    assert client.post(f"/forecasts/{version.pk}/edit/", sent()).status_code == 302
    assert ForecastVersion.objects.count() == 1
