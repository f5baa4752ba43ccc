"""Who may open what: every page of the site, for eight people, in one table.

A new page: add one line to `PAGES`, keyed by the page's url name. The six statuses are those of

    nobody   not signed in (302: sent to sign in)
    ben      an agent
    asha     a supervisor of Ben's team
    zoe      a supervisor of another site
    otto     an auditor: reads everything, changes nothing
    mia      the manager of Asha's site

Two more visit: Cal, an agent of another team, gets what Ben gets, and Ada, the administrator, what
Mia gets, unless their own words (`cal=`, `ada=`) say otherwise.

Give `arguments` when the address has any (a function of the cast that makes what it names),
`method="post"` for deeds, and `data` when the status depends on what is sent. What one visitor
changes, the next does not see.
"""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.builders.cast import Cast
from tests.builders.plans import (
    MONDAY,
    make_forecast,
    make_queue,
    make_requirement,
    make_special_day,
)
from tests.builders.twins import make_twin
from tests.builders.webhooks import make_delivery, make_endpoint

from floorwalker.duties.history.models import Import, RejectedRows
from floorwalker.duties.history.records import Detection, FileKind, Layout, ZoneSource, jsonable
from floorwalker.duties.scheduling.choices import LossCause, RosterState
from floorwalker.duties.scheduling.models import LostTime, Roster, Shift, ShiftTemplate
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.models import Passkey
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Person

VISITORS = ("nobody", "cal", "ben", "asha", "zoe", "otto", "mia", "ada")


@dataclass(frozen=True)
class Page:
    """What each visitor gets."""

    nobody: int
    ben: int
    asha: int
    zoe: int
    otto: int
    mia: int
    cal: int | None = None
    ada: int | None = None
    method: str = "get"
    arguments: Callable[[Cast], dict[str, object]] = lambda cast: {}
    data: Callable[[Cast], dict[str, object]] = lambda cast: {}
    sends_json: bool = False

    def expected(self) -> dict[str, int]:
        told = {visitor: getattr(self, visitor) for visitor in VISITORS}
        as_others = {"cal": self.ben, "ada": self.mia}
        return {who: as_others[who] if status is None else status for who, status in told.items()}


def bens_account(cast: Cast) -> dict[str, object]:
    return {"user_id": cast.users["ben"].pk}


def bens_role(cast: Cast) -> dict[str, object]:
    ben = cast.users["ben"]
    return {"user_id": ben.pk, "assignment_id": ben.role_assignments.get().pk}


def bens_erasure(cast: Cast) -> dict[str, object]:
    return {"key": f"person-{cast.people['ben'].pk}"}


def passkey_of(cast: Cast, who: str) -> int:
    return Passkey.objects.create(
        user=cast.users[who],
        name="telephone",
        credential_id=f"of-{who}",
        sign_count=0,
        created_at=clock.now(),
    ).pk


def a_job(cast: Cast) -> dict[str, object]:
    return {"job_id": Job.objects.create(kind="dig", site=cast.site, created_at=clock.now()).pk}


def an_import(cast: Cast) -> dict[str, object]:
    detection = Detection(
        file_name="calls.csv",
        kind=FileKind.INTERVALS,
        layout=Layout.PLAIN,
        encoding="utf-8",
        delimiter=",",
        header=("time", "offered"),
        columns={"time": "time", "offered": "offered"},
        date_order="ymd",
        zone_name=cast.site.zone,
        zone_source=ZoneSource.ASSUMED,
        decimal_comma=False,
        interval_minutes=30,
        queue_name="all",
        size_bytes=10,
    )
    import_ = Import.objects.create(
        site=cast.site,
        file_name=detection.file_name,
        size_bytes=detection.size_bytes,
        kind=detection.kind.value,
        detection=jsonable(detection),
        created_at=clock.now(),
    )
    RejectedRows.objects.create(of_import=import_, csv_gzip=gzip.compress(b"line,reason\n"))
    return {"import_id": import_.pk}


def a_forecast(cast: Cast) -> dict[str, object]:
    return {"version_id": make_forecast(make_queue(cast.site), days=7).pk}


def a_lost_time(cast: Cast) -> dict[str, object]:
    lost = LostTime.objects.create(
        site=cast.site,
        person=cast.people["ben"],
        day=MONDAY,
        cause=LossCause.SICKNESS,
        seconds=3600,
        known_on=MONDAY,
        created_at=clock.now(),
    )
    return {"lost_time_id": lost.pk}


def a_meeting_of_the_north(cast: Cast) -> dict[str, object]:
    whose = f"team-{cast.north.pk}"
    return {"whose": whose, "day": "2026-03-02", "cause": "meeting", "minutes": 60}


def a_requirement(cast: Cast) -> dict[str, object]:
    make_forecast(make_queue(cast.site), days=7)
    return {"requirement_id": make_requirement(cast.site).pk}


def a_queue(cast: Cast) -> dict[str, object]:
    return {"queue_id": make_queue(cast.site).pk}


def a_twin(cast: Cast) -> dict[str, object]:
    return {"twin_id": make_twin(cast.site).pk}


A_PROMISE = {
    "service_level": 90,
    "within_seconds": 30,
    "occupancy_max": 85,
    "handle_seconds_default": 240,
    "short_abandon_seconds": 5,
    "channel": "phone",
    "is_active": "on",
}


A_TEMPLATE = {
    "name": "Late",
    "start_minute_earliest": "12:00",
    "start_minute_latest": "14:00",
    "length_minutes_min": 8,
    "length_minutes_max": 8,
    "pauses-TOTAL_FORMS": 0,
    "pauses-INITIAL_FORMS": 0,
}


A_SPECIAL_DAY = {
    "name": "Statement day",
    "kind": "adjust",
    "first_day": str(MONDAY),
    "repeats": "monthly",
}


def a_special_day(cast: Cast) -> dict[str, object]:
    return {"special_day_id": make_special_day(cast.site).pk}


def a_shift_template(cast: Cast) -> dict[str, object]:
    times = dict.fromkeys(("start_minute_earliest", "start_minute_latest"), 600)
    lengths = dict.fromkeys(("length_minutes_min", "length_minutes_max"), 480)
    template = ShiftTemplate.objects.create(site=cast.site, name="Day", **times, **lengths)
    return {"template_id": template.pk}


def a_rehearsed_roster(cast: Cast) -> dict[str, object]:
    """Ben works on Monday from 9 to 17."""
    roster = Roster.objects.create(
        site=cast.site,
        week_starts_on=MONDAY,
        requirement_id=a_requirement(cast)["requirement_id"],
        state=RosterState.REHEARSED,
        created_at=clock.now(),
    )
    template = ShiftTemplate.objects.create(
        site=cast.site,
        name="Day",
        start_minute_earliest=8 * 60,
        start_minute_latest=12 * 60,
        length_minutes_min=8 * 60,
        length_minutes_max=8 * 60,
    )
    nine = datetime.combine(MONDAY, time(9), tzinfo=cast.site.tzinfo)
    Shift.objects.create(
        roster=roster,
        person=cast.people["ben"],
        template=template,
        starts_at=nine,
        ends_at=nine + timedelta(hours=8),
    )
    return {"roster_id": roster.pk}


def a_published_roster(cast: Cast) -> dict[str, object]:
    arguments = a_rehearsed_roster(cast)
    Roster.objects.update(state=RosterState.PUBLISHED, published_at=clock.now())
    return arguments


def ben_from_ten(cast: Cast) -> dict[str, object]:
    shift = Shift.objects.get()
    times = {"starts_on": str(MONDAY), "start_minute": 10 * 60, "end_minute": 18 * 60}
    return {"shift_id": shift.pk, "version": shift.version, **times}


A_PERSON = {
    "name": "Dee",
    "employee_number": "dee",
    "language": "en",
    "week_hours_min": 0,
    "week_hours_max": 40,
    "day_hours_min": 4,
    "day_hours_max": 9,
    "days_per_week_max": 5,
    "consecutive_days_max": 6,
    "rest_hours_min": 11,
    "new_level": 3,
}


def ben_as_person(cast: Cast) -> dict[str, object]:
    return {"person_id": cast.people["ben"].pk}


def the_north(cast: Cast) -> dict[str, object]:
    return {"team_id": cast.north.pk}


def somebody_new(cast: Cast) -> dict[str, object]:
    """Dee of the North, where Mia manages and Asha leads; Zoe does neither there."""
    return {**A_PERSON, "team_id": cast.north.pk}


def eve_without_an_account(cast: Cast) -> dict[str, object]:
    facts = {"name": "Eve", "employee_number": "eve", "email": "eve@example.ca"}
    eve, _is_new = Person.objects.get_or_create(team=cast.north, **facts)
    return {"role": "agent", "people": [eve.pk]}


AN_ENDPOINT = {
    "url": "https://receiver.example/in",
    "description": "payroll",
    "event_types": ["roster.published"],
}


def an_endpoint(cast: Cast) -> dict[str, object]:
    return {"endpoint_id": make_endpoint(cast.site).pk}


def a_paused_endpoint(cast: Cast) -> dict[str, object]:
    facts = {"state": "paused", "pause_reason": "gone", "paused_at": clock.now()}
    return {"endpoint_id": make_endpoint(cast.site, **facts).pk}


def a_failed_delivery(cast: Cast) -> dict[str, object]:
    with transaction.atomic():
        return {"delivery_id": make_delivery(make_endpoint(cast.site), state="failed").pk}


PAGES = {
    # everybody's
    "healthz": Page(200, 200, 200, 200, 200, 200),
    "first_run": Page(404, 404, 404, 404, 404, 404, arguments=lambda cast: {"token": "x"}),
    "set_language": Page(302, 302, 302, 302, 302, 302, method="post"),
    "kit": Page(302, 404, 404, 404, 404, 404),
    "search": Page(302, 200, 200, 200, 200, 200),
    "sign_in": Page(200, 302, 302, 302, 302, 302),
    "sign_out": Page(302, 302, 302, 302, 302, 302, method="post"),
    # one's own API tokens; tests/config/test_api_access.py has the table of the API itself
    "api_tokens": Page(302, 200, 200, 200, 200, 200),
    "api_token_create": Page(
        *(302, 200, 200, 200, 200, 200),
        method="post",
        data=lambda cast: {"name": "export", "scopes": ["jobs:read"], "days": "30"},
    ),
    "api_token_revoke": Page(
        *(302, 404, 404, 404, 404, 404), method="post", arguments=lambda cast: {"token_id": 1}
    ),
    # the installed app
    "app_manifest": Page(
        *(200, 200, 200, 200, 200, 200), arguments=lambda cast: {"language": "fr"}
    ),
    "service_worker": Page(200, 200, 200, 200, 200, 200),
    "offline": Page(200, 200, 200, 200, 200, 200),
    "readyz": Page(200, 200, 200, 200, 200, 200),
    "metrics": Page(401, 401, 401, 401, 401, 401),  # "testserver" is not an address of this machine
    # without a provider in the settings there is no such page
    "provider_begin": Page(404, 404, 404, 404, 404, 404),
    "provider_back": Page(404, 404, 404, 404, 404, 404),
    "second_step": Page(302, 302, 302, 302, 302, 302),
    "passkey_sign_in": Page(200, 302, 302, 302, 302, 302, method="post"),
    "passkey_sign_in_question": Page(200, 200, 200, 200, 200, 200, method="post"),
    "passkey_second_step": Page(302, 302, 302, 302, 302, 302, method="post"),
    "passkey_second_step_question": Page(200, 200, 200, 200, 200, 200, method="post"),
    "password_forgotten": Page(200, 200, 200, 200, 200, 200),
    "password_forgotten_sent": Page(200, 200, 200, 200, 200, 200),
    "password_new": Page(
        *(200, 200, 200, 200, 200, 200), arguments=lambda cast: {"uidb64": "MQ", "token": "x-x"}
    ),
    "password_set": Page(200, 200, 200, 200, 200, 200),
    # one's own account
    "own_account": Page(302, 200, 200, 200, 200, 200),
    "password_change": Page(302, 200, 200, 200, 200, 200),
    "sign_ins_end": Page(302, 302, 302, 302, 302, 302, method="post"),
    "sign_in_end": Page(
        *(302, 302, 302, 302, 302, 302), method="post", arguments=lambda cast: {"sign_in_id": 1}
    ),
    "passkey_add": Page(302, 200, 200, 200, 200, 200),
    "passkey_add_question": Page(302, 200, 200, 200, 200, 200, method="post"),
    "passkey_confirm_question": Page(302, 200, 200, 200, 200, 200, method="post"),
    "passkey_remove": Page(
        *(302, 404, 404, 404, 404, 200),
        arguments=lambda cast: {"passkey_id": passkey_of(cast, "mia")},
        ada=404,
    ),
    "second_factor_start": Page(302, 302, 302, 302, 302, 302, method="post"),
    "second_factor": Page(302, 302, 302, 302, 302, 302),
    "second_factor_off": Page(302, 200, 200, 200, 200, 200),
    # accounts
    "permissions": Page(302, 200, 200, 200, 200, 200),
    "accounts": Page(302, 403, 403, 403, 200, 200),
    "account": Page(302, 403, 403, 403, 200, 200, arguments=bens_account),
    "account_new": Page(302, 403, 403, 403, 403, 200),
    "account_create": Page(
        *(302, 403, 403, 403, 403, 200),
        method="post",
        data=lambda cast: {
            "name": "Dee",
            "email": "dee@example.ca",
            "language": "fr",
            "role": "agent",
            "place": str(cast.site.pk),
        },
    ),
    "accounts_invite": Page(302, 403, 403, 403, 403, 200),
    "accounts_invite_people": Page(
        *(302, 403, 403, 403, 403, 200), method="post", data=eve_without_an_account
    ),
    "account_invite": Page(
        *(302, 403, 403, 403, 403, 200),
        method="post",
        arguments=lambda cast: {"user_id": cast.users["cleo"].pk},  # who has not signed in yet
    ),
    "account_withdraw": Page(302, 403, 403, 403, 403, 302, method="post", arguments=bens_account),
    "invitation": Page(404, 404, 404, 404, 404, 404, arguments=lambda cast: {"secret": "x"}),
    "role_give": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        arguments=bens_account,
        data=lambda cast: {"role": "trainer", "place": f"{cast.site.pk}-{cast.south.pk}"},
    ),
    "role_take": Page(302, 403, 403, 403, 403, 302, method="post", arguments=bens_role),
    "account_close": Page(302, 403, 403, 403, 403, 302, method="post", arguments=bens_account),
    "account_reopen": Page(302, 403, 403, 403, 403, 302, method="post", arguments=bens_account),
    "account_second_factor_off": Page(
        *(302, 403, 403, 403, 403, 302), method="post", arguments=bens_account
    ),
    "account_passkey_remove": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        arguments=lambda cast: {**bens_account(cast), "passkey_id": passkey_of(cast, "ben")},
    ),
    # people
    "people": Page(302, 403, 200, 200, 200, 200),
    "person": Page(302, 403, 200, 404, 200, 200, arguments=ben_as_person),
    "person_new": Page(302, 403, 200, 200, 403, 200),
    "person_add": Page(302, 403, 302, 422, 403, 302, method="post", data=somebody_new),
    "person_edit": Page(302, 403, 200, 404, 403, 200, arguments=ben_as_person),
    "person_change": Page(
        *(302, 403, 302, 404, 403, 302),
        method="post",
        arguments=ben_as_person,
        data=lambda cast: {**somebody_new(cast), "version": 1},
    ),
    "person_leaving": Page(302, 403, 200, 404, 403, 200, arguments=ben_as_person),
    "person_deactivate": Page(
        *(302, 403, 302, 404, 403, 302),
        method="post",
        arguments=ben_as_person,
        data=lambda cast: {"version": 1, "from_day": clock.now().date()},
    ),
    "person_reactivate": Page(
        *(302, 403, 302, 404, 403, 302),
        method="post",
        arguments=ben_as_person,
        data=lambda cast: {"version": 1},
    ),
    "teams": Page(302, 403, 200, 200, 200, 200),
    "team": Page(302, 403, 403, 403, 403, 200, arguments=the_north),
    "team_add": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        data=lambda cast: {"name": "West", "site_id": cast.site.pk},
    ),
    "team_rename": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        arguments=the_north,
        data=lambda cast: {"name": "Far North"},
    ),
    # the audit log
    "audit": Page(302, 403, 403, 403, 200, 200),
    "audit_csv": Page(302, 403, 403, 403, 200, 200),
    # retention; whoever may change anything is an administrator, tests/foundation/retention
    "retention": Page(302, 403, 403, 403, 200, 403, ada=200),
    "retention_rule": Page(
        *(302, 403, 403, 403, 403, 403), arguments=lambda cast: {"name": "finished-jobs"}, ada=200
    ),
    "retention_rule_change": Page(
        *(302, 403, 403, 403, 403, 403),
        method="post",
        arguments=lambda cast: {"name": "finished-jobs"},
        data=lambda cast: {"days": 30},
        ada=302,
    ),
    "erasures": Page(302, 403, 403, 403, 403, 403, ada=200),
    "erasure": Page(302, 403, 403, 403, 403, 403, arguments=bens_erasure, ada=200),
    "erasure_request": Page(
        *(302, 403, 403, 403, 403, 403),
        method="post",
        arguments=bens_erasure,
        data=lambda cast: {"name": "Ben"},
        ada=302,
    ),
    # jobs
    "jobs": Page(302, 403, 200, 200, 200, 200),
    "job": Page(302, 403, 200, 403, 200, 200, arguments=a_job),
    "job_cancel": Page(302, 403, 302, 403, 403, 302, method="post", arguments=a_job),
    "job_retry": Page(302, 403, 409, 403, 403, 409, method="post", arguments=a_job),
    # webhooks
    "webhooks": Page(302, 403, 403, 403, 403, 200),
    "webhook_new": Page(302, 403, 403, 403, 403, 200),
    "webhook_add": Page(
        *(302, 403, 403, 403, 403, 200), method="post", data=lambda cast: AN_ENDPOINT, ada=422
    ),
    "webhook": Page(302, 403, 403, 403, 403, 200, arguments=an_endpoint),
    "webhook_change": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        arguments=an_endpoint,
        data=lambda cast: AN_ENDPOINT,
    ),
    "webhook_pause": Page(302, 403, 403, 403, 403, 302, method="post", arguments=an_endpoint),
    "webhook_resume": Page(
        302, 403, 403, 403, 403, 302, method="post", arguments=a_paused_endpoint
    ),
    "webhook_rotate": Page(302, 403, 403, 403, 403, 200, method="post", arguments=an_endpoint),
    "webhook_test": Page(302, 403, 403, 403, 403, 302, method="post", arguments=an_endpoint),
    "webhook_remove": Page(302, 403, 403, 403, 403, 302, method="post", arguments=an_endpoint),
    "webhook_replay_failed": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        arguments=an_endpoint,
        data=lambda cast: {"since": "2026-03-01T00:00"},
    ),
    "webhook_deliveries": Page(302, 403, 403, 403, 403, 200),
    "webhook_delivery": Page(302, 403, 403, 403, 403, 200, arguments=a_failed_delivery),
    "webhook_replay": Page(
        302, 403, 403, 403, 403, 302, method="post", arguments=a_failed_delivery
    ),
    # history
    "history": Page(302, 403, 200, 200, 200, 200),
    "upload": Page(302, 403, 200, 200, 403, 200),
    "import": Page(302, 403, 200, 403, 200, 200, arguments=an_import),
    "rejected_rows": Page(302, 403, 200, 403, 200, 200, arguments=an_import),
    "read_again": Page(302, 403, 422, 403, 403, 422, method="post", arguments=an_import),
    "confirm_import": Page(302, 403, 302, 403, 403, 302, method="post", arguments=an_import),
    "discard_import": Page(302, 403, 302, 403, 403, 302, method="post", arguments=an_import),
    # scheduling
    "today": Page(302, 302, 200, 200, 200, 200),
    "rest_of_day": Page(302, 403, 200, 200, 200, 200),
    "rest_of_day_update": Page(302, 403, 302, 302, 403, 302, ada=403, method="post"),
    "my_week": Page(302, 200, 200, 200, 200, 200),
    "my_week_copy": Page(302, 200, 200, 200, 404, 404),
    "my_week_pdf": Page(302, 200, 200, 200, 404, 404),
    "weeks": Page(302, 403, 200, 200, 200, 200),
    "plan_week_start": Page(
        302,
        403,
        302,
        302,
        403,
        302,
        method="post",
        data=lambda cast: {"week_starts_on": MONDAY},
        ada=403,
    ),
    "forecasts": Page(302, 403, 200, 200, 200, 200),
    "forecast": Page(302, 403, 200, 403, 200, 200, arguments=a_forecast),
    "forecast_edit": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_forecast,
        data=lambda cast: {"day": MONDAY, "percent": 10, "note": "a campaign"},
        ada=403,
    ),
    "methods": Page(302, 403, 200, 200, 200, 200),
    "value_added": Page(302, 403, 200, 200, 200, 200),
    "queue_methods": Page(302, 403, 200, 403, 200, 200, arguments=a_queue),
    "method_choose": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_queue,
        data=lambda cast: {"method": "mean_of_last_4", "reason": "a new branch"},
        ada=403,
    ),
    "requirements": Page(302, 403, 200, 200, 200, 200),
    "requirement": Page(302, 403, 200, 403, 200, 200, arguments=a_requirement),
    "twins": Page(302, 403, 200, 200, 200, 200),
    "twin": Page(302, 403, 200, 403, 200, 200, arguments=a_twin),
    "twin_make": Page(302, 403, 302, 302, 403, 302, ada=403, method="post"),
    "what_if": Page(302, 403, 200, 200, 200, 200),
    "price_list": Page(302, 403, 200, 403, 200, 200, arguments=a_requirement),
    "risk_choose": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_requirement,
        data=lambda cast: {"kept_days_percent": 90},
        ada=403,
    ),
    "shrinkage": Page(302, 403, 200, 200, 200, 200),
    "usual_shrinkage_set": Page(
        *(302, 403, 302, 302, 403, 302), method="post", data=lambda cast: {"percent": 15}, ada=403
    ),
    "lost_time": Page(302, 403, 200, 200, 403, 200, ada=403),
    "lost_time_record": Page(
        *(302, 403, 302, 422, 403, 302), method="post", data=a_meeting_of_the_north, ada=403
    ),
    "lost_time_import": Page(*(302, 403, 422, 422, 403, 422), method="post", ada=403),
    "lost_time_remove": Page(
        *(302, 403, 302, 404, 403, 302), method="post", arguments=a_lost_time, ada=403
    ),
    "queues": Page(302, 403, 200, 200, 200, 200),
    "special_days": Page(302, 403, 200, 200, 200, 200),
    "special_day_add": Page(
        *(302, 403, 302, 302, 403, 302), method="post", data=lambda cast: A_SPECIAL_DAY, ada=403
    ),
    "special_day": Page(302, 403, 200, 403, 200, 200, arguments=a_special_day),
    "special_day_define": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_special_day,
        data=lambda cast: A_SPECIAL_DAY,
        ada=403,
    ),
    "special_day_remove": Page(
        *(302, 403, 302, 403, 403, 302), method="post", arguments=a_special_day, ada=403
    ),
    "queue": Page(302, 403, 200, 403, 200, 200, arguments=a_queue),
    "queue_define": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_queue,
        data=lambda cast: A_PROMISE,
    ),
    "queue_hours": Page(*(302, 403, 302, 403, 403, 302), method="post", arguments=a_queue),
    "queue_calibrate_waits": Page(
        302, 403, 302, 403, 403, 302, method="post", arguments=a_queue, ada=403
    ),
    "shift_template_new": Page(302, 403, 200, 200, 403, 200, ada=403),
    "shift_template_add": Page(
        *(302, 403, 302, 302, 403, 302), method="post", data=lambda cast: A_TEMPLATE, ada=403
    ),
    "shift_template": Page(302, 403, 200, 403, 403, 200, arguments=a_shift_template, ada=403),
    "shift_template_define": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_shift_template,
        data=lambda cast: A_TEMPLATE,
        ada=403,
    ),
    "site_change": Page(
        *(302, 403, 403, 403, 403, 302),
        method="post",
        data=lambda cast: {"name": "Toronto", "zone": "America/Toronto"},
    ),
    "roster": Page(302, 403, 200, 403, 200, 200, arguments=a_rehearsed_roster),
    "roster_pdf": Page(302, 403, 200, 403, 200, 200, arguments=a_published_roster),
    "roster_news": Page(
        *(302, 403, 200, 403, 200, 200),
        arguments=a_rehearsed_roster,
        data=lambda cast: {"after": 0, "state": "draft"},
    ),
    "rehearsal": Page(302, 403, 200, 403, 200, 200, arguments=a_rehearsed_roster),
    "rehearse": Page(
        302, 403, 302, 403, 403, 302, method="post", arguments=a_rehearsed_roster, ada=403
    ),
    "shift_change": Page(
        *(302, 403, 200, 403, 403, 200),
        method="post",
        arguments=a_rehearsed_roster,
        data=ben_from_ten,
        sends_json=True,
        ada=403,
    ),
    "shift_undo": Page(
        *(302, 403, 404, 403, 403, 404),
        method="post",
        arguments=a_rehearsed_roster,
        data=lambda cast: {"undo_token": 1},
        sends_json=True,
        ada=403,
    ),
    "publish": Page(
        *(302, 403, 302, 403, 403, 302),
        method="post",
        arguments=a_rehearsed_roster,
        data=lambda cast: {"revision": 1},
        ada=403,
    ),
}

WITHOUT_A_PERMISSION = {
    "api_tokens": "whoever is signed in may have tokens, which reach no further than they do",
    "api_token_create": "the same",
    "api_token_revoke": "the same; the action refuses the tokens of others",
    **dict.fromkeys(
        ("app_manifest", "service_worker", "offline"), "browsers keep them; they know nobody"
    ),
    "healthz": "the process that watches the web server asks it",
    "first_run": "nobody has an account yet; the address holds a secret",
    "set_language": "the sign-in page speaks both languages too",
    "kit": "there in development only, and shows nothing of the centre",
    "search": "each searcher asks for its own permission",
    "sign_in": "nobody is signed in yet",
    "sign_out": "whoever came in may leave",
    "readyz": "the process that watches the web server asks it",
    "metrics": "Prometheus asks from this machine or with a token of its own",
    "second_step": "nobody is signed in before the second step",
    **dict.fromkeys(
        ("password_forgotten", "password_forgotten_sent", "password_new", "password_set"),
        "whoever forgot the password is not signed in",
    ),
    "invitation": "whoever is invited has no password yet; the link is the key",
    **dict.fromkeys(
        ("passkey_sign_in", "passkey_sign_in_question", "provider_begin", "provider_back"),
        "nobody is signed in yet",
    ),
    **dict.fromkeys(
        ("passkey_second_step", "passkey_second_step_question"),
        "nobody is signed in before the second step",
    ),
    **dict.fromkeys(
        ("passkey_add", "passkey_add_question", "passkey_confirm_question", "passkey_remove"),
        "one's own account is one's own, whatever the roles",
    ),
    **dict.fromkeys(
        ("own_account", "password_change", "sign_ins_end", "sign_in_end"),
        "one's own account is one's own, whatever the roles",
    ),
    **dict.fromkeys(
        ("second_factor_start", "second_factor", "second_factor_off"),
        "one's own account is one's own, whatever the roles",
    ),
}
"""Pages that need no permission, each with the reason; all others wear `@page_permission`."""


def pages_of_the_site() -> Iterator[tuple[str, URLPattern]]:
    yield from _patterns(get_resolver().url_patterns)


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue  # operations have a table of their own: tests/config/test_api_access.py
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield str(pattern.name), pattern


def test_every_page_is_in_the_table_and_every_line_of_the_table_is_a_page():
    assert {name for name, _pattern in pages_of_the_site()} == set(PAGES)


def test_every_page_asks_for_a_permission_or_is_excused():
    open_pages = {
        name
        for name, pattern in pages_of_the_site()
        if not hasattr(pattern.callback, "required_permission")
    }
    assert open_pages == set(WITHOUT_A_PERMISSION)


@pytest.mark.parametrize("name", PAGES)
def test_each_visitor_gets_what_the_table_says(name: str, cast: Cast):
    page = PAGES[name]
    address = reverse(name, kwargs=page.arguments(cast))
    found = {who: _visit(address, page, cast, who=who) for who in VISITORS}
    assert found == page.expected()


def test_a_deed_is_never_done_by_a_link(cast: Cast):
    client = Client()
    client.force_login(cast.users["mia"])
    answers = {
        name: client.get(reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, 1)))
        for name, pattern in pages_of_the_site()
        if PAGES[name].method == "post"
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 405
    )


def test_nobody_is_sent_to_sign_in_and_back(cast: Cast):
    assert Client().get("/jobs/").url == "/sign-in/?next=/jobs/"


def test_a_visitor_may_change_the_language_before_signing_in(db: None):
    answer = Client().post(reverse("set_language"), {"language": "fr", "next": "/sign-in/"})
    assert answer.url == "/sign-in/"
    assert answer.cookies["django_language"].value == "fr"


def _visit(address: str, page: Page, cast: Cast, *, who: str) -> int:
    client = Client()
    if who != "nobody":
        client.force_login(cast.users[who])
    sent: dict[str, Any] = {"data": page.data(cast)}
    if page.sends_json:
        sent["content_type"] = "application/json"
    with transaction.atomic():
        status: int = getattr(client, page.method)(address, **sent).status_code
        transaction.set_rollback(True)
    return status
