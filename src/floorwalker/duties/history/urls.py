"""Addresses of the history pages."""

from django.urls import path

from floorwalker.duties.history import views

urlpatterns = [
    path("history/", views.history, name="history"),
    path("history/import/", views.upload, name="upload"),
    path("history/imports/<int:import_id>/", views.show_import, name="import"),
    path("history/imports/<int:import_id>/read-again/", views.read_again, name="read_again"),
    path("history/imports/<int:import_id>/confirm/", views.confirm, name="confirm_import"),
    path("history/imports/<int:import_id>/discard/", views.discard, name="discard_import"),
    path("history/imports/<int:import_id>/rejected.csv", views.rejected_rows, name="rejected_rows"),
]
