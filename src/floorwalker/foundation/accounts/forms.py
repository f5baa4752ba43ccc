"""What people send to the accounts pages, checked."""

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.forms import EmailInput
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Django's own, in our words."""

    username = UsernameField(label=_("Email"), widget=EmailInput(attrs={"autofocus": True}))

    error_messages = {
        "invalid_login": _("No account has this email and this password. Try again."),
        "inactive": _("This account is closed. Ask your administrator."),
    }
