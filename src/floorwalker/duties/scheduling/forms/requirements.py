"""What people send to the pages of requirements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.duties.scheduling.queries.what_if import Assumptions


class RequirementForm(forms.Form):
    """What the requirement page shows, and what it should try."""

    queue = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    service_level = forms.FloatField(
        label=_("Service level in %"), required=False, min_value=1, max_value=99.9
    )
    within = forms.FloatField(
        label=_("Within seconds"), required=False, min_value=0, max_value=86_400
    )
    shrinkage = forms.FloatField(
        label=_("Shrinkage in %"), required=False, min_value=0, max_value=90
    )
    patience = forms.FloatField(
        label=_("Patience in seconds"),
        required=False,
        min_value=0,
        max_value=86_400,
    )

    def assumptions(self) -> Assumptions:
        """Return what to try; as planned while something sent is not valid."""
        if self.errors:
            return Assumptions()
        sent = self.cleaned_data
        return Assumptions(
            service_level=_ratio(sent["service_level"]),
            within_seconds=sent["within"],
            shrinkage_ratio=_ratio(sent["shrinkage"]),
            patience_seconds=sent["patience"],
        )


def _ratio(percent: float | None) -> float | None:
    return None if percent is None else percent / 100
