"""Every deed in words: what an auditor reads beside the name that the action gave it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEED_WORDS: Mapping[str, str | Promise] = {
    # signing in and accounts
    "create_user": _("Account created with a password"),
    "create_account": _("Account created"),
    "invite_account": _("Invited to sign in"),
    "withdraw_invitation": _("Invitation withdrawn"),
    "accept_invitation": _("Invitation accepted"),
    "close_account": _("Account closed"),
    "reopen_account": _("Account opened again"),
    "give_role": _("Role given"),
    "take_role": _("Role taken away"),
    "lock_out": _("Closed for a while after failed tries"),
    "set_password": _("Password changed"),
    "choose_language": _("Language chosen"),
    "end_sign_ins": _("Signed out elsewhere"),
    "start_second_factor": _("Codes begun"),
    "confirm_second_factor": _("Codes turned on"),
    "remove_second_factor": _("Codes turned off"),
    "add_passkey": _("Passkey added"),
    "remove_passkey": _("Passkey removed"),
    "refuse_passkey": _("Passkey refused: it may be a copy"),
    "link_provider": _("Linked with the organisation’s sign-in"),
    "create_api_token": _("API token made"),
    "revoke_api_token": _("API token revoked"),
    # people
    "add_person": _("Person added"),
    "change_person": _("Person changed"),
    "deactivate_person": _("Person deactivated"),
    "reactivate_person": _("Person reactivated"),
    "add_team": _("Team added"),
    "rename_team": _("Team renamed"),
    "create_first_site": _("First site created"),
    "change_site": _("Site changed"),
    # history
    "upload_file": _("File uploaded"),
    "read_differently": _("File read differently"),
    "confirm_import": _("Import confirmed"),
    "discard_import": _("Import discarded"),
    "import_file": _("File imported"),
    # queues and planning
    "define_queue": _("Queue defined"),
    "close_queue": _("Queue closed"),
    "set_opening_hours": _("Opening hours set"),
    "define_special_day": _("Special day defined"),
    "remove_special_day": _("Special day removed"),
    "define_shift_template": _("Shift template defined"),
    "add_usual_templates": _("Usual shift templates added"),
    "add_stand_ins": _("Stand-ins added"),
    "plan_week": _("Week planned"),
    "store_forecast": _("Forecast made"),
    "edit_forecast": _("Forecast edited"),
    "choose_method": _("Method of forecasts chosen"),
    "store_requirement": _("Requirement made"),
    "staff_for_risk": _("Week staffed for a risk"),
    "record_lost_time": _("Lost time recorded"),
    "remove_lost_time": _("Lost time removed"),
    "import_lost_time": _("Lost time imported"),
    "set_usual_shrinkage": _("Usual shrinkage set"),
    "store_roster": _("Roster made"),
    "change_shift": _("Shift changed"),
    "undo_change": _("Change taken back"),
    "start_rehearsal": _("Rehearsal started"),
    "store_rehearsal": _("Rehearsal made"),
    "start_twin": _("Twin asked for"),
    "store_twin": _("Twin made"),
    "calibrate_waits": _("Expected waits to be calibrated"),
    "store_wait_calibrations": _("Expected waits calibrated"),
    "publish_roster": _("Roster published"),
    "update_rest_of_day": _("Update of the day asked for"),
    "store_day_updates": _("Rest of the day updated"),
    "store_night_lessons": _("Learned from past days"),
    # retention
    "change_retention": _("Retention rule changed"),
    "apply_retention": _("Erased by rule"),
    "erase_person": _("Person erased"),
    # webhooks
    "add_webhook_endpoint": _("Webhook added"),
    "change_webhook_endpoint": _("Webhook changed"),
    "pause_webhook_endpoint": _("Webhook paused"),
    "resume_webhook_endpoint": _("Webhook resumed"),
    "rotate_webhook_secret": _("New webhook secret"),
    "send_webhook_test": _("Webhook tested"),
    "remove_webhook_endpoint": _("Webhook removed"),
    "replay_webhook": _("Webhook sent again"),
    "replay_failed_webhooks": _("Failed webhooks sent again"),
    # jobs
    "start_job": _("Job started"),
    "cancel_job": _("Job cancelled"),
    "retry_job": _("Job tried again"),
}
"""Names of actions, as `record` is told them; one that is gone from the code stays here."""


def deed_words(action: str) -> str:
    """Return the deed in words; one of a time whose words are gone keeps its name."""
    return str(DEED_WORDS.get(action, action))


def deeds_named(words: str) -> list[str]:
    """Return the names of the deeds whose words hold these."""
    wanted = words.casefold()
    return [action for action, said in DEED_WORDS.items() if wanted in str(said).casefold()]
