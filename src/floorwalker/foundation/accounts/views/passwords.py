"""Change one's password, or get a new one by mail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import (
    PasswordChangeView,
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from floorwalker.foundation.accounts.forms import (
    ChangePasswordForm,
    ForgottenPasswordForm,
    NewPasswordForm,
)
from floorwalker.foundation.accounts.sign_ins import address_of


class ChangePassword(PasswordChangeView):
    """Change one's own password; all other devices are signed out."""

    form_class = ChangePasswordForm
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("own_account")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form where the request comes from, and which session stays."""
        told = {
            "address": address_of(self.request),
            "session_key": self.request.session.session_key,
        }
        return super().get_form_kwargs() | told

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it and stay signed in here, with the session's key as it is in our list."""
        user = form.store()
        self.request.session["_auth_user_hash"] = user.get_session_auth_hash()
        messages.success(self.request, _("Your password is changed; other devices are signed out."))
        return HttpResponseRedirect(str(self.success_url))


class ForgottenPassword(PasswordResetView):
    """Ask for a link by mail."""

    form_class = ForgottenPasswordForm
    template_name = "accounts/password_forgotten.html"
    success_url = reverse_lazy("password_forgotten_sent")
    extra_context = {"can_mail": settings.CAN_MAIL}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form where the request comes from."""
        return super().get_form_kwargs() | {"address": address_of(self.request)}


class ForgottenPasswordSent(PasswordResetDoneView):
    """Say that the mail is on its way, if there is such an account."""

    template_name = "accounts/password_forgotten_sent.html"


class NewPassword(PasswordResetConfirmView):
    """Choose a new password with the link; the second step is still asked for afterwards."""

    form_class = NewPasswordForm
    template_name = "accounts/password_new.html"
    success_url = reverse_lazy("password_set")


class PasswordSet(PasswordResetCompleteView):
    """Say that it worked."""

    template_name = "accounts/password_set.html"
