from dataclasses import replace

from django.apps import AppConfig

WEEKS = 6
SHARE = 0.05
SOLVER_SECONDS = 0.3
REPLICATIONS = 2


class ShortDemoConfig(AppConfig):
    name = "tests.cli.short_demo"

    def ready(self) -> None:
        from floorwalker.adapters.demo_centre import _demand, _files
        from floorwalker.duties.scheduling import tasks

        _files.WEEKS = WEEKS
        _demand.QUEUES = tuple(
            replace(queue, contacts_per_day=queue.contacts_per_day * SHARE)
            for queue in _demand.QUEUES
        )
        tasks.SOLVER_SECONDS, tasks.REPLICATIONS = SOLVER_SECONDS, REPLICATIONS
