"""Jobs in the command palette: by number or kind, among the latest."""

from collections.abc import Iterator

from django.urls import reverse

from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.jobs.queries import jobs_before
from floorwalker.foundation.ui.finding import Found, has_all

LATEST_JOBS = 100


def find_jobs(actor: Actor, *, words: tuple[str, ...]) -> Iterator[Found]:
    """Yield the latest jobs with these words; each leads to its place in the list."""
    for job in jobs_before(actor, before_id=None, count=LATEST_JOBS):
        if has_all(words, job.title, str(job.id), job.state_label):
            url = f"{reverse('jobs')}?kind={job.kind}"
            yield Found(f"{job.title} {job.id}", url, "list-todo", job.state_label)
