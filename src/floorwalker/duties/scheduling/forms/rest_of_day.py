"""What the address of the rest of the day names."""

from django import forms


class RestForm(forms.Form):
    """Which queue to show in full."""

    queue = forms.IntegerField(required=False, min_value=1)
