"""What people send to make accounts, and what an invited person sends."""

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.accounts.forms import RoleForm
from floorwalker.foundation.accounts.invite_pages import InvitePage
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.people.choices import Language


class AccountForm(RoleForm):
    """A new account: whose, and its first role."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email"), help_text=_("The invitation goes there."))
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    person = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    field_order = ("name", "email", "language", "role", "place", "person")


class WhichPersonForm(forms.Form):
    """For which person an account is made."""

    person = forms.IntegerField(required=False, min_value=1)


class InvitePeopleForm(forms.Form):
    """Which people get an account, and the role that each holds for the own team."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (role.value, role.label) for role in Role if role not in {Role.ADMIN, Role.AUDITOR}
        ],
        help_text=_("Each for the own team."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, page: InvitePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(who.id, f"{who.name} · {who.team} · {who.email}") for who in page.people]
        cast("forms.MultipleChoiceField", self.fields["people"]).choices = choices


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic for the checker only
    """Django's own; what it checked is stored by our action."""
