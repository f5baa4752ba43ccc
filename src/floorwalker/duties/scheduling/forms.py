"""What people send to the scheduling pages, checked."""

from django import forms


class PlanWeekForm(forms.Form):
    """Which week to plan, and whether new forecasts are made first."""

    week_starts_on = forms.DateField()
    with_forecast = forms.BooleanField(required=False)
