"""What certainty costs in a week, and staffing the week for a line of it."""

from itertools import pairwise

import pytest
from scipy.stats import gamma
from tests.builders.plans import MADE_AT, make_forecast, make_queue, make_requirement
from tests.builders.rosters import make_roster

from floorwalker.duties.scheduling.actions.staff_for_risk import staff_for_risk
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.errors import RosterAlreadyPublishedError
from floorwalker.duties.scheduling.models import Requirement, RequirementInterval
from floorwalker.duties.scheduling.queries.price_list_page import price_list_page
from floorwalker.duties.scheduling.queries.requirement_pages import requirement_page
from floorwalker.duties.scheduling.queries.what_if import Assumptions
from floorwalker.engines.staffing import ServiceTarget, Workload, requirement
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotFoundError, NotPermittedError

OPEN_HOURS = 7 * 12


def agents_for(factor, *, mean=40.0):
    """Agents that one interval needs on a day so much busier."""
    target = ServiceTarget(0.8, 20, occupancy_max=0.85)
    load = Workload([mean * factor], 300.0, 1800.0)
    return int(requirement(load, target=target, patience_seconds=120.0).agents[0])


@pytest.fixture
def made(cast):
    make_forecast(make_queue(cast.site), days=7, mean=40.0)
    return make_requirement(cast.site, shrinkage_ratio=0.2)


def prices(cast, made, **asked):
    return price_list_page(cast.actor("asha"), requirement_id=made.pk, **asked)


def test_each_line_is_staffed_for_its_share_of_days(cast, made):
    page = prices(cast, made)
    assert [line.kept_days_ratio for line in page.lines] == [None, 0.6, 0.75, 0.9, 0.95, 0.99]
    factors = [1.0, *gamma.ppf([0.6, 0.75, 0.9, 0.95, 0.99], a=100, scale=0.01)]
    hours = [agents_for(factor) * OPEN_HOURS for factor in factors]
    assert [line.hours for line in page.lines] == hours
    assert [line.scheduled_hours for line in page.lines] == pytest.approx([h / 0.8 for h in hours])
    assert [line.extra_ratio for line in page.lines] == pytest.approx(
        [h / hours[0] - 1 for h in hours]
    )


def test_more_certainty_costs_more_and_misses_less(cast, made):
    lines = prices(cast, made).lines
    missed = [line.days_below_target for line in lines]
    assert missed == sorted(missed, reverse=True)
    assert [line.hours for line in lines] == sorted(line.hours for line in lines)
    for line in lines:
        assert line.days_below_floor <= line.days_below_target
        if line.kept_days_ratio:
            assert 1 - line.days_below_target >= line.kept_days_ratio - 1e-6


def test_one_more_point_costs_the_hours_between_two_lines(cast, made):
    lines = prices(cast, made).lines
    assert lines[0].next_point_hours is None
    for before, line in pairwise(lines):
        points = 100 * (before.days_below_target - line.days_below_target)
        if line.next_point_hours is not None:
            assert line.next_point_hours * points == pytest.approx(line.hours - before.hours)


def test_queues_add_up_and_one_can_be_looked_at_alone(cast, made):
    cards = make_queue(cast.site, name="Cards")
    make_forecast(cards, days=7, mean=40.0)
    wider = make_requirement(cast.site, shrinkage_ratio=0.2)
    both, alone = prices(cast, wider), prices(cast, wider, queue_id=cards.pk)
    for line, part in zip(both.lines, alone.lines, strict=True):
        assert line.hours == 2 * part.hours
        assert line.days_below_target == pytest.approx(part.days_below_target)
        assert line.service_level == pytest.approx(part.service_level)
    with pytest.raises(NotFoundError):
        prices(cast, wider, queue_id=999_999)


def test_a_forecast_that_is_not_sure_of_itself_has_no_price(cast, signed_in):
    make_forecast(make_queue(cast.site), days=7, day_factor_cv=0)
    made = make_requirement(cast.site)
    assert (prices(cast, made).lines, prices(cast, made).unsure_queues) == ((), ("Billing",))
    text = signed_in("asha").get(f"/requirements/{made.pk}/price-list/").content.decode()
    assert "There is no price list of this week" in text


def test_the_page_has_a_picture_and_a_button_for_each_other_line(cast, made, signed_in):
    text = signed_in("mia").get(f"/requirements/{made.pk}/price-list/").content.decode()
    assert text.count("Staff the week for it") == 5
    assert 'id="price-list"' in text
    seen = signed_in("otto").get(f"/requirements/{made.pk}/price-list/").content.decode()
    assert "Staff the week for it" not in seen


@pytest.mark.parametrize("queue", ["abc", "-1", "NaN", "9" * 30])
def test_a_queue_that_is_no_number_is_refused(made, signed_in, queue):
    address = f"/requirements/{made.pk}/price-list/?queue={queue}"
    assert signed_in("asha").get(address).status_code == 422


# staffing the week for a risk


def choose(cast, made, ratio, *, who="asha"):
    return staff_for_risk(cast.actor(who), requirement=made, kept_days_ratio=ratio, at=MADE_AT)


def test_choosing_a_line_stores_a_requirement_of_its_agents(cast, made):
    stored = choose(cast, made, 0.9)
    assert (stored.week_starts_on, stored.kept_days_ratio) == (made.week_starts_on, 0.9)
    assert stored.shrinkage_ratio == 0.2
    wanted = agents_for(float(gamma.ppf(0.9, a=100, scale=0.01)))
    rows = stored.intervals.filter(offered__gt=0)
    assert set(rows.values_list("agents", "offered")) == {(wanted, 40.0)}
    line = prices(cast, stored).lines[3]
    assert (line.is_chosen, line.hours) == (True, wanted * OPEN_HOURS)
    shown = requirement_page(
        cast.actor("asha"), requirement_id=stored.pk, assumptions=Assumptions()
    )
    assert (shown.kept_days_ratio, shown.total.hours.required) == (0.9, wanted * OPEN_HOURS)


def test_the_service_of_such_a_week_is_that_of_a_day_as_forecast(cast, made):
    before = made.intervals.filter(offered__gt=0).first()
    after = choose(cast, made, 0.95).intervals.filter(offered__gt=0).first()
    assert after.agents > before.agents
    assert after.service_level > before.service_level
    assert after.offered == before.offered


def test_going_back_to_the_forecast_is_a_line_like_any_other(cast, made):
    again = choose(cast, choose(cast, made, 0.9), None)
    assert again.kept_days_ratio is None
    agents = made.intervals.order_by("starts_at").values_list("agents", flat=True)
    assert list(again.intervals.values_list("agents", flat=True)) == list(agents)


def test_the_deed_is_recorded_with_the_share_of_days(cast, made):
    stored = choose(cast, made, 0.9)
    told = AuditRecord.objects.get(action="staff_for_risk")
    assert (told.subject_id, told.after) == (str(stored.pk), {"kept_days_ratio": 0.9})
    made_of = AuditRecord.objects.filter(action="store_requirement").latest("pk")
    assert made_of.after["kept_days_ratio"] == 0.9


@pytest.mark.parametrize("who", ["ben", "otto", "zoe"])
def test_others_may_not_choose(cast, made, who):
    with pytest.raises(NotPermittedError):
        choose(cast, made, 0.9, who=who)
    assert Requirement.objects.get() == made


def test_a_published_week_is_refused(cast):
    roster = make_roster(cast.site, state=RosterState.PUBLISHED)
    with pytest.raises(RosterAlreadyPublishedError):
        choose(cast, roster.requirement, 0.9)
    assert Requirement.objects.count() == 1
    page = prices(cast, roster.requirement)
    assert (page.can_choose, page.is_published) == (False, True)


def test_the_button_leads_to_the_new_requirement_which_says_its_risk(made, signed_in):
    asha = signed_in("asha")
    answer = asha.post(f"/requirements/{made.pk}/risk/", {"kept_days_percent": 95}, follow=True)
    newest = Requirement.objects.latest("pk")
    assert answer.redirect_chain == [(f"/requirements/{newest.pk}/", 302)]
    words = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Staffed so that at least 95 % of days keep the promise." in words


@pytest.mark.parametrize("percent", ["NaN", "100", "-1", "0", "95.5", "9" * 40])
def test_a_risk_that_makes_no_sense_is_refused(made, signed_in, percent):
    answer = signed_in("asha").post(
        f"/requirements/{made.pk}/risk/", {"kept_days_percent": percent}
    )
    assert answer.status_code == 422
    assert Requirement.objects.get() == made


def test_the_board_takes_the_risk_of_the_week_as_the_plan(cast, made, signed_in):
    stored = choose(cast, made, 0.9)
    text = signed_in("asha").get(f"/what-if/?requirement={stored.pk}").content.decode()
    assert "As planned: " in text
    assert RequirementInterval.objects.filter(requirement=stored).exists()
