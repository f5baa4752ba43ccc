from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from tests.builders.plans import MONDAY, make_forecast, make_queue, make_requirement
from tests.builders.rosters import make_roster, make_shift

from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import Leave
from floorwalker.duties.scheduling.stages.predicting import predicted_service_level
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.engines.roster import Window
from floorwalker.engines.staffing import Workload, performance
from floorwalker.foundation.errors import StateError
from floorwalker.foundation.people.models import Availability, Contract, Person, Skill

DAY = 1440


@pytest.fixture
def roster(cast):
    """One queue that everybody may serve; full days on Monday."""
    return make_roster(cast.site, days=[0])


def agent_of(roster, person):
    facts = roster_facts(roster.requirement)
    return next(a for a in facts.problem.agents if a.name == str(person.pk))


def test_people_are_told_by_name_and_only_those_of_the_site(roster):
    facts = roster_facts(roster.requirement)
    assert [person.name for person in facts.people] == ["Asha", "Bea", "Ben", "Cal", "Cleo"]
    assert [agent.name for agent in facts.problem.agents] == [str(p.pk) for p in facts.people]


def test_somebody_serves_the_queues_whose_skills_they_have_all(cast, roster):
    french, cards = (Skill.objects.create(site=cast.site, name=n) for n in ("french", "cards"))
    make_queue(cast.site, name="Cartes").required_skills.set([french, cards])
    make_queue(cast.site, name="Comptes").required_skills.set([french])
    cast.people["ben"].skills.set([french])
    cast.people["bea"].skills.set([french, cards])
    facts = roster_facts(roster.requirement)
    names = {
        person.name: [facts.queues[q].name for q in agent.queues]
        for person, agent in zip(facts.people, facts.problem.agents, strict=True)
    }
    assert names["Ben"] == ["Billing", "Comptes"]
    assert names["Bea"] == ["Billing", "Cartes", "Comptes"]
    assert names["Cal"] == ["Billing"]


def test_who_can_serve_nothing_is_not_rostered(cast, roster):
    french = Skill.objects.create(site=cast.site, name="french")
    roster.site.queues.get().required_skills.set([french])
    cast.people["ben"].skills.set([french])
    facts = roster_facts(roster.requirement)
    assert [person.name for person in facts.people] == ["Ben"]
    Person.objects.update(inactive_from=MONDAY)
    with pytest.raises(StateError):
        roster_facts(roster.requirement)


def test_a_contract_is_told_in_minutes(cast, roster):
    Contract.objects.filter(person=cast.people["ben"]).update(
        week_hours_min=37.5,
        week_hours_max="42.25",
        day_hours_min=4,
        day_hours_max="9.5",
        days_per_week_max=4,
        consecutive_days_max=3,
        rest_hours_min="11.5",
    )
    contract = agent_of(roster, cast.people["ben"]).contract
    assert (contract.paid_minutes_min, contract.paid_minutes_max) == (2250, 2535)
    assert (contract.shift_minutes_min, contract.shift_minutes_max) == (240, 570)
    assert (contract.shifts_max, contract.days_off_min) == (4, 3)
    assert (contract.consecutive_days_max, contract.rest_minutes_min) == (3, 690)


def test_without_a_contract_the_usual_one_holds(cast, roster):
    cast.people["ben"].contract.delete()
    contract = agent_of(roster, cast.people["ben"]).contract
    assert (contract.paid_minutes_min, contract.paid_minutes_max) == (0, 2400)


def test_availability_is_always_or_the_noted_windows(cast, roster):
    ben = cast.people["ben"]
    assert agent_of(roster, ben).availability is None
    Availability.objects.create(person=ben, weekday=6, from_minute=1200, until_minute=1800)
    Availability.objects.create(person=ben, weekday=0, from_minute=480, until_minute=1020)
    windows = (Window(480, 1020), Window(6 * DAY + 1200, 6 * DAY + 1800))
    assert agent_of(roster, ben).availability == windows


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-3, -1, ()),
        (7, 9, ()),
        (2, 2, (Window(2 * DAY, 3 * DAY),)),
        (-3, 0, (Window(0, DAY),)),
        (6, 12, (Window(6 * DAY, 7 * DAY),)),
        (-10, 20, (Window(0, 7 * DAY),)),
    ],
)
def test_leave_counts_for_its_days_in_the_week(cast, roster, first, last, expected):
    starts_on, ends_on = (MONDAY + timedelta(days=n) for n in (first, last))
    Leave.objects.create(person=cast.people["ben"], starts_on=starts_on, ends_on=ends_on)
    assert agent_of(roster, cast.people["ben"]).leave == expected
    assert agent_of(roster, cast.people["bea"]).leave == ()


# the weeks before


def past(agent):
    return agent.last_shift_end_minute, agent.days_worked_run


def test_without_a_published_past_nothing_is_known(cast, roster):
    make_roster(cast.site, week_starts_on=MONDAY - timedelta(days=7))  # a draft
    assert past(agent_of(roster, cast.people["ben"])) == (None, 0)


def published_before(cast, *, weeks=1, days):
    return make_roster(
        cast.site,
        week_starts_on=MONDAY - timedelta(weeks=weeks),
        state=RosterState.PUBLISHED,
        days=days,
    )


def test_a_free_sunday_ends_the_run(cast, roster):
    published_before(cast, days=[0, 1, 2, 3, 4, 5])
    # Saturday's shift ended at 16:30: 31.5 hours before Monday
    assert past(agent_of(roster, cast.people["ben"])) == (-DAY - 450, 0)


def test_a_run_is_counted_back_across_weeks(cast, roster):
    published_before(cast, days=range(7))
    published_before(cast, weeks=2, days=[5, 6])
    assert past(agent_of(roster, cast.people["ben"])) == (-450, 9)


def test_a_night_that_reaches_into_the_week_ends_in_it(cast, roster):
    old = published_before(cast, days=[])
    make_shift(old, cast.people["ben"], day=6, start=1320, end=1320 + 480, template="Night")
    assert past(agent_of(roster, cast.people["ben"])) == (360, 1)
    assert past(agent_of(roster, cast.people["bea"])) == (None, 0)


def test_the_weeks_own_published_shifts_are_not_its_past(cast, roster):
    type(roster).objects.update(state=RosterState.PUBLISHED)
    assert past(agent_of(roster, cast.people["ben"])) == (None, 0)


# the need, and what it predicts


def test_need_is_told_by_quarter_hour_of_the_wall_clock(cast):
    spring = date(2026, 3, 2)  # 8 March has 23 hours
    roster = make_roster(cast.site, week_starts_on=spring, days=[])
    facts = roster_facts(roster.requirement)
    need = facts.problem.need
    assert need.shape == (1, 7 * 96)
    scheduled = roster.requirement.intervals.get(
        starts_at=datetime(2026, 3, 8, 12, 0, tzinfo=UTC)  # 08:00 in summer time
    ).scheduled
    assert scheduled > 0
    open_slots = np.flatnonzero(need[0, 6 * 96 :])
    assert (open_slots[0], open_slots[-1]) == (32, 79)
    assert need[0, 6 * 96 + 32] == pytest.approx(scheduled)


def test_one_queue_is_predicted_as_erlang_a_says(roster):
    facts = roster_facts(roster.requirement)
    rows = list(
        roster.requirement.intervals.select_related("requirement").filter(offered__gt=0)[:24]
    )
    scheduled = np.full((1, 7 * 96), 5.0)
    # shrinkage 0.2: of five scheduled four answer; 10 contacts of 300 s in each half-hour
    by_hand = performance(
        Workload(offered=np.array([10.0]), aht_seconds=np.array([300.0]), interval_seconds=1800.0),
        agents=4,
        within_seconds=20,
        patience_seconds=120,
    ).service_level[0]
    assert predicted_service_level(facts, scheduled, rows) == pytest.approx(by_hand)
    assert predicted_service_level(facts, scheduled * 2, rows) > by_hand
    assert predicted_service_level(facts, scheduled * 0, rows) == 0
    assert predicted_service_level(facts, scheduled, []) is None


def test_queues_count_by_their_contacts_and_a_closed_one_not_at_all(cast):
    make_queue(cast.site, name="Billing")
    make_forecast(make_queue(cast.site, name="Claims"), days=7, mean=30.0)
    make_forecast(cast.site.queues.get(name="Billing"), days=7, mean=10.0)
    requirement = make_requirement(cast.site)
    roster = make_roster(cast.site, days=[])
    rows = list(requirement.intervals.select_related("requirement"))
    only_claims = np.vstack([np.zeros(672), np.full(672, 1000.0)])
    facts = roster_facts(roster.requirement)
    assert predicted_service_level(facts, only_claims, rows) == pytest.approx(30 / 40)
    cast.site.queues.filter(name="Billing").update(is_active=False)
    facts = roster_facts(roster.requirement)
    assert predicted_service_level(facts, np.full((1, 672), 1000.0), rows) == pytest.approx(1)
