"""The JSON API as a whole: the operations of every app, at `/api/v1/`."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

from floorwalker.duties.history.api import routers as history_routers
from floorwalker.duties.scheduling.api import routers as scheduling_routers
from floorwalker.foundation.api.openapi import FloorwalkerApi
from floorwalker.foundation.jobs.api import router as jobs_router
from floorwalker.foundation.webhooks.api import router as webhooks_router

api = FloorwalkerApi(
    title="Floorwalker",
    version="1",
    description="Everything a page can do. Guide and rules: docs/reference/api.md.",
    urls_namespace="api",
    openapi_url="openapi.json",
    docs_url=None,
)
for router in (*history_routers, *scheduling_routers, jobs_router, webhooks_router):
    api.add_router("", router)


def api_urls() -> tuple[list[URLResolver | URLPattern], str, str]:
    """Return the addresses; they ask for a token themselves, not for a sign-in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app_name, namespace
