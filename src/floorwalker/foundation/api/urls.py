"""Addresses of the pages about API tokens."""

from django.urls import path

from floorwalker.foundation.api import views

urlpatterns = [
    path("api-tokens/", views.api_tokens, name="api_tokens"),
    path("api-tokens/create/", views.create, name="api_token_create"),
    path("api-tokens/<int:token_id>/revoke/", views.revoke, name="api_token_revoke"),
]
