"""Addresses of the pages about webhooks."""

from django.urls import path

from floorwalker.foundation.webhooks.views import deliveries, endpoints

urlpatterns = [
    path("webhooks/", endpoints.webhooks, name="webhooks"),
    path("webhooks/new/", endpoints.new, name="webhook_new"),
    path("webhooks/add/", endpoints.add, name="webhook_add"),
    path("webhooks/<int:endpoint_id>/", endpoints.webhook, name="webhook"),
    path("webhooks/<int:endpoint_id>/change/", endpoints.change, name="webhook_change"),
    path("webhooks/<int:endpoint_id>/pause/", endpoints.pause, name="webhook_pause"),
    path("webhooks/<int:endpoint_id>/resume/", endpoints.resume, name="webhook_resume"),
    path("webhooks/<int:endpoint_id>/secret/", endpoints.rotate, name="webhook_rotate"),
    path("webhooks/<int:endpoint_id>/test/", endpoints.test, name="webhook_test"),
    path("webhooks/<int:endpoint_id>/remove/", endpoints.remove, name="webhook_remove"),
    path(
        "webhooks/<int:endpoint_id>/replay/",
        deliveries.replay_failed,
        name="webhook_replay_failed",
    ),
    path("webhooks/deliveries/", deliveries.deliveries, name="webhook_deliveries"),
    path("webhooks/deliveries/<int:delivery_id>/", deliveries.delivery, name="webhook_delivery"),
    path("webhooks/deliveries/<int:delivery_id>/replay/", deliveries.replay, name="webhook_replay"),
]
