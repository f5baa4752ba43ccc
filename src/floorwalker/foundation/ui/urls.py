"""Addresses of the look's own pages."""

from django.urls import path

from floorwalker.foundation.ui import views

urlpatterns = [
    path("kit/", views.kit, name="kit"),
    path("search/", views.search, name="search"),
    path("app.<language>.webmanifest", views.app_manifest, name="app_manifest"),
    # A worker serves the addresses below its own: it has to lie at the root.
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
]
