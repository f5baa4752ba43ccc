"""Addresses of the look's own pages."""

from django.urls import path

from floorwalker.foundation.ui import views

urlpatterns = [
    path("kit/", views.kit, name="kit"),
    path("search/", views.search, name="search"),
]
