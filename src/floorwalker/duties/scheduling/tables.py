"""The tables of scheduling: forecasts, requirements, queues, weeks."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.choices import LossCause, RosterState
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table

_MADE = (
    Column("made_by", _("Made by")),
    Column("made_at", _("Made at"), Kind.MOMENT),
)

FORECASTS = Table(
    name="forecasts",
    caption=_(
        "The newest forecast of each queue. Error: how far off an interval was a week ahead, in the"
        " back-test."
    ),
    columns=(
        Column(
            "queue_name",
            _("Queue"),
            link=lambda row: reverse("forecast", args=[row.version_id]),
        ),
        Column("first_day", _("Days"), Kind.DAY, template="scheduling/cells/days.html"),
        Column("last_day", _("Last day"), Kind.DAY, is_hidden_at_first=True),
        Column("contacts", _("Contacts"), Kind.NUMBER),
        Column("wape_ratio", _("Error"), Kind.PERCENT, decimals=1),
        Column("plain_wape_ratio", _("Last week again"), Kind.PERCENT, decimals=1),
        Column("kind_label", _("Version"), Kind.BADGE, tone=lambda row: "info" * row.is_edited),
        *_MADE,
    ),
    words_in=("queue_name", "made_by"),
    is_caption_shown=True,
)

REQUIREMENTS = Table(
    name="requirements",
    caption=_("What the coming weeks need, as last computed."),
    columns=(
        Column("week_starts_on", _("Week"), Kind.DAY, template="scheduling/cells/requirement.html"),
        Column("contacts", _("Contacts"), Kind.NUMBER),
        Column("required_hours", _("Required (h)"), Kind.NUMBER, decimals=1),
        Column("scheduled_hours", _("To schedule (h)"), Kind.NUMBER, decimals=1),
        Column("shrinkage_ratio", _("Shrinkage"), Kind.PERCENT, decimals=1),
        *_MADE,
    ),
    is_caption_shown=True,
)

LOST_TIME = Table(
    name="lost-time",
    caption=_("Lost time of those whom you lead or plan for."),
    columns=(
        Column("day", _("Day"), Kind.DAY),
        Column("whose", _("Whose time")),
        Column("cause", _("Cause"), template="scheduling/cells/cause.html"),
        Column("minutes", _("Minutes"), Kind.NUMBER),
        Column("known_on", _("Known since"), Kind.DAY),
        Column("made_by", _("Made by"), is_hidden_at_first=True),
        Column(
            "deeds",
            _("Actions"),
            has_value=False,
            is_label_hidden=True,
            template="scheduling/cells/lost_time_deeds.html",
        ),
    ),
    sort="-day",
    words_in=("whose",),
    choices=(Choice("cause", _("Cause"), LossCause.choices),),
    is_caption_shown=True,
)

_QUEUE_COLUMNS = (
    Column("name", _("Queue"), link=lambda row: reverse("queue", args=[row.id])),
    Column("channel_label", _("Channel")),
    Column("service_level", _("Target"), Kind.PERCENT, template="scheduling/cells/target.html"),
    Column("within_seconds", _("Within"), Kind.DURATION, is_hidden_at_first=True),
    Column("occupancy_max", _("Busy at most"), Kind.PERCENT, is_hidden_at_first=True),
    Column(
        "patience_seconds", _("Patience"), Kind.DURATION, template="scheduling/cells/patience.html"
    ),
    Column("handle_seconds_default", _("Usual handle time"), Kind.DURATION),
    Column(
        "skills",
        _("Required skills"),
        template="scheduling/cells/skills.html",
        is_wrapped=True,
    ),
    Column("people", _("People"), Kind.NUMBER, template="scheduling/cells/people.html"),
)

QUEUES = Table(
    name="queues",
    caption=_("What each queue promises, and who may serve it"),
    columns=_QUEUE_COLUMNS,
    words_in=("name", "skills"),
    choices=(Choice("channel", _("Channel"), Channel.choices),),
    is_caption_shown=True,
)

CLOSED_QUEUES = Table(
    name="closed-queues",
    caption=_("Queues out of use: not planned"),
    columns=_QUEUE_COLUMNS,
    words_in=("name", "skills"),
    prefix="closed",
    is_caption_shown=True,
)

WEEKS = Table(
    name="weeks",
    caption=_("Weeks and how far their plans have come"),
    columns=(
        Column("starts_on", _("Week"), Kind.DAY, template="scheduling/cells/week.html"),
        Column("state_label", _("State"), template="scheduling/cells/state.html"),
        Column(
            "service_level_mean",
            _("Service level expected"),
            Kind.PERCENT,
            template="scheduling/cells/service_level.html",
        ),
        Column(
            "gap_ratio", _("Gap to the bound"), Kind.PERCENT, decimals=1, is_hidden_at_first=True
        ),
        Column("plan", _("Plan"), has_value=False, template="scheduling/cells/plan.html"),
        Column(
            "deeds",
            _("Actions"),
            has_value=False,
            is_label_hidden=True,
            template="scheduling/cells/plan_deeds.html",
        ),
    ),
    choices=(Choice("state", _("State"), RosterState.choices),),
    rows_per_page=20,
)
