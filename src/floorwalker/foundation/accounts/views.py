"""Sign in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils import translation


class SignInView(LoginView):
    """The sign-in page; afterwards the pages speak the person's language."""

    template_name = "ui/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in and remember the language."""
        response = super().form_valid(form)
        language = form.get_user().language
        translation.activate(language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        return response
