"""The Django app `demand`."""

from django.apps import AppConfig

from floorwalker.foundation.audit.facts import declare_facts


class DemandConfig(AppConfig):
    """Queues and service targets."""

    name = "floorwalker.foundation.demand"
    label = "demand"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say that nothing about a queue is personal."""
        declare_facts(
            "demand.Queue",
            plain={
                *("channel", "is_active", "skills"),
                *("service_level", "within_seconds", "patience_seconds", "occupancy_max"),
                *("short_abandon_seconds", "handle_seconds_default", "opening_hours"),
            },
        )
