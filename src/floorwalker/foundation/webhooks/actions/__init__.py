"""What can be done to endpoints and deliveries: one deed per file."""

from floorwalker.foundation.webhooks.actions.add_endpoint import NewSecret, add_endpoint
from floorwalker.foundation.webhooks.actions.change_endpoint import change_endpoint
from floorwalker.foundation.webhooks.actions.pause_endpoint import pause_endpoint
from floorwalker.foundation.webhooks.actions.remove_endpoint import remove_endpoint
from floorwalker.foundation.webhooks.actions.replay_delivery import replay_delivery
from floorwalker.foundation.webhooks.actions.replay_failed import replay_failed
from floorwalker.foundation.webhooks.actions.resume_endpoint import resume_endpoint
from floorwalker.foundation.webhooks.actions.rotate_secret import rotate_secret
from floorwalker.foundation.webhooks.actions.send_test_event import send_test_event

__all__ = [
    "NewSecret",
    "add_endpoint",
    "change_endpoint",
    "pause_endpoint",
    "remove_endpoint",
    "replay_delivery",
    "replay_failed",
    "resume_endpoint",
    "rotate_secret",
    "send_test_event",
]
