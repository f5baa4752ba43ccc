"""The Django app `jobs`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from floorwalker.foundation.audit.facts import declare_facts
from floorwalker.foundation.live.topics import declare_topic
from floorwalker.foundation.metrics import add_database_facts
from floorwalker.foundation.ui.finding import Searcher, register_searcher
from floorwalker.foundation.ui.navigation import Entry, Group, register
from floorwalker.foundation.webhooks.event_types import EventType, declare_event_types


class JobsConfig(AppConfig):
    """Long work."""

    name = "floorwalker.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app's `tasks.py` declare its kinds of job; show the jobs page, live."""
        from floorwalker.foundation.jobs.searchers import find_jobs  # models must be ready

        declare_topic("site/<id>/jobs", permission="see_jobs")
        declare_topic("house/jobs", permission="see_jobs")
        declare_event_types(
            EventType(
                name="job.failed",
                title=_("A job failed"),
                example={"site_id": 1, "job_id": 205, "kind": "make_forecast", "attempt": 1},
            )
        )
        register(
            Entry(
                label=_("Jobs"),
                url_name="jobs",
                icon="list-todo",
                group=Group.RUN,
                permission="see_jobs",
                order=94,
            )
        )
        declare_facts(
            "jobs.Job", plain={"kind", "arguments", "state", "cancel"}, personal={"error"}
        )
        register_searcher(Searcher("jobs", _("Jobs"), permission="see_jobs", find=find_jobs))
        autodiscover_modules("tasks")
        from floorwalker.foundation.jobs.metrics import job_facts  # needs the models

        add_database_facts(job_facts)
