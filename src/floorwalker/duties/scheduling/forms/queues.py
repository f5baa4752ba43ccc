"""What people send to the pages of queues and of the site."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.demand.actions.define_queue import SECONDS_MAX, Promise
from floorwalker.foundation.demand.choices import Channel
from floorwalker.foundation.people.actions.change_site import SiteFacts


class QueueForm(forms.Form):
    """What a queue promises, and who may serve it."""

    service_level = forms.FloatField(
        label=_("Service level in %"),
        min_value=1,
        max_value=99.9,
        help_text=_("The share of contacts to be answered in time."),
    )
    within_seconds = forms.IntegerField(
        label=_("Within seconds"), min_value=0, max_value=SECONDS_MAX
    )
    occupancy_max = forms.FloatField(
        label=_("Occupancy at most, in %"),
        min_value=1,
        max_value=100,
        help_text=_("Planning adds people before they are busier than this."),
    )
    patience_seconds = forms.IntegerField(
        label=_("Patience in seconds"),
        required=False,
        min_value=1,
        max_value=SECONDS_MAX,
        help_text=_("The mean time until a waiting caller gives up. Empty: never."),
    )
    handle_seconds_default = forms.IntegerField(
        label=_("Handle time in seconds"),
        min_value=1,
        max_value=SECONDS_MAX,
        help_text=_("Used where the history tells none."),
    )
    short_abandon_seconds = forms.IntegerField(
        label=_("Short abandon below seconds"),
        min_value=0,
        max_value=SECONDS_MAX,
        help_text=_(
            "Who leaves sooner did not really wait. Counts for files imported from now on."
        ),
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel)
    required_skills = forms.MultipleChoiceField(
        label=_("Required skills"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has all of them may serve the queue; without any, everybody may."),
    )
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("A queue out of use is not planned.")
    )

    def __init__(self, *args: Any, skills: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in skills]
        cast("forms.MultipleChoiceField", self.fields["required_skills"]).choices = choices

    def promise(self) -> Promise:
        """Return the promise."""
        sent = self.cleaned_data
        seconds = {name: sent[name] for name in sent if name.endswith(("_seconds", "_default"))}
        return Promise(
            service_level=sent["service_level"] / 100,
            occupancy_max=sent["occupancy_max"] / 100,
            **seconds,
        )


class SiteForm(forms.Form):
    """What is known of a site."""

    name = forms.CharField(label=_("Name"), max_length=200)
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, help_text=_("For example America/Toronto.")
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters: whose public holidays the forecasts know."),
    )
    province = forms.CharField(
        label=_("Province"), max_length=3, required=False, help_text=_("For example ON or QC.")
    )

    def facts(self) -> SiteFacts:
        """Return what was sent, codes in capitals."""
        sent = self.cleaned_data
        return SiteFacts(
            sent["name"], sent["zone"], sent["country"].upper(), sent["province"].upper()
        )
