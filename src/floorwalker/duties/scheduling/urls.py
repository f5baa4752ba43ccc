"""Addresses of the scheduling pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
