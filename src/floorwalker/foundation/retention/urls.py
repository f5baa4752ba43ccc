"""Addresses of retention."""

from django.urls import path

from floorwalker.foundation.retention import views

urlpatterns = [
    path("retention/", views.retention, name="retention"),
    path("retention/people/", views.erasures, name="erasures"),
    path("retention/people/<slug:key>/", views.erasure, name="erasure"),
    path("retention/people/<slug:key>/erase/", views.erasure_request, name="erasure_request"),
    path("retention/rules/<slug:name>/", views.retention_rule, name="retention_rule"),
    path(
        "retention/rules/<slug:name>/change/",
        views.retention_rule_change,
        name="retention_rule_change",
    ),
]
