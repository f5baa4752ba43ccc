"""What people send to the pages of weeks and rosters."""

from django import forms


class PlanWeekForm(forms.Form):
    """Which week to plan, and whether new forecasts are made first."""

    week_starts_on = forms.DateField()
    with_forecast = forms.BooleanField(required=False)


class RosterSeenForm(forms.Form):
    """What a roster's page shows: its newest change by hand, and its state."""

    after = forms.IntegerField(min_value=0)
    state = forms.CharField(max_length=10)


class StretchForm(forms.Form):
    """Which day, or which day's week, a page shows; nothing for all of it."""

    day = forms.DateField(required=False)
    week = forms.DateField(required=False)


class ShiftTimesForm(forms.Form):
    """New times of a shift, in minutes from its day's midnight, as the roster grid sends them."""

    shift_id = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=1)
    starts_on = forms.DateField()
    start_minute = forms.IntegerField(min_value=0, max_value=1500)
    end_minute = forms.IntegerField(min_value=0, max_value=3000)


class UndoForm(forms.Form):
    """Which change to take back."""

    undo_token = forms.IntegerField(min_value=1)


class PublishForm(forms.Form):
    """The revision of the roster that was seen."""

    revision = forms.IntegerField(min_value=1)
