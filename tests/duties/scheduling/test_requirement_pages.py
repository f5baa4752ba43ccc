from datetime import date, timedelta

import pytest
from tests.builders.plans import MADE_AT, MONDAY, make_forecast, make_queue, make_requirement

from floorwalker.duties.scheduling.models import RequirementInterval
from floorwalker.duties.scheduling.queries.requirement_list import requirements_page
from floorwalker.duties.scheduling.queries.requirement_pages import requirement_page
from floorwalker.duties.scheduling.queries.what_if import Assumptions, Hours
from floorwalker.foundation.errors import BadInputError, NotFoundError

TUESDAY = MONDAY + timedelta(days=1)
OPEN_INTERVALS = 7 * 24  # half-hours from 08:00 to 20:00


@pytest.fixture
def requirement(cast):
    """Billing and Accounts, each in half-hours; every open interval needs 4 and 5 agents."""
    for name in ("Billing", "Accounts"):
        make_forecast(make_queue(cast.site, name=name), days=7)
    made = make_requirement(cast.site, shrinkage_ratio=0.2)
    for name, agents in (("Billing", 4), ("Accounts", 5)):
        rows = RequirementInterval.objects.filter(queue__name=name, offered__gt=0)
        rows.update(
            agents=agents,
            scheduled=agents / 0.8,
            service_level=0.85,
            asa_seconds=12,
            abandonment=0.02,
            occupancy=0.6,
        )
    return made


@pytest.fixture
def computed(cast):
    """Billing alone, as the engine staffs it."""
    make_forecast(make_queue(cast.site), days=7)
    return make_requirement(cast.site, shrinkage_ratio=0.2)


def shown(cast, requirement, **asked):
    whole = {"requirement_id": requirement.pk, "assumptions": Assumptions()} | asked
    return requirement_page(cast.actor("asha"), **whole)


# the list


def test_the_list_shows_the_coming_weeks_newest_requirement_in_hours(cast, requirement):
    (row,) = requirements_page(cast.actor("asha"), at=MADE_AT).rows
    assert (row.id, row.week_starts_on, row.contacts) == (requirement.pk, MONDAY, 2 * 7 * 240)
    assert row.required_hours == OPEN_INTERVALS * 9 / 2
    assert row.scheduled_hours == pytest.approx(OPEN_INTERVALS * 9 / 2 / 0.8)


def test_the_list_counts_hours_by_the_length_of_each_queues_intervals(cast):
    make_forecast(make_queue(cast.site, name="Quarters"), days=7, minutes=15)
    make_forecast(make_queue(cast.site, name="Halves"), days=7, minutes=30)
    made = make_requirement(cast.site)
    RequirementInterval.objects.filter(offered__gt=0).update(agents=1, scheduled=2)
    (row,) = requirements_page(cast.actor("asha"), at=MADE_AT).rows
    assert (row.required_hours, row.scheduled_hours) == (2 * 7 * 12, 4 * 7 * 12)
    assert shown(cast, made).total.hours == Hours(2 * 7 * 12, 4 * 7 * 12)


def test_the_list_leaves_out_weeks_that_are_over(cast, requirement):
    later = MADE_AT + timedelta(days=10)
    assert requirements_page(cast.actor("asha"), at=later).rows == ()


def test_only_the_newest_of_a_week_is_listed(cast, requirement):
    again = make_requirement(cast.site)
    assert [row.id for row in requirements_page(cast.actor("asha"), at=MADE_AT).rows] == [again.pk]


def test_the_list_says_what_to_do_when_it_is_empty(cast, signed_in):
    text = signed_in("asha").get("/requirements/").content.decode()
    assert "No requirement yet" in text
    assert 'href="/weeks/"' in text


def test_the_list_takes_as_many_queries_for_three_weeks_as_for_one(
    cast, requirement, signed_in, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("floorwalker.foundation.clock.now", lambda: MADE_AT)
    asha = signed_in("asha")
    asha.get("/requirements/")
    with django_assert_num_queries(8):
        asha.get("/requirements/")
    for monday in (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=2)):
        for queue in cast.site.queues.all():
            make_forecast(queue, week_starts_on=monday, days=7)
        make_requirement(cast.site, week_starts_on=monday)
    with django_assert_num_queries(8):
        asha.get("/requirements/")


# one week


def test_the_week_is_summed_by_queue_and_in_all(cast, requirement):
    page = shown(cast, requirement)
    assert [(queue.name, queue.contacts, queue.hours) for queue in page.queues] == [
        (
            "Accounts",
            7 * 240,
            Hours(OPEN_INTERVALS * 5 / 2, pytest.approx(OPEN_INTERVALS * 6.25 / 2)),
        ),
        ("Billing", 7 * 240, Hours(OPEN_INTERVALS * 4 / 2, pytest.approx(OPEN_INTERVALS * 5 / 2))),
    ]
    assert page.total.hours.required == OPEN_INTERVALS * 9 / 2
    assert page.total.work_hours == 2 * 7 * 20


def test_the_weeks_service_is_a_mean_over_contacts_and_shut_intervals_do_not_count(
    cast, requirement
):
    billing = shown(cast, requirement).queues[1]
    assert billing.service_level == pytest.approx(0.85)
    assert billing.abandonment == pytest.approx(0.02)
    assert billing.occupancy == pytest.approx(0.98 * 7 * 20 / (OPEN_INTERVALS * 4 / 2))


def test_the_assumptions_and_the_forecasts_used_are_told(cast, requirement):
    page = shown(cast, requirement)
    billing = page.queues[1]
    assert (billing.target.service_level, billing.target.within_seconds) == (0.8, 20)
    assert (billing.target.patience_seconds, page.shrinkage_ratio) == (120, 0.2)
    assert billing.forecast_id == requirement.forecasts.get(queue__name="Billing").pk


def test_all_queues_stand_beside_one_another_without_a_service_of_their_own(cast, requirement):
    page = shown(cast, requirement, day=TUESDAY)
    noon = page.intervals[8]
    assert noon.starts_at.strftime("%a %H:%M") == "Tue 12:00"
    assert (noon.agents, noon.scheduled, noon.agents_by_queue) == (9, 11.25, (5, 4))
    assert (noon.offered, noon.service) == (20, None)


def test_one_queue_tells_its_service(cast, requirement):
    queue_id = requirement.forecasts.get(queue__name="Billing").queue_id
    page = shown(cast, requirement, queue_id=queue_id)
    assert len(page.intervals) == 24
    noon = page.intervals[8]
    assert (page.shown_queue.name, page.shown_names) == ("Billing", ("Billing",))
    assert (noon.agents, noon.service.asa_seconds, noon.service.occupancy) == (4, 12, 0.6)


def test_the_map_holds_the_open_hours_of_every_day(cast, requirement):
    chart = shown(cast, requirement).week_map
    assert chart.row_labels[0] == "Mon 23 Nov."
    assert (chart.column_labels[0], chart.column_labels[-1]) == ("08:00", "19:30")
    assert [list(row) for row in chart.values] == [[9] * 24] * 7


def test_a_doubled_autumn_hour_is_in_the_day_twice_and_on_the_map_once(cast):
    monday, sunday = date(2026, 10, 26), date(2026, 11, 1)
    make_forecast(make_queue(cast.site), week_starts_on=monday, days=7)
    made = make_requirement(cast.site, week_starts_on=monday)
    RequirementInterval.objects.update(agents=2)
    page = shown(cast, made, day=sunday)
    assert len(page.intervals) == 50
    assert [len(row) for row in page.week_map.values] == [48] * 7
    assert set(page.week_map.values[-1]) == {2}


def test_a_longer_interval_takes_the_most_that_a_shorter_one_in_it_needs(cast):
    make_forecast(make_queue(cast.site, name="Quarters"), days=7, minutes=15)
    make_forecast(make_queue(cast.site, name="Halves"), days=7, minutes=30)
    made = make_requirement(cast.site)
    RequirementInterval.objects.filter(queue__name="Halves").update(agents=1)
    quarters = RequirementInterval.objects.filter(queue__name="Quarters")
    quarters.update(agents=2)
    quarters.filter(starts_at__minute__in=(15, 45)).update(agents=3)
    page = shown(cast, made)
    assert {need.agents_by_queue for need in page.intervals} == {(1, 3)}
    assert len(page.intervals) == 48


def test_a_newer_requirement_of_the_week_is_named(cast, requirement):
    assert shown(cast, requirement).newer_id is None
    again = make_requirement(cast.site)
    assert shown(cast, requirement).newer_id == again.pk


# what if


def test_as_planned_nothing_differs(cast, computed):
    page = shown(cast, computed)
    assert page.total.difference == Hours(0, 0)
    assert not page.is_what_if


def test_trying_the_very_assumptions_of_the_plan_gives_its_hours(cast, computed):
    as_stored = Assumptions(
        service_level=0.8, within_seconds=20, shrinkage_ratio=0.2, patience_seconds=120
    )
    page = shown(cast, computed, assumptions=as_stored)
    assert page.total.difference.required == 0
    assert page.total.difference.scheduled == pytest.approx(0)
    assert page.is_what_if


def test_more_shrinkage_schedules_more_people_for_the_same_work(cast, computed):
    page = shown(cast, computed, assumptions=Assumptions(shrinkage_ratio=0.5))
    hours = page.total.hours.required
    assert page.total.difference.required == 0
    assert page.total.tried.scheduled == pytest.approx(hours / 0.5)
    assert page.total.difference.scheduled == pytest.approx(hours / 0.5 - hours / 0.8)


@pytest.mark.parametrize(
    "assumptions",
    [
        Assumptions(service_level=0.99),
        Assumptions(within_seconds=1, service_level=0.95),
        Assumptions(patience_seconds=0),
    ],
)
def test_a_harder_promise_needs_more_hours(cast, computed, assumptions):
    assert shown(cast, computed, assumptions=assumptions).total.difference.required > 0


def test_a_what_if_of_one_queue_leaves_the_others_alone(cast, requirement):
    queue_id = requirement.forecasts.get(queue__name="Billing").queue_id
    page = shown(cast, requirement, queue_id=queue_id, assumptions=Assumptions(service_level=0.999))
    accounts, billing = page.queues
    assert accounts.difference == Hours(0, 0)
    assert billing.difference.required > 0


def test_nothing_of_a_what_if_is_stored(computed, signed_in):
    before = list(RequirementInterval.objects.values_list())
    answer = signed_in("asha").get(f"/requirements/{computed.pk}/?service_level=99&patience=0")
    assert "What if: hours under what you try" in answer.content.decode()
    assert list(RequirementInterval.objects.values_list()) == before


def test_a_what_if_that_makes_no_sense_is_named_and_left_out(computed, signed_in):
    text = signed_in("asha").get(f"/requirements/{computed.pk}/?service_level=120").content.decode()
    assert "less than or equal to 99.9" in text
    assert "What if: hours under what you try" not in text


# the page


@pytest.mark.parametrize("address", ["", "?service_level=90"])
def test_a_week_takes_as_many_queries_however_many_queues(
    cast, requirement, signed_in, django_assert_num_queries, address
):
    asha = signed_in("asha")
    asha.get(f"/requirements/{requirement.pk}/")
    with django_assert_num_queries(8):
        asha.get(f"/requirements/{requirement.pk}/{address}")
    make_forecast(make_queue(cast.site, name="Claims"), days=7)
    wider = make_requirement(cast.site)
    with django_assert_num_queries(8):
        asha.get(f"/requirements/{wider.pk}/{address}")


def test_other_words_of_the_address_stay_when_the_day_changes(computed, signed_in):
    text = signed_in("asha").get(f"/requirements/{computed.pk}/?service_level=90").content.decode()
    assert 'href="?service_level=90&amp;day=2026-11-24"' in text


def test_a_day_outside_the_week_and_an_unknown_queue_are_refused(cast, requirement):
    with pytest.raises(BadInputError):
        shown(cast, requirement, day=MONDAY - timedelta(days=1))
    with pytest.raises(NotFoundError):
        shown(cast, requirement, queue_id=999_999)


def test_an_unknown_requirement_is_not_found(signed_in):
    assert signed_in("asha").get("/requirements/999/").status_code == 404


@pytest.mark.parametrize(
    ("who", "expected"), [("asha", 200), ("otto", 200), ("zoe", 403), ("ben", 403)]
)
def test_who_may_see_a_requirement(computed, signed_in, who, expected):
    assert signed_in(who).get(f"/requirements/{computed.pk}/").status_code == expected


def test_a_stranger_is_sent_to_sign_in(computed, client):
    address = f"/requirements/{computed.pk}/"
    assert client.get(address).url == f"/sign-in/?next={address}"


def test_deferred_work_is_shown_spread_until_it_is_due(cast, signed_in):
    queue = make_queue(cast.site, name="E-mail", within_seconds=4 * 3600)
    queue.channel = "email"
    queue.save()
    make_forecast(queue, days=7)
    made = make_requirement(cast.site, shrinkage_ratio=0.2)
    page = shown(cast, made, queue_id=queue.pk, assumptions=Assumptions(within_seconds=1))
    assert page.shown_queue.target.is_deferred
    assert page.shown_queue.tried == page.shown_queue.hours
    text = signed_in("asha").get(f"/requirements/{made.pk}/?queue={queue.pk}").content.decode()
    for words in ("Spread until due", "All in 4\N{NO-BREAK SPACE}h of opening hours", "Open at"):
        assert words in text or words.replace("\N{NO-BREAK SPACE}", " ") in text
    assert "ASA" not in text
