"""Who may do what through the API: every operation, for six people, in one table.

A new operation: add one line to `OPERATIONS`, keyed by its operation id. The six statuses are
those of

    nobody   without a token
    ben      an agent
    asha     a supervisor of Ben's team
    zoe      a supervisor of another site
    otto     an auditor: reads everything, changes nothing
    mia      the manager of Asha's site

each with a token of every scope. What one visitor changes, the next does not see.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.architecture.test_access import (
    a_failed_delivery,
    a_forecast,
    a_job,
    a_lost_time,
    a_paused_endpoint,
    a_published_roster,
    a_queue,
    a_rehearsed_roster,
    a_requirement,
    a_shift_template,
    a_special_day,
    a_twin,
    an_endpoint,
    an_import,
    ben_as_person,
    bens_erasure,
    eve_without_an_account,
    the_north,
)
from tests.builders.api import client_of
from tests.builders.cast import Cast
from tests.builders.plans import MONDAY

from floorwalker.config.api import api
from floorwalker.duties.scheduling.models import Shift
from floorwalker.foundation import clock
from floorwalker.foundation.api.choices import Scope

VISITORS = ("nobody", "ben", "asha", "zoe", "otto", "mia")
AS_OTHERS = {"cal": "ben", "ada": "mia"}
"""An agent of another team gets what Ben gets, and the administrator what Mia gets, unless told."""
DETAILS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
}


@dataclass(frozen=True)
class Line:
    """What each visitor gets, and what they send."""

    statuses: tuple[int, int, int, int, int, int]
    arguments: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    body: Callable[[Cast], dict[str, Any] | None] = lambda cast: None
    query: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    form: Callable[[], dict[str, Any]] | None = None
    cal: int | None = None
    ada: int | None = None

    def expected(self) -> dict[str, int]:
        told = dict(zip(VISITORS, self.statuses, strict=True))
        own = {"cal": self.cal, "ada": self.ada}
        others = {
            who: told[other] if own[who] is None else own[who] for who, other in AS_OTHERS.items()
        }
        return told | others


def a_shift(cast: Cast) -> dict[str, Any]:
    a_rehearsed_roster(cast)
    return {"shift_id": Shift.objects.get().pk}


def an_hour_later(cast: Cast) -> dict[str, Any]:
    shift = Shift.objects.get()
    hour = timedelta(hours=1)
    times = {"starts_at": shift.starts_at + hour, "ends_at": shift.ends_at + hour}
    return {"version": shift.version, **{k: v.isoformat() for k, v in times.items()}}


def an_hour_of_the_north(cast: Cast) -> dict[str, Any]:
    days = dict.fromkeys(("day", "known_on"), "2026-03-02")
    return {**days, "cause": "meeting", "minutes": 60, "team_id": cast.north.pk}


def of_a_queue(cast: Cast) -> dict[str, Any]:
    return {**a_queue(cast), "first_day": str(MONDAY), "last_day": str(MONDAY)}


def a_class(cast: Cast) -> dict[str, Any]:
    return {"name": "finished-jobs"}


def bens_account(cast: Cast) -> dict[str, Any]:
    return {"account_id": cast.users["ben"].pk}


def bens_role(cast: Cast) -> dict[str, Any]:
    return {**bens_account(cast), "assignment_id": cast.users["ben"].role_assignments.get().pk}


def dee(cast: Cast) -> dict[str, Any]:
    return {"name": "Dee", "employee_number": "dee", "team_id": cast.north.pk}


def a_role(cast: Cast) -> dict[str, Any]:
    return {"role": "trainer", "site_id": cast.site.pk, "team_id": cast.south.pk}


CLOSURE = {
    "name": "Stocktaking",
    "kind": "closed",
    "first_day": str(MONDAY),
    "last_day": str(MONDAY),
}
TIMES = {
    "start_minute_earliest": 720,
    "start_minute_latest": 840,
    "length_minutes_min": 480,
    "length_minutes_max": 480,
}
TARGET = {"service_level": 0.9, "within_seconds": 30}
NOBODY_HERE = (401, 403, 403, 403, 403, 403)
"""Only an administrator may."""

READERS = (401, 403, 200, 200, 200, 200)
READERS_HERE = (401, 403, 200, 403, 200, 200)
LEADERS_HERE = (401, 403, 200, 403, 403, 200)

AN_ENDPOINT = {"url": "https://receiver.example/in", "event_types": ["job.failed"]}
MANAGERS = (401, 403, 403, 403, 403, 200)
OF_ONES_TEAM = (401, 403, 200, 404, 200, 200)
LEADERS_OF_THE_TEAM = (401, 403, 200, 404, 403, 200)

OPERATIONS = {
    # accounts
    "list_accounts": Line((401, 403, 403, 403, 200, 200)),
    "get_account": Line((401, 403, 403, 403, 200, 200), bens_account),
    "list_permissions": Line((401, 200, 200, 200, 200, 200)),
    "create_one_account": Line(
        (401, 403, 403, 403, 403, 201),
        body=lambda cast: {"name": "Dee", "email": "dee@example.ca", "roles": [a_role(cast)]},
    ),
    "create_accounts_of_people": Line(
        (401, 403, 403, 403, 403, 201),
        body=lambda cast: {"person_ids": eve_without_an_account(cast)["people"]},
    ),
    "invite_one_account": Line((401, 403, 403, 403, 403, 409), bens_account),
    "withdraw_one_invitation": Line(MANAGERS, bens_account),
    "close_one_account": Line(MANAGERS, bens_account),
    "reopen_one_account": Line(MANAGERS, bens_account),
    "give_one_role": Line(MANAGERS, bens_account, a_role),
    "take_one_role": Line((401, 403, 403, 403, 403, 204), bens_role),
    # people
    "list_people": Line(READERS),
    "get_person": Line(OF_ONES_TEAM, ben_as_person),
    "add_one_person": Line((401, 403, 201, 422, 403, 201), body=dee),
    "change_one_person": Line(
        LEADERS_OF_THE_TEAM, ben_as_person, lambda cast: {**dee(cast), "version": 1}
    ),
    "deactivate_one_person": Line(
        LEADERS_OF_THE_TEAM,
        ben_as_person,
        lambda cast: {"version": 1, "from_day": str(clock.now().date())},
    ),
    "reactivate_one_person": Line(LEADERS_OF_THE_TEAM, ben_as_person, lambda cast: {"version": 1}),
    "list_teams": Line(READERS),
    "add_one_team": Line(
        (401, 403, 403, 403, 403, 201),
        body=lambda cast: {"name": "West", "site_id": cast.site.pk},
    ),
    "rename_one_team": Line(MANAGERS, the_north, lambda cast: {"name": "Far North"}),
    # the audit log
    "list_audit_records": Line((401, 403, 403, 403, 200, 200)),
    # webhooks
    "list_webhook_event_types": Line(MANAGERS),
    "list_webhook_endpoints": Line(MANAGERS),
    "add_webhook_endpoint": Line((401, 403, 403, 403, 403, 201), body=lambda cast: AN_ENDPOINT),
    "get_webhook_endpoint": Line(MANAGERS, an_endpoint),
    "change_webhook_endpoint": Line(MANAGERS, an_endpoint, lambda cast: AN_ENDPOINT),
    "remove_webhook_endpoint": Line((401, 403, 403, 403, 403, 204), an_endpoint),
    "pause_webhook_endpoint": Line(MANAGERS, an_endpoint),
    "resume_webhook_endpoint": Line(MANAGERS, a_paused_endpoint),
    "rotate_webhook_secret": Line(MANAGERS, an_endpoint),
    "send_webhook_test": Line((401, 403, 403, 403, 403, 202), an_endpoint),
    "replay_failed_webhooks": Line(
        (401, 403, 403, 403, 403, 202),
        an_endpoint,
        lambda cast: {"since": "2026-03-01T00:00:00Z"},
    ),
    "list_webhook_deliveries": Line(MANAGERS),
    "get_webhook_delivery": Line(MANAGERS, a_failed_delivery),
    "replay_webhook_delivery": Line((401, 403, 403, 403, 403, 202), a_failed_delivery),
    # jobs
    "list_jobs": Line(READERS),
    "get_job": Line(READERS_HERE, a_job),
    "cancel_job": Line(LEADERS_HERE, a_job),
    "retry_job": Line((401, 403, 409, 403, 403, 409), a_job),
    # retention
    "list_retention": Line((401, 403, 403, 403, 200, 403), ada=200),
    "try_retention_rule": Line(
        (401, 403, 403, 403, 200, 403), a_class, query=lambda cast: {"days": 30}, ada=200
    ),
    "change_retention_rule": Line(NOBODY_HERE, a_class, lambda cast: {"days": 30}, ada=200),
    "preview_erasure": Line(NOBODY_HERE, bens_erasure, ada=200),
    "request_one_erasure": Line(NOBODY_HERE, bens_erasure, lambda cast: {"name": "Ben"}, ada=202),
    # history
    "list_history": Line(READERS),
    "list_day_totals": Line(READERS_HERE, query=of_a_queue),
    "list_interval_totals": Line(READERS_HERE, query=of_a_queue),
    "list_imports": Line(READERS),
    "upload_import": Line(
        (401, 403, 201, 201, 403, 201),
        form=lambda: {
            "file": SimpleUploadedFile("calls.csv", b"time,offered\n2026-11-02 09:00,5\n")
        },
    ),
    "get_import": Line(READERS_HERE, an_import),
    "read_import_again": Line(
        (401, 403, 422, 403, 403, 422), an_import, lambda cast: {"zone": "x"}
    ),
    "confirm_import": Line(LEADERS_HERE, an_import),
    "discard_import": Line((401, 403, 204, 403, 403, 204), an_import),
    "get_rejected_rows": Line(READERS_HERE, an_import),
    # scheduling
    "list_queues": Line(READERS),
    "get_queue": Line(READERS_HERE, a_queue),
    "define_one_queue": Line(LEADERS_HERE, a_queue, lambda cast: {"target": TARGET, "skills": []}),
    "get_expected_wait": Line(READERS_HERE, a_queue),
    "calibrate_expected_waits": Line((401, 403, 202, 403, 403, 202), a_queue, ada=403),
    "get_site": Line(READERS),
    "change_one_site": Line(
        (401, 403, 403, 403, 403, 200),
        body=lambda cast: {"name": "Toronto", "zone": "America/Toronto"},
    ),
    "get_opening_hours": Line(READERS_HERE, a_queue),
    "set_one_queues_hours": Line(
        LEADERS_HERE,
        a_queue,
        lambda cast: {"days": [{"weekday": 0, "from_minute": 480, "until_minute": 1200}]},
    ),
    "list_special_days": Line(READERS),
    "get_special_day": Line(READERS_HERE, a_special_day),
    "add_special_day": Line((401, 403, 201, 201, 403, 201), body=lambda cast: CLOSURE, ada=403),
    "change_special_day": Line(LEADERS_HERE, a_special_day, lambda cast: CLOSURE, ada=403),
    "remove_one_special_day": Line((401, 403, 204, 403, 403, 204), a_special_day, ada=403),
    "list_shift_templates": Line(READERS),
    "get_shift_template": Line((401, 403, 200, 403, 403, 200), a_shift_template, ada=403),
    "add_shift_template": Line(
        (401, 403, 201, 201, 403, 201),
        body=lambda cast: {"name": "Late", "times": TIMES, "pauses": []},
        ada=403,
    ),
    "change_shift_template": Line(
        LEADERS_HERE, a_shift_template, lambda cast: {"times": TIMES, "pauses": []}, ada=403
    ),
    "list_weeks": Line(READERS),
    "plan_one_week": Line(
        (401, 403, 202, 202, 403, 202), body=lambda cast: {"week_starts_on": str(MONDAY)}, ada=403
    ),
    "get_my_week": Line((401, 200, 200, 200, 200, 200)),
    "get_my_week_pdf": Line((401, 200, 200, 200, 404, 404)),
    "get_today": Line(READERS),
    "list_rest_of_day": Line(READERS),
    "update_todays_rest": Line((401, 403, 202, 202, 403, 202), ada=403),
    "list_forecasts": Line(READERS),
    "get_forecast": Line(READERS_HERE, a_forecast),
    "list_forecast_intervals": Line(READERS_HERE, a_forecast),
    "edit_one_forecast": Line(
        (401, 403, 201, 403, 403, 201),
        a_forecast,
        lambda cast: {"day": str(MONDAY), "percent": 10, "note": "a campaign"},
        ada=403,
    ),
    "list_tournaments": Line(READERS),
    "list_value_added": Line(READERS),
    "get_tournament": Line(READERS_HERE, a_queue),
    "choose_one_method": Line(
        (401, 403, 201, 403, 403, 201),
        a_queue,
        lambda cast: {"method": "mean_of_last_4", "reason": "a new branch"},
        ada=403,
    ),
    "list_requirements": Line(READERS),
    "get_requirement": Line(READERS_HERE, a_requirement),
    "list_twins": Line(READERS),
    "make_one_twin": Line((401, 403, 202, 202, 403, 202), ada=403),
    "get_twin": Line(READERS_HERE, a_twin),
    "get_what_if": Line(READERS_HERE, a_requirement),
    "get_price_list": Line(READERS_HERE, a_requirement),
    "staff_week_for_risk": Line(
        (401, 403, 201, 403, 403, 201),
        a_requirement,
        lambda cast: {"kept_days_ratio": 0.9},
        ada=403,
    ),
    "get_shrinkage": Line(READERS),
    "set_one_usual_shrinkage": Line(
        (401, 403, 200, 200, 403, 200), body=lambda cast: {"ratio": 0.15}, ada=403
    ),
    "list_lost_time": Line((401, 403, 200, 200, 403, 200), ada=403),
    "record_one_lost_time": Line(
        (401, 403, 201, 404, 403, 201), body=an_hour_of_the_north, ada=403
    ),
    "remove_one_lost_time": Line((401, 403, 204, 404, 403, 204), a_lost_time, ada=403),
    "import_many_losses": Line(
        (401, 403, 403, 403, 403, 200), body=lambda cast: {"losses": [], "paid": []}, ada=403
    ),
    "list_rosters": Line(READERS),
    "get_roster": Line(READERS_HERE, a_rehearsed_roster),
    "get_roster_pdf": Line(READERS_HERE, a_published_roster),
    "list_shifts": Line(READERS_HERE, a_rehearsed_roster),
    "get_rehearsal": Line(READERS_HERE, a_rehearsed_roster),
    "rehearse_roster": Line((401, 403, 202, 403, 403, 202), a_rehearsed_roster, ada=403),
    "publish_one_roster": Line(
        LEADERS_HERE, a_rehearsed_roster, lambda cast: {"revision": 1}, ada=403
    ),
    "change_one_shift": Line(LEADERS_HERE, a_shift, an_hour_later, ada=403),
    "undo_one_change": Line((401, 404, 404, 404, 404, 404), lambda cast: {"change_id": 1}),
}


def test_every_operation_is_in_the_table_and_every_line_of_the_table_is_an_operation():
    assert set(DETAILS) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_visitor_gets_what_the_table_says(name: str, cast: Cast):
    line = OPERATIONS[name]
    values = line.arguments(cast)
    visitors = (*VISITORS, *AS_OTHERS)
    found = {who: _visit(name, line, values, cast, who=who) for who in visitors}
    assert found == line.expected()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_token_without_the_scope_is_refused_whoever_holds_it(name: str, cast: Cast):
    scope = DETAILS[name][2]["x-scope"]
    area = scope.partition(":")[0]
    others = [other for other in Scope if not other.value.startswith(area)]
    if scope.endswith(":write"):
        others.append(Scope(f"{area}:read"))
    line = OPERATIONS[name]
    client = client_of(cast, "mia", scopes=others)
    answer = _send(client, name, line, line.arguments(cast), cast)
    assert answer.status_code == 403
    assert scope in answer.json()["detail"]


def _visit(name: str, line: Line, values: dict[str, Any], cast: Cast, *, who: str) -> int:
    client = Client() if who == "nobody" else client_of(cast, who)
    with transaction.atomic():
        status: int = _send(client, name, line, values, cast).status_code
        transaction.set_rollback(True)
    return status


def _send(client: Client, name: str, line: Line, values: dict[str, Any], cast: Cast) -> Any:
    method, path, _operation = DETAILS[name]
    address = re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), path)
    if line.form:
        return client.post(address, line.form())
    if method == "get":
        return client.get(address, line.query(cast))
    body = line.body(cast)
    return getattr(client, method)(address, body, content_type="application/json")
