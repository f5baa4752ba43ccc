"""The kinds of job that exist, each with its function."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from floorwalker.foundation.jobs.running_job import RunningJob

Work = Callable[..., None]

_KINDS: dict[str, "JobKind"] = {}


@dataclass(frozen=True)
class JobKind:
    """A name, a title for people, and the work (called with the running job and its arguments)."""

    name: str
    title: str | Promise
    work: Work

    def run(self, job: RunningJob, arguments: dict[str, object]) -> None:
        """Do the work."""
        self.work(job, **arguments)


def job_kind(name: str, *, title: str | Promise) -> Callable[[Work], Work]:
    """Declare the decorated function as the work of jobs of this kind."""

    def declare(work: Work) -> Work:
        _KINDS[name] = JobKind(name=name, title=title, work=work)
        return work

    return declare


def kinds() -> tuple[JobKind, ...]:
    """Return all kinds, by name."""
    return tuple(_KINDS[name] for name in sorted(_KINDS))


def kind_named(name: str) -> JobKind:
    """Return the kind; one that no longer exists keeps its bare name and cannot run."""
    return _KINDS.get(name) or JobKind(name=name, title=name, work=_gone)


def _gone(job: RunningJob, **arguments: object) -> None:
    raise LookupError(f"no such kind of job any more: {job} {arguments}")
