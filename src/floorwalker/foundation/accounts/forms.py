"""What people send to the accounts pages, checked."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    UsernameField,
)
from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation import clock
from floorwalker.foundation.accounts import metrics
from floorwalker.foundation.accounts.accounts_pages import EVERYWHERE
from floorwalker.foundation.accounts.actions.note_closed_account import note_closed_account
from floorwalker.foundation.accounts.actions.set_password import set_password
from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.lock_out import count_try, forget_tries
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.accounts.second_factor import is_right_code
from floorwalker.foundation.accounts.sign_ins import address_of
from floorwalker.foundation.accounts.tasks import defer_password_mail

CLOSED = "closed"
"""The code of the error that sends the status 429."""

CODE_LENGTH_MAX = 20


class SignInForm(AuthenticationForm):
    """Django's own, in our words; too many wrong passwords close the account for a while."""

    username = UsernameField(label=_("Email"), widget=forms.EmailInput(attrs={"autofocus": True}))

    error_messages = {
        "invalid_login": _("No account has this email and this password. Try again."),
        "inactive": _("This account is closed. Ask your administrator."),
    }

    def clean_username(self) -> str:
        """Take the address in any case."""
        return str(self.cleaned_data["username"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """Count the try before the password is looked at."""
        email = self.cleaned_data.get("username")
        if not email or not self.cleaned_data.get("password") or self.request is None:
            return super().clean()
        at, address = clock.now(), address_of(self.request)
        tried = count_try("sign_in", account=email, address=address, at=at)
        if tried.closed_until is not None:
            metrics.FAILURES.labels(metrics.PAUSED).inc()
            raise closed_error(tried.closed_until)
        try:
            cleaned = super().clean()
        except ValidationError:
            metrics.FAILURES.labels(metrics.WRONG_PASSWORD).inc()
            if tried.closes_account:
                note_closed_account(Actor(name=gettext("sign-in")), email=email, at=at)
            raise
        forget_tries("sign_in", account=email, address=address)
        return cleaned


class CodeForm(forms.Form):
    """The second step: a code of the telephone, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH_MAX,
        help_text=_("Six digits from your telephone, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, user_id: int, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_id, self.address = user_id, address

    def clean_code(self) -> str:
        """Check the code; wrong ones close the second step for a while."""
        at, account = clock.now(), str(self.user_id)
        tried = count_try("code", account=account, address=self.address, at=at)
        if tried.closed_until is not None:
            metrics.FAILURES.labels(metrics.PAUSED).inc()
            raise closed_error(tried.closed_until)
        code = str(self.cleaned_data["code"])
        if not is_right_code(self.user_id, code, at=at):
            metrics.FAILURES.labels(metrics.WRONG_CODE).inc()
            raise ValidationError(_("This is not a code of yours, or it was used already."))
        forget_tries("code", account=account, address=self.address)
        return code


class NewCodeForm(forms.Form):
    """The first code of a telephone that was just set up."""

    code = forms.CharField(
        label=_("Code that the telephone shows now"),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class OwnPasswordForm(forms.Form):
    """One's own password once more, before something that weakens the account."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.address = user, address

    def clean_password(self) -> str:
        """Check it; guessing here closes as guessing at sign-in does."""
        password = str(self.cleaned_data["password"])
        require_own_password(self.user, password, address=self.address)
        return password


class ChangePasswordForm(PasswordChangeForm):
    """Django's own; a wrong old password counts as a failed try."""

    def __init__(self, *args: Any, address: str, session_key: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address, self.session_key = address, session_key

    def clean_old_password(self) -> str:
        """Check it; guessing here closes as guessing at sign-in does."""
        password = str(self.cleaned_data["old_password"])
        require_own_password(self.user, password, address=self.address)
        return password

    def store(self) -> Any:
        """Store it and end the other sessions; return the user."""
        password = self.cleaned_data["new_password1"]
        key, at = self.session_key, clock.now()
        set_password(actor_of(self.user), user=self.user, password=password, at=at, session_key=key)
        return self.user


class ForgottenPasswordForm(PasswordResetForm):
    """Sends a link, in the person's language; says nothing about which accounts exist."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        """Count every try, whether there is such an account or not."""
        email = str(self.cleaned_data["email"]).lower()
        tried = count_try("reset", account=email, address=self.address, at=clock.now())
        if tried.closed_until is not None:
            raise closed_error(tried.closed_until)
        return email

    def save(self, *, request: Any, **_djangos: Any) -> None:  # type: ignore[override]  # the view's call
        """Leave the mail to the worker: this takes the same time for every address."""
        if settings.CAN_MAIL:
            defer_password_mail(
                self.cleaned_data["email"], site_address=request.build_absolute_uri("/").rstrip("/")
            )


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic for the checker only
    """Django's own, which stores through our action."""

    def save(self, commit: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002  # Django's
        """Store it, end every session and leave a record."""
        password = self.cleaned_data["new_password1"]
        set_password(actor_of(self.user), user=self.user, password=password, at=clock.now())
        return self.user


class FirstRunForm(forms.Form):
    """The house and its first person; what is there already is not asked."""

    OF_THE_SITE = ("organisation_name", "site_name", "zone_name")

    organisation_name = forms.CharField(label=_("Organisation"), max_length=200)
    site_name = forms.CharField(
        label=_("Site"), max_length=200, help_text=_("A place with one clock, such as Toronto.")
    )
    zone_name = forms.ChoiceField(
        label=_("Clock of the site"),
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        initial="America/Toronto",
        help_text=_("All days are counted on it. With history it can no longer be changed."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Email"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 8 characters, and none of the usual ones."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, has_site: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_site = has_site
        for name in self.OF_THE_SITE if has_site else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Compare the passwords; what is there already needs no name."""
        cleaned = dict(self.cleaned_data)
        if cleaned.pop("again", None) != cleaned.get("password"):
            self.add_error("again", _("The two passwords are not the same."))
        return dict.fromkeys(self.OF_THE_SITE, "") | cleaned


class RoleForm(forms.Form):
    """A role and the place where it holds."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    place = forms.ChoiceField(label=_("Where"))

    def __init__(self, *args: Any, places: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a ChoiceField

    def grant(self) -> Grant:
        """Return what was chosen; a place is `EVERYWHERE`, "site" or "site-team"."""
        role, place = Role(self.cleaned_data["role"]), str(self.cleaned_data["place"])
        if place == EVERYWHERE:
            return Grant(role)
        site, _dash, team = place.partition("-")
        return Grant(role, int(site), int(team) if team else None)


def require_own_password(user: Any, password: str, *, address: str) -> None:
    """Refuse a wrong password of a signed-in person, and count it.

    Raises:
        ValidationError: it is wrong, or too many were.
    """
    tried = count_try("sign_in", account=user.email, address=address, at=clock.now())
    if tried.closed_until is not None:
        raise closed_error(tried.closed_until)
    if not user.check_password(password):
        raise ValidationError(_("This is not your password."))
    forget_tries("sign_in", account=user.email, address=address)


def closed_error(until: datetime) -> ValidationError:
    """Say until when nothing more is looked at."""
    return ValidationError(
        _("Too many failed tries. Wait until %(time)s, then try again."),
        code=CLOSED,
        params={"time": time_format(localtime(until), "H:i e")},
    )
