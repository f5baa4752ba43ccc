"""An app that stops the product's clock, so that the same pages look the same tomorrow."""

from datetime import UTC, datetime

from django.apps import AppConfig

WEDNESDAY_MORNING = datetime(2026, 11, 25, 15, 20, tzinfo=UTC)


class FixedDayConfig(AppConfig):
    name = "tests.screenshots"

    def ready(self) -> None:
        from floorwalker.foundation import clock

        clock.now = lambda: WEDNESDAY_MORNING
