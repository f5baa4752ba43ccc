"""The tables of scheduling: forecasts, requirements, twins, queues, weeks."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.choices import (
    EditVerdict,
    LossCause,
    MethodDecision,
    RosterState,
    SpecialDayKind,
    TwinVerdict,
)
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table

SPECIAL_DAY_TONES = {
    SpecialDayKind.CLOSED: "bad",
    SpecialDayKind.ADJUST: "info",
    SpecialDayKind.EXCLUDE: "",
}

_MADE = (
    Column("made_by", _("Made by")),
    Column("made_at", _("Made at"), Kind.MOMENT),
)

DECISION_TONES = {
    MethodDecision.OVERRULED: "info",
    MethodDecision.OTHER: "warn",
    MethodDecision.OWN: "good",
}

VERDICT_TONES = {EditVerdict.HELPED: "good", EditVerdict.HARMED: "warn"}

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

METHODS = Table(
    name="methods",
    caption=_(
        "What the newest forecast of each queue is made with. Errors are those of a week ahead, in"
        " the back-test; noise alone is what no forecast can avoid."
    ),
    columns=(
        Column(
            "queue_name",
            _("Queue"),
            link=lambda row: reverse("queue_methods", args=[row.queue_id]),
        ),
        Column("methods", _("Method used"), is_wrapped=True),
        Column("own_wape_ratio", _("Floorwalker’s model"), Kind.PERCENT, decimals=1),
        Column("rival", _("Best other")),
        Column("rival_wape_ratio", _("Its error"), Kind.PERCENT, decimals=1),
        Column("noise_floor_ratio", _("Noise alone"), Kind.PERCENT, decimals=1),
        Column(
            "decision_label",
            _("Decision"),
            Kind.BADGE,
            tone=lambda row: DECISION_TONES.get(row.decision, ""),
        ),
    ),
    words_in=("queue_name", "methods"),
    choices=(Choice("decision", _("Decision"), MethodDecision.choices),),
    is_caption_shown=True,
)

VALUE_ADDED = Table(
    name="value-added",
    caption=_(
        "Only intervals that were changed are compared. Value added: the program’s error less the"
        " error after the change; ± holds the true value 19 times of 20."
    ),
    columns=(
        Column(
            "queue_name",
            _("Queue"),
            link=lambda row: reverse("queue_methods", args=[row.queue_id]),
        ),
        Column("stage", _("Version")),
        Column("editor", _("Changed by")),
        Column("lead_days", _("Days ahead"), Kind.NUMBER, template="scheduling/cells/lead.html"),
        Column("days", _("Days compared"), Kind.NUMBER),
        Column("system_wape_ratio", _("Error of the program"), Kind.PERCENT, decimals=1),
        Column("wape_ratio", _("Error after the change"), Kind.PERCENT, decimals=1),
        Column(
            "value_added_ratio",
            _("Value added"),
            Kind.PERCENT,
            decimals=1,
            template="scheduling/cells/value_added.html",
        ),
        Column("margin_ratio", _("±"), Kind.PERCENT, decimals=1, is_hidden_at_first=True),
        Column(
            "verdict_label",
            _("Verdict"),
            Kind.BADGE,
            tone=lambda row: VERDICT_TONES.get(row.verdict, ""),
        ),
    ),
    words_in=("queue_name", "editor"),
    choices=(Choice("verdict", _("Verdict"), EditVerdict.choices),),
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

TWINS = Table(
    name="twins",
    caption=_("What was learned from the records, and whether it plays the past as it was"),
    columns=(
        Column(
            "fitted_from",
            _("Learned from"),
            Kind.DAY,
            template="scheduling/cells/twin.html",
        ),
        Column("fitted_until", _("Learned until"), Kind.DAY, is_hidden_at_first=True),
        Column("validated_from", _("Judged from"), Kind.DAY, is_hidden_at_first=True),
        Column("validated_until", _("Judged until"), Kind.DAY, is_hidden_at_first=True),
        Column("verdict_label", _("Verdict"), Kind.BADGE, tone=lambda row: row.tone),
        Column("days", _("Days played"), Kind.NUMBER),
        Column("inside_ratio", _("In the band"), Kind.PERCENT),
        *_MADE,
    ),
    sort="-made_at",
    choices=(Choice("verdict", _("Verdict"), TwinVerdict.choices),),
    is_caption_shown=True,
)

SPECIAL_DAYS = Table(
    name="special-days",
    caption=_("Special days, and what forecasts do about them"),
    columns=(
        Column("name", _("Name"), link=lambda row: reverse("special_day", args=[row.id])),
        Column("kind_label", _("Kind"), Kind.BADGE, tone=lambda row: SPECIAL_DAY_TONES[row.kind]),
        Column("effect", _("In forecasts"), is_wrapped=True),
        Column("first_day", _("Days"), Kind.DAY, template="scheduling/cells/special_days.html"),
        Column("repeats_label", _("Repeats")),
        Column("next_day", _("Next"), Kind.DAY),
        Column("queue_name", _("Queue")),
        Column("note", _("Note"), is_wrapped=True, is_hidden_at_first=True),
    ),
    words_in=("name", "note"),
    choices=(Choice("kind", _("Kind"), SpecialDayKind.choices),),
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
