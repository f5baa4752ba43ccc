"""Addresses of the accounts pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from floorwalker.foundation.accounts.views import SignInView, set_language

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
]
