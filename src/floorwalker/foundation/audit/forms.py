"""What auditors look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.queries import Search

WORDS_LENGTH_MAX = 100


class SearchForm(forms.Form):
    """Who, what, on what, and when."""

    who = forms.CharField(label=_("Who"), required=False, max_length=WORDS_LENGTH_MAX)
    action = forms.CharField(label=_("Deed"), required=False, max_length=WORDS_LENGTH_MAX)
    subject = forms.CharField(label=_("On what"), required=False, max_length=WORDS_LENGTH_MAX)
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def search(self) -> Search:
        """Return what was asked for, as far as it was understood."""
        return Search(**self.cleaned_data) if self.is_valid() else Search()
