"""On how many cores replications are played; for the settings and for verbs without a database."""

import os

from floorwalker.config.env import env_choice, env_number
from floorwalker.foundation.cores import BACKENDS, Cores

PROCESSES_DEFAULT_MAX = 4  # several jobs may rehearse at a time, and the site must stay quick


def cores() -> Cores:
    """Return what `FLOORWALKER_PARALLEL` and `FLOORWALKER_PROCESSES` say."""
    usable = min(_usable_cores(), PROCESSES_DEFAULT_MAX)
    return Cores(
        backend=env_choice("FLOORWALKER_PARALLEL", BACKENDS),
        processes=env_number("FLOORWALKER_PROCESSES", usable, least=1, most=1_000),
    )


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # a container may be given fewer than there are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
