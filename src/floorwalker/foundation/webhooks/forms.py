"""What people say about endpoints, and since when what failed is sent again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.people.models import Site
from floorwalker.foundation.webhooks.endpoint_facts import EndpointFacts
from floorwalker.foundation.webhooks.event_types import event_types
from floorwalker.foundation.webhooks.models import URL_LENGTH_MAX

MOMENT = "%Y-%m-%dT%H:%M"


class EndpointForm(forms.Form):
    """Where to send, what it is, and which events it wants; with several sites also of which."""

    url = forms.CharField(
        label=_("Address"),
        max_length=URL_LENGTH_MAX,
        help_text=_("Begins with https:// and has no name and password in it."),
        widget=forms.URLInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("What it is"),
        max_length=200,
        required=False,
        help_text=_("For example: payroll."),
    )
    event_types = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is chosen is sent there."),
    )

    def __init__(self, *args: Any, sites: Sequence[Site] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["event_types"]
        chosen.choices = [(found.name, found.title) for found in event_types()]
        if len(sites) > 1:
            choices = [(site.pk, site.name) for site in sites]
            self.fields["site"] = forms.TypedChoiceField(
                label=_("Site"), choices=choices, coerce=int
            )

    def facts(self) -> EndpointFacts:
        """Return what was said."""
        sent = self.cleaned_data
        return EndpointFacts(sent["url"], sent["description"], sent["event_types"])


class ReplayForm(forms.Form):
    """Since when what has failed is sent again."""

    since = forms.DateTimeField(
        label=_("Failed since"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )

    def moment(self) -> datetime:
        """Return the moment."""
        since: datetime = self.cleaned_data["since"]
        return since
