"""A twin from the imported calls of a site, and the rehearsal that is played on it."""

import csv
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from tests.builders.plans import make_queue
from tests.builders.rosters import make_roster
from tests.builders.twins import make_twin
from tests.engines.simulate.recorded import a_crew, a_queue, records_of

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.queries import contact_days, recorded_contacts
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling import tasks
from floorwalker.duties.scheduling.actions.start_twin import start_twin
from floorwalker.duties.scheduling.models import Rehearsal, Twin
from floorwalker.duties.scheduling.stages.rehearsing import centre_of
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.duties.scheduling.stages.twinning import split
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotPermittedError, StateError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob

PROGRAM = Actor.program("tests")
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 10, 5)
DAYS = 18
NAMES = ("Ben", "BEA", "cal", "Nobody here")
"""Ben by his name, Bea and Cal in other letters; the fourth is unknown to the site."""


@pytest.fixture(scope="module")
def played():
    """A quiet queue with callers of 4 minutes' patience and four people of known pace."""
    calls = a_queue(per_hour=40, aht=[240.0], handle_cv=1.0, patience_seconds=240.0)
    return records_of([calls], a_crew([0.8, 0.9, 1.1, 1.2]), days=DAYS)


@pytest.fixture
def calls(cast, tmp_path, played):
    """These calls as a file of a telephone system, imported."""
    make_queue(cast.site)
    path = tmp_path / "calls.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("time", "queue", "wait_seconds", "outcome", "handle_seconds", "agent"))
        for i in range(played.day.size):
            at = datetime.combine(FIRST_DAY + timedelta(days=int(played.day[i])), time.min)
            answered = bool(played.answered[i])
            writer.writerow(
                (
                    at + timedelta(seconds=int(played.second[i])),
                    "Billing",
                    round(float(played.wait_seconds[i])),
                    "answered" if answered else "abandoned",
                    round(float(played.handle_seconds[i])) if answered else "",
                    NAMES[played.agent[i]] if answered else "",
                )
            )
    import_file(PROGRAM, path, site=cast.site, choices=Choices(zone_name=cast.site.zone), at=AT)
    return cast.site.queues.get()


def work(job):
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    getattr(tasks, job.kind)(RunningJob(job, actor=PROGRAM), **job.arguments)
    job.refresh_from_db()
    return job


def test_the_contacts_come_back_as_they_were_recorded(calls, played):
    days = contact_days([calls], newest=100)
    assert days == tuple(FIRST_DAY + timedelta(days=number) for number in range(DAYS))
    assert contact_days([calls], newest=3) == days[-3:]
    found = recorded_contacts(calls.site, [calls], first_day=days[1], last_day=days[2])
    wanted = played.on_days(np.array([1, 2]))
    assert sorted(set(found.day.tolist())) == [days[1].toordinal(), days[2].toordinal()]
    order = np.lexsort((wanted.second, wanted.day))
    assert found.second.tolist() == np.floor(wanted.second[order]).tolist()  # on the local clock
    assert found.answered.sum() == wanted.answered.sum()
    assert np.nansum(found.wait_seconds) == np.rint(wanted.wait_seconds).sum()
    assert set(found.agents) == set(NAMES)
    assert (found.agent[~found.answered] == -1).all()


def test_a_twin_is_made_from_the_earlier_days_and_judged_by_the_later(cast, calls, played):
    job = work(start_twin(cast.actor("mia"), site=cast.site, at=AT))
    assert job.state == JobState.SUCCEEDED
    twin = Twin.objects.get(pk=job.result["twin"])
    days = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    assert (twin.fitted_from, twin.fitted_until) == (days[0], days[7])
    assert (twin.validated_from, twin.validated_until) == (days[8], days[17])
    assert [row["day"] for row in twin.figures["days"]] == [str(day) for day in days[8:]]
    learned = twin.parameters["queues"][str(calls.pk)]
    fitted = played.on_days(np.arange(8))
    assert learned["contacts"] == fitted.day.size
    assert learned["hours"]["overall"] == pytest.approx(240, rel=0.1)
    assert learned["patience"]["mean_seconds"] == pytest.approx(240, rel=0.2)
    people = cast.people
    paces = [twin.parameters["pace"][str(people[name].pk)] for name in ("ben", "bea", "cal")]
    assert paces == sorted(paces)  # 0.8, 0.9, 1.1
    assert paces[0] == pytest.approx(0.8, abs=0.1)
    assert (twin.parameters["people"], twin.parameters["people_unknown"]) == (4, 1)
    assert twin.verdict in {"passed", "open"}  # it is true; ten quiet days may not be enough
    told = AuditRecord.objects.filter(action="store_twin").get()
    assert told.after == {"verdict": twin.verdict, "fitted_until": str(days[7])}


def test_a_name_is_not_kept_in_a_twin(cast, calls):
    twin = Twin.objects.get(pk=work(start_twin(PROGRAM, site=cast.site, at=AT)).result["twin"])
    kept = str(twin.parameters) + str(twin.figures)
    assert not [name for name in NAMES if name.casefold() in kept.casefold()]


def test_a_site_without_single_calls_says_what_to_import(cast):
    make_queue(cast.site)
    with pytest.raises(StateError, match="no single calls"):
        work(start_twin(PROGRAM, site=cast.site, at=AT))
    assert not Twin.objects.exists()


def test_who_may_not_plan_makes_no_twin(cast):
    with pytest.raises(NotPermittedError):
        start_twin(cast.actor("otto"), site=cast.site, at=AT)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("days", "fitted", "judging"), [(1, 1, 0), (5, 5, 0), (8, 5, 3), (18, 8, 10), (56, 38, 18)]
)
def test_a_third_of_the_days_judges_but_ten_where_there_are_enough(days, fitted, judging):
    every = [FIRST_DAY + timedelta(days=number) for number in range(days)]
    earlier, later = split(every)
    assert (len(earlier), len(later)) == (fitted, judging)
    assert [*earlier, *later] == every


# the rehearsal


def test_a_rehearsal_is_played_on_the_newest_twin(cast, monkeypatch):
    monkeypatch.setattr(tasks, "REPLICATIONS", 2)
    roster = make_roster(cast.site)
    ben = cast.people["ben"]
    make_twin(cast.site, pace={str(ben.pk): 3.0})
    newest = make_twin(cast.site, verdict="failed", pace={str(ben.pk): 0.8})
    make_twin(cast.other_site)
    arguments = {"roster_id": roster.pk}
    job = Job.objects.create(
        kind="rehearse_roster", site=cast.site, created_at=AT, arguments=arguments
    )
    rehearsal = Rehearsal.objects.get(pk=work(job).result["rehearsal"])
    assert rehearsal.twin == newest
    assert rehearsal.outcome["assumed"] == []


def test_what_callers_and_people_are_like_comes_from_the_twin(cast):
    roster = make_roster(cast.site)
    ben, bea = cast.people["ben"], cast.people["bea"]
    twin = make_twin(cast.site, pace={str(ben.pk): 0.8})
    facts = roster_facts(roster.requirement)
    (queue,), agents = (
        (centre := centre_of(roster, facts, twin=twin)).queues,
        {agent.name: agent for agent in centre.agents},
    )
    assert (agents[str(ben.pk)].pace, agents[str(bea.pk)].pace) == (0.8, 1.0)
    assert queue.patience_seconds is None
    assert (queue.patience_table[50], queue.patience_table[100]) == (300.0, np.inf)
    # The forecast's 300 s and 12 s of turnaround; a spread of 1.1 over the 200 s learned.
    assert set(queue.aht_seconds[queue.offered > 0]) == {312.0}
    assert queue.handle_cv == pytest.approx(1.1 * 200 / 212)
    assert (queue.retrial, queue.day_factor_cv, queue.within_seconds) == (None, 0.1, 20)


def test_assumptions_stand_in_without_a_twin_and_for_a_queue_that_it_does_not_know(cast):
    roster = make_roster(cast.site)
    twin = make_twin(cast.site)
    known = dict(twin.parameters)
    twin.parameters = known | {"queues": {}}
    for one in (None, twin):
        (queue,) = centre_of(roster, roster_facts(roster.requirement), twin=one).queues
        assert (queue.patience_seconds, queue.patience_table, queue.handle_cv) == (120, None, 1.0)
    nobody_left = known["queues"][str(cast.site.queues.get().pk)] | {
        "patience": {"mean_seconds": None, "table": None, "seen_until": 0.0}
    }
    twin.parameters = known | {"queues": {str(cast.site.queues.get().pk): nobody_left}}
    (queue,) = centre_of(roster, roster_facts(roster.requirement), twin=twin).queues
    assert (queue.patience_seconds, queue.patience_table) == (120, None)
