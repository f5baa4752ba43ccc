"""Addresses of the jobs pages."""

from django.urls import path

from floorwalker.foundation.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:job_id>/", views.job, name="job"),
    path("jobs/<int:job_id>/cancel/", views.cancel, name="job_cancel"),
    path("jobs/<int:job_id>/retry/", views.retry, name="job_retry"),
]
