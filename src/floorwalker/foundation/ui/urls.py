"""Addresses of the look's own pages."""

from django.urls import path

from floorwalker.foundation.ui import views

urlpatterns = [
    path("search/", views.search, name="search"),
]
