"""Addresses of the audit log."""

from django.urls import path

from floorwalker.foundation.audit.views import audit, audit_csv

urlpatterns = [
    path("audit/", audit, name="audit"),
    path("audit/audit.csv", audit_csv, name="audit_csv"),
]
