"""Each declared event is told by the deed that it is about, and tells nothing of people but ids."""

import json
import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from tests.architecture.test_access import a_forecast, a_rehearsed_roster
from tests.builders.plans import MONDAY
from tests.builders.rosters import make_roster, shift_of
from tests.builders.webhooks import NINE, make_endpoint
from tests.duties.history.files import bring_in

from floorwalker.duties.history.models import Import
from floorwalker.duties.scheduling.actions.change_shift import change_shift
from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.actions.publish_roster import publish_roster
from floorwalker.duties.scheduling.actions.store_rehearsal import store_rehearsal
from floorwalker.duties.scheduling.models import ForecastVersion, Rehearsal
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.attempt import run_attempts
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Contract
from floorwalker.foundation.webhooks.event_types import event_types
from floorwalker.foundation.webhooks.models import Delivery

NAMES = re.compile(r"[a-z]+\.[a-z]+")


@pytest.fixture
def hears(cast):
    """An endpoint that wants everything; return what it was told of a type."""
    make_endpoint(cast.site, event_types=[found.name for found in event_types()])
    make_endpoint(cast.other_site, event_types=[found.name for found in event_types()])

    def told(name):
        bodies = [
            json.loads(delivery.event.body)
            for delivery in Delivery.objects.select_related("event")
            .filter(endpoint__site=cast.site, event__type=name)
            .order_by("pk")
        ]
        assert not Delivery.objects.filter(endpoint__site=cast.other_site).exists()
        return [body["data"] for body in bodies]

    return told


def test_the_types_are_those_that_were_promised():
    assert {found.name for found in event_types()} == {
        "account.closed",
        "forecast.edited",
        "import.finished",
        "job.failed",
        "rehearsal.finished",
        "roster.published",
        "shift.changed",
    }


@pytest.mark.parametrize("found", event_types(), ids=lambda found: found.name)
def test_a_type_shows_ids_and_facts_and_no_name(found):
    assert NAMES.fullmatch(found.name)
    assert "site_id" in found.example
    assert not {"name", "email", "note", "error", "actor"} & set(found.example)


def test_roster_published(cast, hears):
    roster_id = a_rehearsed_roster(cast)["roster_id"]
    publish_roster(cast.actor("asha"), roster_id=roster_id, revision=1, at=NINE)
    assert hears("roster.published") == [
        {
            "site_id": cast.site.pk,
            "roster_id": roster_id,
            "week_starts_on": str(MONDAY),
            "revision": 1,
        }
    ]


def test_shift_changed(cast, hears):
    Contract.objects.update(week_hours_max=42)
    shift = shift_of(make_roster(cast.site), cast.people["ben"])
    hour = timedelta(hours=1)
    times = {"starts_at": shift.starts_at + hour, "ends_at": shift.ends_at + hour}
    change_shift(cast.actor("asha"), shift_id=shift.pk, version=shift.version, at=NINE, **times)
    assert hears("shift.changed") == [
        {
            "site_id": cast.site.pk,
            "roster_id": shift.roster_id,
            "revision": 2,
            "is_published": False,
            "shift_id": shift.pk,
            "person_id": cast.people["ben"].pk,
            "starts_at": times["starts_at"].isoformat(),
            "ends_at": times["ends_at"].isoformat(),
            "cause": "moved",
        }
    ]


def test_forecast_edited(cast, hears):
    version = ForecastVersion.objects.get(pk=a_forecast(cast)["version_id"])
    edited = edit_forecast(
        cast.actor("asha"), version=version, edit=Edit(MONDAY, 10.0), note="Léa is away", at=NINE
    )
    assert hears("forecast.edited") == [
        {
            "site_id": cast.site.pk,
            "queue_id": version.queue_id,
            "forecast_version_id": edited.pk,
            "based_on_id": version.pk,
            "percent": 10.0,
            "day": str(MONDAY),
            "from": "00:00:00",
            "until": "24:00",
        }
    ]


def test_rehearsal_finished(cast, hears):
    roster_id = a_rehearsed_roster(cast)["roster_id"]
    store_rehearsal(
        cast.actor("asha"),
        roster_id=roster_id,
        revision=1,
        outcome={},
        seed=1,
        replications=1,
        at=NINE,
    )
    assert hears("rehearsal.finished") == [
        {
            "site_id": cast.site.pk,
            "roster_id": roster_id,
            "revision": 1,
            "rehearsal_id": Rehearsal.objects.get().pk,
        }
    ]


def test_import_finished_is_told_once_however_often_the_file_comes(cast, hears, tmp_path):
    agents = "name,email,team\nLéa Roy,lea@example.ca,Nord\n,,\n"
    for _ in range(2):
        bring_in(tmp_path, cast.site, agents)
    (told,) = hears("import.finished")
    import_ = Import.objects.get()
    assert told == {
        "site_id": cast.site.pk,
        "import_id": import_.pk,
        "kind": "agents",
        "rows_kept": 1,
        "rows_rejected": import_.report["rows_read"] - 1,
    }


@pytest.mark.django_db(transaction=True)
def test_job_failed(cast, hears):
    job = Job.objects.create(kind="dig", site=cast.site, created_at=NINE, attempt=3, attempts_max=3)
    async_to_sync(run_attempts)(job.pk)
    told = {"site_id": cast.site.pk, "job_id": job.pk, "kind": "dig", "attempt": 3}
    assert hears("job.failed") == [told]


def test_account_closed_is_told_where_the_account_was_at_home(cast, hears):
    close_account(Actor.program("test"), user_id=cast.users["ben"].pk, at=NINE)
    assert hears("account.closed") == [
        {
            "site_id": cast.site.pk,
            "account_id": cast.users["ben"].pk,
            "person_id": cast.people["ben"].pk,
        }
    ]


def test_the_closing_of_an_account_that_works_everywhere_is_told_everywhere(cast):
    for site in (cast.site, cast.other_site):
        make_endpoint(site, event_types=["account.closed"])
    close_account(Actor.program("test"), user_id=cast.users["otto"].pk, at=NINE)
    assert Delivery.objects.count() == 2
    body = json.loads(Delivery.objects.first().event.body)
    assert body["data"] == {
        "site_id": None,
        "account_id": cast.users["otto"].pk,
        "person_id": None,
    }
