"""The tables of people and of teams."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.people.queries.people_list import ACTIVE, INACTIVE
from floorwalker.foundation.ui.tables import Choice, Column, Kind, Table


def people_table(*, teams: Sequence[tuple[int, str]]) -> Table:
    """Return the table of people, where these teams can be chosen from."""
    return Table(
        name="people",
        caption=_("People of your teams"),
        columns=(
            Column("name", _("Name"), link=lambda row: reverse("person", args=[row.id])),
            Column("team_name", _("Team")),
            Column("employee_number", _("Employee number")),
            Column("email", _("Email")),
            Column("language_label", _("Language")),
            Column("skills_said", _("Skills"), is_sortable=False, is_wrapped=True),
            Column("state_label", _("State"), Kind.BADGE, tone=lambda row: row.tone),
            Column("inactive_from", _("Inactive from"), Kind.DAY, is_hidden_at_first=True),
            Column("account_label", _("Account"), is_sortable=False),
        ),
        sort="name",
        words_in=("name", "email", "employee_number", "team_name"),
        choices=(
            Choice("team", _("Team"), [(str(number), name) for number, name in teams]),
            Choice(
                "state",
                _("State"),
                [(ACTIVE, _("Active")), (INACTIVE, _("Inactive"))],
                usual=ACTIVE,
            ),
        ),
    )


def teams_table(*, has_sites: bool) -> Table:
    """Return the table of teams; those of several sites each say theirs."""
    site = (Column("site", _("Site")),) if has_sites else ()
    return Table(
        name="teams",
        caption=_("Teams and their people"),
        columns=(
            Column("name", _("Team"), link=lambda row: f"{reverse('people')}?team={row.id}"),
            *site,
            Column("people", _("Active people"), Kind.NUMBER),
            Column(
                "deeds",
                _("Actions"),
                has_value=False,
                is_label_hidden=True,
                template="people/cells/rename.html",
            ),
        ),
        words_in=("name", "site"),
    )
