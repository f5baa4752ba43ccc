"""Days, words to find somebody by, and a name typed to be sure."""

from django import forms
from django.utils.translation import gettext_lazy as _

NAME_LENGTH_MAX = 200
DAYS_MOST = 36_500


class DaysForm(forms.Form):
    """How long a class of data stays."""

    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=DAYS_MOST)


class ConfirmForm(forms.Form):
    """The name of whom to erase, typed."""

    name = forms.CharField(
        label=_("Type the name to confirm"),
        max_length=NAME_LENGTH_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
