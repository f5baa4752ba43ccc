"""The JSON API as a whole: the operations of every app, at `/api/v1/`."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

from floorwalker.duties.history.api import routers as history_routers
from floorwalker.duties.scheduling.api import routers as scheduling_routers
from floorwalker.foundation.accounts.api import router as accounts_router
from floorwalker.foundation.api.openapi import FloorwalkerApi
from floorwalker.foundation.audit.api import router as audit_router
from floorwalker.foundation.jobs.api import router as jobs_router
from floorwalker.foundation.people.api import router as people_router
from floorwalker.foundation.retention.api import router as retention_router
from floorwalker.foundation.webhooks.api import router as webhooks_router

api = FloorwalkerApi(
    title="Floorwalker",
    version="1",
    description="Everything a page can do. Guide and rules: docs/reference/api.md.",
    urls_namespace="api",
    openapi_url="openapi.json",
    docs_url=None,
)
foundation_routers = (
    *(accounts_router, audit_router, jobs_router),
    *(people_router, retention_router, webhooks_router),
)
for router in (*history_routers, *scheduling_routers, *foundation_routers):
    api.add_router("", router)


def api_urls() -> tuple[list[URLResolver | URLPattern], str, str]:
    """Return the addresses; they ask for a token themselves, not for a sign-in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns, app_name, namespace
