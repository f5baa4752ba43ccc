"""Every permission in words for people: what they may not do, when they are refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSION_WORDS: Mapping[str, str | Promise] = {
    "see_own_week": _("see one's own week"),
    "see_plans": _("see plans"),
    "see_history": _("see the history"),
    "see_audit": _("see the audit log"),
    "see_retention": _("see how long data is kept"),
    "see_permissions": _("see who may do what"),
    "see_people": _("see people"),
    "see_accounts": _("see accounts"),
    "see_jobs": _("see jobs"),
    "import_history": _("import history"),
    "import_people": _("import people"),
    "edit_forecast": _("edit a forecast"),
    "define_queues": _("define queues"),
    "plan_week": _("plan a week"),
    "change_shift": _("change a shift"),
    "publish_roster": _("publish a roster"),
    "record_lost_time": _("record lost time"),
    "change_people": _("change what is known of people"),
    "change_teams": _("change teams"),
    "manage_accounts": _("manage accounts"),
    "manage_jobs": _("manage jobs"),
    "manage_retention": _("decide how long data is kept, and erase people"),
    "manage_webhooks": _("manage webhooks"),
    "change_site": _("change the site"),
}
