"""Every address of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from floorwalker.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("floorwalker.foundation.accounts.urls")),
    path("", include("floorwalker.foundation.jobs.urls")),
    path("", include("floorwalker.duties.history.urls")),
    path("", include("floorwalker.duties.scheduling.urls")),
]
