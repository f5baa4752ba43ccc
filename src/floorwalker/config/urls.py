"""Every address of the site."""

from django.urls import include, path

from floorwalker.config.api import api_urls
from floorwalker.config.health import healthz, readyz
from floorwalker.config.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api_urls()),
    path("", include("floorwalker.foundation.accounts.urls")),
    path("", include("floorwalker.foundation.api.urls")),
    path("", include("floorwalker.foundation.audit.urls")),
    path("", include("floorwalker.foundation.jobs.urls")),
    path("", include("floorwalker.foundation.people.urls")),
    path("", include("floorwalker.foundation.retention.urls")),
    path("", include("floorwalker.foundation.webhooks.urls")),
    path("", include("floorwalker.foundation.ui.urls")),
    path("", include("floorwalker.duties.history.urls")),
    path("", include("floorwalker.duties.scheduling.urls")),
]
