"""What people send to the people pages, checked; the rules of the facts are the actions' own."""

from datetime import time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.errors import BadInputError
from floorwalker.foundation.people.choices import Language, Weekday
from floorwalker.foundation.people.person_facts import (
    MINUTES_PER_DAY,
    ContractFacts,
    PersonFacts,
    Window,
)
from floorwalker.foundation.people.queries.person_pages import PersonForm

LEVELS = (
    ("1", _("1, learning")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", _("5, expert")),
)
NOT_HELD = ("0", "–")


class FactsForm(forms.Form):
    """Who the person is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    employee_number = forms.CharField(label=_("Employee number"), max_length=50)
    team_id = forms.TypedChoiceField(label=_("Team"), coerce=int, choices=())
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("Imports know people by it, and invitations to sign in go there."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language, help_text=_("The person’s own.")
    )


class ContractForm(forms.Form):
    """What was agreed about working time."""

    week_hours_min = forms.DecimalField(label=_("Paid hours in a week, at least"))
    week_hours_max = forms.DecimalField(label=_("Paid hours in a week, at most"))
    day_hours_min = forms.DecimalField(
        label=_("Hours of a shift, at least"), help_text=_("Pauses included.")
    )
    day_hours_max = forms.DecimalField(label=_("Hours of a shift, at most"))
    days_per_week_max = forms.IntegerField(label=_("Days in a week, at most"))
    consecutive_days_max = forms.IntegerField(label=_("Days in a row, at most"))
    rest_hours_min = forms.DecimalField(label=_("Hours of rest between shifts, at least"))


class SkillsForm(forms.Form):
    """A level for each skill that the site knows, and room for one more."""

    new_skill = forms.CharField(
        label=_("Another skill"),
        required=False,
        max_length=100,
        help_text=_("One that nobody of the site has yet."),
    )
    new_level = forms.ChoiceField(label=_("Its level"), choices=LEVELS, initial="3")

    def __init__(self, *args: Any, skills: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        known = {
            f"skill_{number}": forms.ChoiceField(label=name, choices=(NOT_HELD, *LEVELS))
            for number, name in enumerate(skills)
        }
        self.fields = known | self.fields  # the new one comes last

    def levels(self) -> tuple[tuple[str, int], ...]:
        """Return the skills that got a level."""
        sent = self.cleaned_data
        pairs = [(name, sent[f"skill_{number}"]) for number, name in enumerate(self.skills)]
        pairs.append((sent["new_skill"], sent["new_level"]))
        return tuple((name, int(level)) for name, level in pairs if name and level != NOT_HELD[0])


class HoursForm(forms.Form):
    """From when until when, for each weekday; a day without both is one on which nobody works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            for end, words in (
                ("from", gettext("%(day)s, from")),
                ("until", gettext("%(day)s, until")),
            ):
                told = words % {"day": day.label}
                self.fields[f"{end}_{day.value}"] = forms.TimeField(
                    label=told,
                    required=False,
                    widget=forms.TimeInput(
                        format="%H:%M", attrs={"type": "time", "aria-label": told}
                    ),
                )

    def days(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each weekday with its two fields."""
        return [
            (str(day.label), [self[f"from_{day.value}"], self[f"until_{day.value}"]])
            for day in Weekday
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse half a window."""
        sent = super().clean() or self.cleaned_data
        for day in Weekday:
            pair = (f"from_{day.value}", f"until_{day.value}")
            for given, missing in (pair, pair[::-1]):
                if sent.get(given) is not None and sent.get(missing) is None:
                    self.add_error(missing, gettext("give both times, or none."))
        return sent

    def windows(self) -> tuple[Window, ...]:
        """Return the windows; one that ends no later than it begins ends on the next day."""
        sent = self.cleaned_data
        windows = []
        for day in Weekday:
            start, end = sent[f"from_{day.value}"], sent[f"until_{day.value}"]
            if start is not None:
                first, last = _minute(start), _minute(end)
                last += 0 if last > first else MINUTES_PER_DAY
                windows.append(Window(day.value, first, last))
        return tuple(windows)


class PersonForms:
    """The four parts of the form about a person; each field has a name of its own."""

    def __init__(self, page: PersonForm, sent: Any = None) -> None:
        facts = page.facts
        self.facts = FactsForm(sent, initial=vars(facts) if facts else None)
        cast("forms.ChoiceField", self.facts.fields["team_id"]).choices = page.teams
        contract = facts.contract if facts else ContractFacts()
        self.contract = ContractForm(
            sent, initial={name: f"{float(value):g}" for name, value in vars(contract).items()}
        )
        self.skills = SkillsForm(sent, skills=page.skills, initial=_levels(page))
        self.hours = HoursForm(sent, initial=_times(facts.availability if facts else ()))
        self.all = (self.facts, self.contract, self.skills, self.hours)

    def is_valid(self) -> bool:
        """Check all of them, so that every mistake is told at once."""
        return not [errors for form in self.all if (errors := form.errors)]

    def person_facts(self) -> PersonFacts:
        """Return what was sent."""
        return PersonFacts(
            **{**self.facts.cleaned_data, "language": str(self.facts.cleaned_data["language"])},
            skills=self.skills.levels(),
            contract=ContractFacts(**self.contract.cleaned_data),
            availability=self.hours.windows(),
        )

    def refuse(self, error: BadInputError) -> None:
        """Put a refusal of the action at the field it is about."""
        sentence = f"{error.what} {error.next_step}".strip()
        for form in self.all:
            if error.where in form.fields:
                form.add_error(error.where, sentence)
                return
        place = {"skills": self.skills, "hours": self.hours}.get(error.where, self.facts)
        place.add_error(None, sentence)


class VersionForm(forms.Form):
    """Which version of the person was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class LeavingForm(VersionForm):
    """From which day on a person is inactive, and whether their account closes."""

    from_day = forms.DateField(
        label=_("First day without this person"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    closes_account = forms.BooleanField(
        label=_("Close the account too"),
        required=False,
        help_text=_("On that day; at once when it is today or past."),
    )

    def __init__(self, *args: Any, may_close_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_close_account:
            del self.fields["closes_account"]


class TeamForm(forms.Form):
    """The name of a team, and where there are several sites, whose it is."""

    name = forms.CharField(label=_("Name"), max_length=200)
    site_id = forms.TypedChoiceField(label=_("Site"), coerce=int, choices=())

    def __init__(self, *args: Any, sites: tuple[tuple[int, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sites:
            cast("forms.ChoiceField", self.fields["site_id"]).choices = sites
        else:
            del self.fields["site_id"]


def _levels(page: PersonForm) -> dict[str, int]:
    held = dict(page.facts.skills) if page.facts else {}
    return {f"skill_{n}": held[name] for n, name in enumerate(page.skills) if name in held}


def _times(windows: tuple[Window, ...]) -> dict[str, time]:
    times = {}
    for window in windows:
        times[f"from_{window.weekday}"] = _time(window.from_minute)
        times[f"until_{window.weekday}"] = _time(window.until_minute)
    return times


def _time(minute: int) -> time:
    return time(*divmod(minute % MINUTES_PER_DAY, 60))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
