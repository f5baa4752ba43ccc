"""Sign in, and choose the language of the pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpResponse, HttpResponseBase
from django.utils import translation
from django.views import i18n
from django.views.decorators.http import require_POST

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.choose_language import choose_language
from floorwalker.foundation.accounts.forms import SignInForm
from floorwalker.foundation.accounts.middleware import ActorRequest
from floorwalker.foundation.accounts.queries import has_accounts
from floorwalker.foundation.people.choices import Language


class SignInView(LoginView):
    """The sign-in page; afterwards the pages speak the person's language."""

    form_class = SignInForm
    template_name = "ui/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what a site without any account has to say."""
        return super().get_context_data(is_without_accounts=not has_accounts(), **context)

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in and remember the language."""
        response = super().form_valid(form)
        language = form.get_user().language
        translation.activate(language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        return response


@require_POST
@login_not_required
def set_language(request: ActorRequest) -> HttpResponseBase:
    """Speak another language from now on, and at the next sign-in too."""
    chosen = request.POST.get("language", "")
    if chosen in Language.values:
        choose_language(request.actor, language=Language(chosen), at=clock.now())
    return i18n.set_language(request)  # sets the cookie; goes only to pages of this site
