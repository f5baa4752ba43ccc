"""What to photograph, as whom, and where its address leads in the demo.

Pages come from the table of tests/architecture/test_access.py. One without arguments needs no
line here: the manager is photographed looking at it. One with arguments needs a line; without it
the run reports it. A page may have several lines, one for each state worth a look:
`name` or `name-variant`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from floorwalker.duties.history.models import Import
from floorwalker.duties.scheduling.actions.edit_forecast import Edit, edit_forecast
from floorwalker.duties.scheduling.actions.store_forecasts import store_forecasts
from floorwalker.duties.scheduling.choices import RosterState
from floorwalker.duties.scheduling.models import (
    ForecastInterval,
    ForecastVersion,
    Requirement,
    Roster,
    ShiftTemplate,
    SpecialDay,
    Twin,
)
from floorwalker.duties.scheduling.stages.forecasting import forecast_queue
from floorwalker.duties.scheduling.week import monday_of
from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.queries import actor_of
from floorwalker.foundation.demand.models import Queue
from floorwalker.foundation.jobs.models import Job
from floorwalker.foundation.people.models import Site, Team
from floorwalker.foundation.webhooks.models import Delivery, Endpoint
from tests.architecture.test_access import PAGES, pages_of_the_site
from tests.architecture.test_translations import NOT_HTML
from tests.builders.plans import make_special_day
from tests.builders.webhooks import make_delivery, make_endpoint

NOBODY = ""
MANAGER, SUPERVISOR, AGENT, AUDITOR, ADMIN, ANALYST = (
    f"{name}@demo.example"
    for name in ("manager", "supervisor1", "agent1", "auditor", "admin", "analyst")
)

EDIT_NOTE = "A mailing"

Arguments = Callable[[], dict[str, object]]


@dataclass(frozen=True)
class Recipe:
    """One page in one state.

    Attributes:
        who: The e-mail address of the one who looks; empty for nobody.
        arguments: Finds what the address names in the demo's data.
        query: What follows the address, such as `?view=intervals`.
        status: What the page answers.
    """

    who: str = MANAGER
    arguments: Arguments = dict
    query: str = ""
    status: int = 200


@dataclass(frozen=True)
class Sight:
    """A recipe with its address found: nothing more is needed to take the picture."""

    name: str
    address: str
    recipe: Recipe


def published() -> dict[str, object]:
    return {"roster_id": Roster.objects.get(state=RosterState.PUBLISHED).pk}


def draft() -> dict[str, object]:
    return {"roster_id": Roster.objects.exclude(state=RosterState.PUBLISHED).first().pk}


def largest_queue() -> dict[str, object]:
    return {"queue_id": Queue.objects.order_by("pk").first().pk}


def edits_of_the_past() -> dict[str, object]:
    """The demo has none: a forecast of ten weeks ago is made again, and two people change it."""
    if ForecastVersion.objects.filter(note=EDIT_NOTE).exists():
        return {}
    monday = monday_of(clock.now().date()) - timedelta(weeks=10)
    at = datetime.combine(monday - timedelta(days=3), time(15), tzinfo=UTC)
    with transaction.atomic():
        for queue, percent in zip(Queue.objects.order_by("pk"), (12, -8), strict=False):
            newest = queue.forecast_versions.first()
            draft = forecast_queue(queue, week_starts_on=monday)
            (version,) = store_forecasts(Actor.program("demo"), drafts=[draft], at=at)
            for day in range(12):
                actor = actor_of(User.objects.get(email=MANAGER if day < 5 else SUPERVISOR))
                edit = Edit(monday + timedelta(days=day), percent)
                version = edit_forecast(actor, version=version, edit=edit, note=EDIT_NOTE, at=at)
            _make_newest_again(newest)
    return {}


def _make_newest_again(version: ForecastVersion) -> None:
    """Copy a version: the other pages show the newest of each queue."""
    rows = list(version.intervals.all())
    version.pk = None
    version.save()
    for row in rows:
        row.pk, row.version = None, version
    ForecastInterval.objects.bulk_create(rows)


def agent_account() -> dict[str, object]:
    return {"user_id": User.objects.get(email=AGENT).pk}


def new_password_link() -> dict[str, object]:
    user = User.objects.get(email=AGENT)
    return {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }


def agent_person() -> dict[str, object]:
    return {"person_id": User.objects.get(email=AGENT).person_id}


def a_team() -> dict[str, object]:
    return {"team_id": Team.objects.earliest("pk").pk}


def erasure_of_the_agent() -> dict[str, object]:
    return {"key": f"person-{agent_person()['person_id']}"}


def a_webhook() -> dict[str, object]:
    """The demo has none: one is made, with a message that arrived."""
    found = Endpoint.objects.first()
    if found is None:
        with transaction.atomic():
            found = make_endpoint(Site.objects.get())
            make_delivery(found, state="delivered", tries=1, status=200, outcome="answered")
    return {"endpoint_id": found.pk}


def a_delivery() -> dict[str, object]:
    a_webhook()
    return {"delivery_id": Delivery.objects.earliest("pk").pk}


def a_special_day() -> dict[str, object]:
    """The demo has none: a closure, a campaign and a day that repeats are made."""
    some_special_days()
    return {"special_day_id": SpecialDay.objects.earliest("pk").pk}


def some_special_days() -> dict[str, object]:
    if not SpecialDay.objects.exists():
        with transaction.atomic():
            make_special_day(
                Site.objects.get(),
                name="Statement day",
                kind="adjust",
                first_day=date(2026, 1, 5),
                repeats="monthly",
            )
            make_special_day(Site.objects.get(), first_day=date(2026, 12, 31), repeats="yearly")
            make_special_day(
                Site.objects.get(),
                name="Winter campaign",
                kind="adjust",
                factor=1.2,
                first_day=date(2026, 12, 7),
                last_day=date(2026, 12, 11),
            )
            make_special_day(
                Site.objects.get(), name="Outage", kind="exclude", first_day=date(2026, 10, 14)
            )
    return {}


RECIPES = {
    # the way in
    "sign_in": Recipe(NOBODY),
    "password_forgotten": Recipe(NOBODY),
    "password_forgotten_sent": Recipe(NOBODY),
    "password_new": Recipe(NOBODY, new_password_link),
    "password_new-used": Recipe(NOBODY, lambda: {"uidb64": "MQ", "token": "x-x"}),
    "password_set": Recipe(NOBODY),
    # what people see who do not plan
    "my_week": Recipe(AGENT),
    "my_week-unpublished": Recipe(AGENT, query="?day=2026-12-02"),
    "my_week-nobody": Recipe(MANAGER),
    "my_week_copy": Recipe(AGENT),
    "today-supervisor": Recipe(SUPERVISOR),
    "rest_of_day-read_only": Recipe(AUDITOR),
    "accounts-refused": Recipe(AGENT, status=403),
    "permissions-agent": Recipe(AGENT),
    "audit": Recipe(AUDITOR),
    # accounts
    "accounts": Recipe(ADMIN),
    "account": Recipe(ADMIN, agent_account),
    # people, retention, webhooks
    "person": Recipe(SUPERVISOR, agent_person),
    "person_edit": Recipe(SUPERVISOR, agent_person),
    "person_leaving": Recipe(SUPERVISOR, agent_person),
    "team": Recipe(arguments=a_team),
    "retention": Recipe(ADMIN),
    "retention_rule": Recipe(ADMIN, lambda: {"name": "finished-jobs"}),
    "erasures": Recipe(ADMIN),
    "erasure": Recipe(ADMIN, erasure_of_the_agent),
    "webhook": Recipe(arguments=a_webhook),
    "webhook_delivery": Recipe(arguments=a_delivery),
    # jobs and history
    "job": Recipe(arguments=lambda: {"job_id": Job.objects.order_by("-pk").first().pk}),
    "job-unknown": Recipe(arguments=lambda: {"job_id": 999_999}, status=404),
    "import": Recipe(arguments=lambda: {"import_id": Import.objects.order_by("pk").last().pk}),
    # planning
    "forecast": Recipe(
        arguments=lambda: {"version_id": ForecastVersion.objects.order_by("-pk").last().pk}
    ),
    "queue_methods": Recipe(arguments=largest_queue),
    "queue_methods-read_only": Recipe(AUDITOR, largest_queue),
    "value_added": Recipe(arguments=edits_of_the_past),
    "requirement": Recipe(
        arguments=lambda: {"requirement_id": Requirement.objects.order_by("pk").last().pk}
    ),
    "twin": Recipe(arguments=lambda: {"twin_id": Twin.objects.first().pk}),
    "special_days": Recipe(arguments=some_special_days),
    "special_days-read_only": Recipe(AUDITOR, some_special_days),
    "special_day": Recipe(arguments=a_special_day),
    "special_day-read_only": Recipe(AUDITOR, a_special_day),
    "price_list": Recipe(
        arguments=lambda: {"requirement_id": Requirement.objects.order_by("pk").last().pk}
    ),
    "what_if-busier": Recipe(SUPERVISOR, query="?volume=10&absent=5&kept=90"),
    "what_if-wrong": Recipe(query="?volume=NaN&kept=1000"),
    "queue": Recipe(arguments=largest_queue),
    "queue-read_only": Recipe(AUDITOR, largest_queue),
    "shrinkage-month": Recipe(query="?lead=28"),
    "shift_template": Recipe(
        arguments=lambda: {"template_id": ShiftTemplate.objects.order_by("pk").first().pk}
    ),
    "roster": Recipe(arguments=published),
    "roster-day": Recipe(SUPERVISOR, published, query="?day=2026-11-25"),
    "roster-intervals": Recipe(arguments=published, query="?view=intervals&day=2026-11-25"),
    "roster-draft": Recipe(arguments=draft),
    "rehearsal": Recipe(arguments=published),
}

LEFT_OUT = {
    "second_step": "shown only between a password and a code, which the demo's people do not use",
    "second_factor": "holds a secret that is new each time",
    "roster_news": "a part of the roster page",
    "first_run": "there while nobody has an account",
    "invitation": "its link works once, for somebody new",
    "passkey_remove": "the demo's people have no passkeys",
    **dict.fromkeys(("provider_begin", "provider_back"), "the demo has no provider"),
    "kit": "in development only",
    "metrics": "numbers for Prometheus",
}
"""Pages that are not photographed, each with the reason."""


def sights(only: tuple[str, ...] = ()) -> Iterator[Sight]:
    """Yield what can be photographed; the database holds the demo."""
    recipes = {name: Recipe() for name in pages() if _needs_no_recipe(name)} | RECIPES
    for label, recipe in sorted(recipes.items()):
        name = label.partition("-")[0]
        if not only or name in only or label in only:
            address = reverse(name, kwargs=recipe.arguments()) + recipe.query
            yield Sight(label, address, recipe)


def without_recipe() -> list[str]:
    """Return the pages that have arguments and no line in `RECIPES`."""
    return [name for name in pages() if name not in RECIPES and not _needs_no_recipe(name)]


def pages() -> list[str]:
    """Return the names of the pages that people look at."""
    shown = {name for name, page in PAGES.items() if page.method == "get"}
    return sorted(shown - NOT_HTML - set(LEFT_OUT))


def _needs_no_recipe(name: str) -> bool:
    patterns = dict(pages_of_the_site())
    return name in patterns and not patterns[name].pattern.converters
