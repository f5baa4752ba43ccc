"""Every page that a person can look at, at an address where there is something to see.

The pages are those of `PAGES` (test_access.py), so a new one is walked by itself: with the data of
a centre in use (tests/builders/full_house.py) where `PLACES` names an address, else with what its
line in `PAGES` makes. Whoever may see most of it looks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from tests.architecture.test_access import PAGES, Page, bens_account, passkey_of
from tests.builders.full_house import House

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.invite_account import invite_account

NOTHING_TO_LOOK_AT = {
    **dict.fromkeys(("healthz", "readyz"), "a word for the process that watches"),
    **dict.fromkeys(("audit_csv", "rejected_rows", "my_week_pdf", "roster_pdf"), "a file"),
    **dict.fromkeys(("app_manifest", "service_worker"), "read by browsers alone"),
    "metrics": "numbers for Prometheus",
    "first_run": "there while nobody has an account; tests/foundation/accounts/test_first_run.py",
    **dict.fromkeys(("provider_begin", "provider_back"), "ways to the provider and back"),
    "kit": "in development only; tests/foundation/ui/test_kit.py",
    "job": "a part of other pages: one job as it stands",
    "roster_news": "a part of the roster's page, which asks for it",
}
"""Pages that nobody looks at as such, each with the reason."""

VISITORS = ("mia", "asha", "ben", "nobody")
"""The first of them who gets the page looks at it."""

NEWCOMER = "zoe"
"""Leads a team of a site where nothing has happened yet: she sees what pages say of nothing."""

SEEN_BY = {"my_week": "ben", "my_week_copy": "ben", "second_factor": "mia"}
"""Pages that have more to show to somebody else."""


@dataclass(frozen=True)
class Stop:
    """One address, and the browser that may open it."""

    name: str
    address: str
    client: Client

    @property
    def cookies(self) -> dict[str, str]:
        return {name: cookie.value for name, cookie in self.client.cookies.items()}


@dataclass(frozen=True)
class Place:
    """Where a page has something to show."""

    arguments: Callable[[House], dict[str, object]]
    queries: tuple[str, ...] = ("",)


def _roster(house: House) -> dict[str, object]:
    return {"roster_id": house.published.pk}


def _account_with_a_passkey(house: House) -> dict[str, object]:
    passkey_of(house.cast, "ben")
    return bens_account(house.cast)


def _shift_template(house: House) -> dict[str, object]:
    return {"template_id": house.cast.site.shift_templates.earliest("pk").pk}


def _link_of_the_mail(house: House) -> dict[str, object]:
    cal = house.cast.users["cal"]
    uid = urlsafe_base64_encode(str(cal.pk).encode())
    return {"uidb64": uid, "token": default_token_generator.make_token(cal)}


def _invitation(house: House) -> dict[str, object]:
    """Bea has never signed in."""
    mia, bea = house.cast.actor("mia"), house.cast.users["bea"]
    return {"secret": invite_account(mia, user_id=bea.pk, at=clock.now())}


PLACES = {
    "today": Place(lambda house: {}, ("?day=2026-11-24",)),
    "my_week": Place(lambda house: {}, ("?day=2026-11-23", "?day=2026-11-30")),
    "account": Place(_account_with_a_passkey),
    "roster": Place(_roster, ("", "?day=2026-11-24", "?view=intervals")),
    "rehearsal": Place(_roster),
    "forecast": Place(lambda house: {"version_id": house.forecast.pk}),
    "queue_methods": Place(lambda house: {"queue_id": house.forecast.queue_id}),
    "requirement": Place(
        lambda house: {"requirement_id": house.published.requirement_id},
        ("", "?day=2026-11-24"),
    ),
    "price_list": Place(lambda house: {"requirement_id": house.published.requirement_id}),
    "what_if": Place(lambda house: {}, ("?volume=20&absent=5&kept=90",)),
    "queue": Place(lambda house: {"queue_id": house.forecast.queue_id}),
    "shift_template": Place(_shift_template),
    "import": Place(lambda house: {"import_id": house.done_import.pk}),
    "password_new": Place(_link_of_the_mail),
    "invitation": Place(_invitation),
}
"""By the page's name; all others are walked as the table of access makes them."""


def walk(house: House) -> Iterator[Stop]:
    """Every page, as somebody who may see it; lists also where there is nothing to list."""
    for name, page in PAGES.items():
        if page.method != "get" or name in NOTHING_TO_LOOK_AT:
            continue
        visitor = SEEN_BY.get(name) or _first_who_may(page)
        client = _browser_of(house, visitor, name)
        place = PLACES.get(name) or Place(lambda house, page=page: page.arguments(house.cast))
        arguments = place.arguments(house)
        for query in place.queries:
            yield Stop(name, reverse(name, kwargs=arguments) + query, client)
        if page.zoe == 200 and page.ben != 200 and not arguments:  # what agents get is their own
            yield Stop(name, reverse(name), _browser_of(house, NEWCOMER, name))


def _first_who_may(page: Page) -> str:
    return next((who for who in VISITORS if getattr(page, who) == 200), "nobody")


def _browser_of(house: House, visitor: str, name: str) -> Client:
    client = Client()
    if visitor != "nobody":
        client.force_login(house.cast.users[visitor])
    if name in STEPS_BEFORE:
        STEPS_BEFORE[name](client, house)
    return client


def _start_codes(client: Client, _house: House) -> None:
    client.post(reverse("second_factor_start"))


def _give_the_password(client: Client, house: House) -> None:
    session = client.session
    session["second_step"] = {"user": house.cast.users["ben"].pk, "until": 2**32}
    session.save()


STEPS_BEFORE: dict[str, Callable[[Client, House], None]] = {
    "second_factor": _start_codes,
    "second_step": _give_the_password,
}
"""What one does before a page that is reached in steps."""
