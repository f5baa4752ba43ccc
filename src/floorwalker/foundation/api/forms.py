"""What people say about a new token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.api.choices import Scope

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class TokenForm(forms.Form):
    """A name, what the token may do, and for how long."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What uses it, for example: nightly export.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself."),
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=90)
