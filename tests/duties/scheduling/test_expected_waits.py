"""Expected waits are learned from stored contacts, kept, shown and told."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.builders.plans import make_queue
from tests.builders.waits import days_of_waits
from tests.engines.expected_wait.builders import one_state

from floorwalker.duties.history.actions import import_file
from floorwalker.duties.history.records import Choices
from floorwalker.duties.scheduling.actions.calibrate_waits import calibrate_waits
from floorwalker.duties.scheduling.actions.store_wait_calibrations import store_wait_calibrations
from floorwalker.duties.scheduling.models import WaitCalibration
from floorwalker.duties.scheduling.queries.expected_waits import expected_wait
from floorwalker.duties.scheduling.queries.wait_card import wait_card
from floorwalker.duties.scheduling.stages.calibrating_waits import calibrate_site, calibration_of
from floorwalker.duties.scheduling.tasks import calibrate_waits_of_all
from floorwalker.engines.expected_wait import UNCALIBRATED, Calibration
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotFoundError, NotPermittedError
from floorwalker.foundation.jobs.choices import JobState
from floorwalker.foundation.jobs.kinds import kind_named
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.jobs.running_job import RunningJob

AT = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
PROGRAM = Actor.program("tests")


@pytest.fixture
def site(cast, tmp_path):
    """Toronto with eight days of calls."""
    file = tmp_path / "calls.csv"
    file.write_text(days_of_waits())
    import_file(PROGRAM, file, site=cast.site, choices=Choices(zone_name=cast.site.zone), at=AT)
    return cast.site


@pytest.fixture
def calls(site):
    return site.queues.get(name="calls")


def learn(site) -> list[WaitCalibration]:
    return store_wait_calibrations(PROGRAM, drafts=calibrate_site(site), at=AT)


def test_what_was_learned_is_stored_as_the_engine_says_it(site, calls):
    (draft,) = calibrate_site(site)
    (stored,) = learn(site)
    stored.refresh_from_db()
    assert calibration_of(stored.learned) == draft.calibration
    assert (stored.queue, stored.verdict, stored.pool) == (calls, "calibrated", [calls.pk])
    assert (stored.history_from, stored.history_until) == (date(2026, 3, 2), date(2026, 3, 9))
    assert draft.calibration.days == 8


def test_the_audit_log_names_the_queue_and_the_verdict(site, calls):
    (stored,) = learn(site)
    entry = AuditRecord.objects.filter(action="store_wait_calibrations").get()
    waits = stored.learned["waits"]
    assert entry.after == {"queue": calls.pk, "verdict": "calibrated", "waits": waits}


def test_a_night_without_news_stores_nothing(site):
    assert len(learn(site)) == 1
    assert learn(site) == []
    assert WaitCalibration.objects.count() == 1


def test_nobody_without_the_permission_stores_a_calibration(site, cast):
    drafts = calibrate_site(site)
    with pytest.raises(NotPermittedError):
        store_wait_calibrations(cast.actor("ben"), drafts=drafts, at=AT)
    assert not WaitCalibration.objects.exists()


def test_every_night_each_site_with_contacts_gets_a_job_that_learns(site, cast):
    assert cast.site.organisation.sites.count() > 1
    calibrate_waits_of_all()
    job = Job.objects.get(kind="calibrate_waits")
    assert job.arguments == {"site_id": site.pk}
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    job.refresh_from_db()
    kind_named(job.kind).run(RunningJob(job, actor=PROGRAM), job.arguments)
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED
    assert job.result == {"calibrations": [WaitCalibration.objects.get().pk]}


def test_a_site_without_contacts_has_nothing_to_learn_from(cast):
    make_queue(cast.site)
    assert calibrate_site(cast.site) == ()
    calibrate_waits_of_all()
    assert not Job.objects.exists()


def test_a_leader_may_start_it_and_an_agent_may_not(cast):
    job = calibrate_waits(cast.actor("asha"), site=cast.site, at=AT)
    entry = AuditRecord.objects.filter(action="calibrate_waits").get()
    assert entry.after == {"job": job.pk}
    with pytest.raises(NotPermittedError):
        calibrate_waits(cast.actor("ben"), site=cast.site, at=AT)
    assert Job.objects.count() == 1


def test_the_floor_is_told_a_band_by_the_newest_calibration(site, calls, cast):
    state = one_state(ahead=2, waiting=2, in_queue=2, serving=1, present=2, handle_seconds=80)
    by_formula = expected_wait(cast.actor("asha"), queue_id=calls.pk, state=state)
    assert by_formula is not None
    assert by_formula.expected_seconds == 3 * 80 / 2
    assert (by_formula.verdict, by_formula.beats_constant) == ("too_little_history", None)
    learn(site)
    learned = expected_wait(cast.actor("asha"), queue_id=calls.pk, state=state)
    assert learned is not None
    assert (learned.verdict, learned.beats_constant) == ("calibrated", True)
    assert learned.expected_seconds > 1.2 * by_formula.expected_seconds  # Ben is of little help
    assert learned.low_seconds < learned.expected_seconds < learned.high_seconds
    assert learned.from_minutes * 60 <= learned.low_seconds
    assert learned.to_minutes * 60 >= learned.high_seconds


def test_before_anything_is_finished_no_wait_can_be_told(cast):
    queue = make_queue(cast.site)
    state = one_state(handle_seconds=float("nan"))
    assert expected_wait(cast.actor("asha"), queue_id=queue.pk, state=state) is None


def test_a_wait_is_told_to_those_who_may_see_the_plans_of_the_site(cast):
    queue = make_queue(cast.site)
    with pytest.raises(NotPermittedError):
        expected_wait(cast.actor("ben"), queue_id=queue.pk, state=one_state())
    with pytest.raises(NotFoundError, match="no such queue"):
        expected_wait(cast.actor("asha"), queue_id=queue.pk + 1, state=one_state())


def test_a_calibration_that_weighs_other_things_than_today_is_not_used(site):
    (stored,) = learn(site)
    assert calibration_of(stored.learned | {"features": ["qla"]}) == UNCALIBRATED
    assert isinstance(calibration_of(stored.learned), Calibration)


def test_the_card_shows_the_error_beside_a_constant(site, calls):
    assert wait_card(calls) is None
    learn(site)
    card = wait_card(calls)
    assert card is not None
    assert [row.label for row in card.errors][:2] == ["Calibrated", "Formula (QLA)"]
    assert [row.is_told for row in card.errors] == [True] + [False] * 6
    assert card.told_ratio == card.errors[0].rrmse_ratio < card.constant_ratio
    assert card.judged_waits < card.waits


def test_the_page_of_a_queue_tells_how_its_waits_are_told(site, calls, signed_in):
    address = reverse("queue", args=[calls.pk])
    assert "is not learned yet" in signed_in("asha").get(address).content.decode()
    learn(site)
    text = signed_in("asha").get(address).content.decode()
    assert "always saying the mean was off by" in text
    assert "Mean of the last five waits" in text


def test_the_page_says_when_there_is_too_little_history(cast, tmp_path, signed_in):
    file = tmp_path / "calls.csv"
    file.write_text(days_of_waits(days=2))
    import_file(PROGRAM, file, site=cast.site, choices=Choices(zone_name=cast.site.zone), at=AT)
    learn(cast.site)
    queue = cast.site.queues.get(name="calls")
    text = signed_in("asha").get(reverse("queue", args=[queue.pk])).content.decode()
    assert "There is too little history to learn from" in text
    assert "always saying the mean" not in text


def test_learn_again_starts_the_job_of_the_site(site, calls, signed_in):
    answer = signed_in("asha").post(reverse("queue_calibrate_waits", args=[calls.pk]), follow=True)
    assert "The waits are being learned again" in answer.content.decode()
    assert Job.objects.get().arguments == {"site_id": site.pk}
