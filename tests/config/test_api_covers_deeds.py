"""Everything a page can do, the API can: each deed names its operation, or the reason why not.

A new page that takes a POST: add one line to `DEEDS`, keyed by the page's url name.
"""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from tests.architecture.test_access import pages_of_the_site
from tests.builders.cast import Cast
from tests.config.test_api_access import OPERATIONS

NOT_ALLOWED = 405


@dataclass(frozen=True)
class Reason:
    """Why no token does this."""

    words: str


SESSION = Reason("a session of the browser opens and closes; a token has none")
OPENS_AN_ACCOUNT = Reason("it opens an account or guards one: decision 0014")

DEEDS = {
    # sign-in and one's own account
    "set_language": SESSION,
    "sign_in": SESSION,
    "sign_out": SESSION,
    "second_step": SESSION,
    "passkey_sign_in": SESSION,
    "passkey_sign_in_question": SESSION,
    "passkey_second_step": SESSION,
    "passkey_second_step_question": SESSION,
    "sign_ins_end": SESSION,
    "sign_in_end": SESSION,
    "first_run": OPENS_AN_ACCOUNT,
    "password_forgotten": OPENS_AN_ACCOUNT,
    "password_new": OPENS_AN_ACCOUNT,
    "password_change": OPENS_AN_ACCOUNT,
    "second_factor_start": OPENS_AN_ACCOUNT,
    "second_factor": OPENS_AN_ACCOUNT,
    "second_factor_off": OPENS_AN_ACCOUNT,
    "account_second_factor_off": OPENS_AN_ACCOUNT,
    "account_passkey_remove": OPENS_AN_ACCOUNT,
    "passkey_add": OPENS_AN_ACCOUNT,
    "passkey_add_question": OPENS_AN_ACCOUNT,
    "passkey_confirm_question": OPENS_AN_ACCOUNT,
    "passkey_remove": OPENS_AN_ACCOUNT,
    "invitation": OPENS_AN_ACCOUNT,
    "api_token_create": OPENS_AN_ACCOUNT,
    "api_token_revoke": OPENS_AN_ACCOUNT,
    # accounts
    "account_create": "create_one_account",
    "accounts_invite_people": "create_accounts_of_people",
    "account_invite": "invite_one_account",
    "account_withdraw": "withdraw_one_invitation",
    "account_close": "close_one_account",
    "account_reopen": "reopen_one_account",
    "role_give": "give_one_role",
    "role_take": "take_one_role",
    # people
    "person_add": "add_one_person",
    "person_change": "change_one_person",
    "person_deactivate": "deactivate_one_person",
    "person_reactivate": "reactivate_one_person",
    "team_add": "add_one_team",
    "team_rename": "rename_one_team",
    # retention
    "retention_rule_change": "change_retention_rule",
    "erasure_request": "request_one_erasure",
    # webhooks
    "webhook_add": "add_webhook_endpoint",
    "webhook_change": "change_webhook_endpoint",
    "webhook_pause": "pause_webhook_endpoint",
    "webhook_resume": "resume_webhook_endpoint",
    "webhook_rotate": "rotate_webhook_secret",
    "webhook_test": "send_webhook_test",
    "webhook_remove": "remove_webhook_endpoint",
    "webhook_replay": "replay_webhook_delivery",
    "webhook_replay_failed": "replay_failed_webhooks",
    # jobs
    "job_cancel": "cancel_job",
    "job_retry": "retry_job",
    # history
    "upload": "upload_import",
    "read_again": "read_import_again",
    "confirm_import": "confirm_import",
    "discard_import": "discard_import",
    # scheduling
    "plan_week_start": "plan_one_week",
    "twin_make": "make_one_twin",
    "rest_of_day_update": "update_todays_rest",
    "risk_choose": "staff_week_for_risk",
    "forecast_edit": "edit_one_forecast",
    "method_choose": "choose_one_method",
    "usual_shrinkage_set": "set_one_usual_shrinkage",
    "lost_time_record": "record_one_lost_time",
    "lost_time_import": "import_many_losses",
    "lost_time_remove": "remove_one_lost_time",
    "queue_define": "define_one_queue",
    "queue_hours": "set_one_queues_hours",
    "special_day_add": "add_special_day",
    "special_day_define": "change_special_day",
    "special_day_remove": "remove_one_special_day",
    "queue_calibrate_waits": "calibrate_expected_waits",
    "shift_template_add": "add_shift_template",
    "shift_template_define": "change_shift_template",
    "site_change": "change_one_site",
    "rehearse": "rehearse_roster",
    "shift_change": "change_one_shift",
    "shift_undo": "undo_one_change",
    "publish": "publish_one_roster",
}


def test_every_deed_of_a_page_has_an_operation_or_a_reason(cast: Cast):
    found = {name for name, pattern in pages_of_the_site() if _takes_a_post(cast, pattern)}
    assert found == set(DEEDS)


@pytest.mark.parametrize("name", DEEDS)
def test_every_operation_that_is_named_exists(name: str):
    assert isinstance(DEEDS[name], Reason) or DEEDS[name] in OPERATIONS


def _takes_a_post(cast: Cast, pattern: URLPattern) -> bool:
    address = reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, 1))
    client = Client()
    with transaction.atomic():
        client.force_login(cast.users["mia"])
        status = client.post(address).status_code
        transaction.set_rollback(True)
    return bool(status != NOT_ALLOWED)
