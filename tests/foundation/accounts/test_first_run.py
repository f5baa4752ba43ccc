import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from tests.builders.processes import floorwalker_process

from floorwalker.foundation.accounts.first_run import first_run_token
from floorwalker.foundation.accounts.models import RoleAssignment, User
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.people.models import Organisation, Site

ADA = {
    "organisation_name": "Maple Services",
    "site_name": "Moncton",
    "zone_name": "America/Moncton",
    "name": "Ada Stone",
    "email": "Ada@Example.ca",
    "password": "correct horse battery",
    "again": "correct horse battery",
}


@pytest.fixture
def address(home, db):
    return reverse("first_run", args=[first_run_token()])


def everything():
    return (User.objects.count(), Organisation.objects.count(), Site.objects.count())


def test_the_first_person_sets_the_house_up_and_is_in(address, home):
    client = Client()
    assert client.get(address).status_code == 200
    assert client.post(address, ADA).url == "/"
    ada = User.objects.get()
    assert (ada.email, ada.name, ada.language) == ("ada@example.ca", "Ada Stone", "en")
    held = RoleAssignment.objects.values_list("role", "site", "team").order_by("role")
    assert list(held) == [("admin", None, None), ("manager", None, None)]
    site = Site.objects.select_related("organisation").get()
    assert (site.organisation.name, site.name, site.zone) == (
        "Maple Services",
        "Moncton",
        "America/Moncton",
    )
    assert client.get("/account/").status_code == 200
    assert {(row.action, row.actor_name) for row in AuditRecord.objects.all()} >= {
        ("create_user", "first run"),
        ("create_first_site", "first run"),
    }


def test_the_first_person_keeps_the_language_of_the_page(address):
    client = Client(headers={"accept-language": "fr-CA"})
    assert "Configurer Floorwalker" in client.get(address).content.decode()
    client.post(address, ADA)
    assert User.objects.get().language == "fr"


def test_the_address_works_once_and_its_secret_goes(address, home):
    file = home / "secrets" / "first-run-token"
    assert file.stat().st_mode & 0o777 == 0o600
    Client().post(address, ADA)
    assert not file.exists()
    before = everything()
    again = Client().post(address, ADA | {"email": "eve@example.ca"})
    assert again.status_code == 404
    assert "works only once" in again.content.decode()
    assert everything() == before == (1, 1, 1)


def test_a_guessed_address_shows_nothing_and_makes_nothing(address):
    guessed = reverse("first_run", args=["A" * 54])
    assert Client().get(guessed).status_code == 404
    assert Client().post(guessed, ADA).status_code == 404
    assert everything() == (0, 0, 0)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("again", "something else", "The two passwords are not the same."),
        ("email", "ada", "valid email address"),
        ("zone_name", "Mars/Olympus", "Select a valid choice"),
        ("organisation_name", " ", "This field is required"),
    ],
)
def test_what_cannot_be_used_is_told_and_makes_nothing(address, field, value, sentence):
    answer = Client().post(address, ADA | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert everything() == (0, 0, 0)


def test_too_easy_a_password_is_refused(address):
    answer = Client().post(address, ADA | {"password": "password", "again": "password"})
    assert answer.status_code == 422
    assert "too common" in answer.content.decode()
    assert everything() == (0, 0, 0)


def test_a_site_that_an_import_made_stays_and_is_not_asked_for(address):
    organisation = Organisation.objects.create(name="Maple Services")
    Site.objects.create(organisation=organisation, name="Regina", zone="America/Regina")
    assert "Clock of the site" not in Client().get(address).content.decode()
    sent = {key: ADA[key] for key in ("name", "email", "password", "again")}
    assert Client().post(address, sent).status_code == 302
    assert everything() == (1, 1, 1)
    assert Site.objects.get().name == "Regina"


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_one_becomes_administrator(home):
    address, ready = reverse("first_run", args=[first_run_token()]), Barrier(4, timeout=20)

    def begin(number):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return Client().post(address, ADA | {"email": f"ada{number}@example.ca"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(begin, range(4)))
    assert statuses[0] == 302
    assert set(statuses[1:]) <= {404, 409}
    assert everything() == (1, 1, 1)


def test_the_sign_in_page_says_how_to_go_on_and_holds_no_secret(address):
    page = Client().get("/sign-in/").content.decode()
    assert "Open the set-up address that Floorwalker printed" in page
    assert first_run_token() not in page


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_serve_prints_the_address_while_nobody_has_an_account(home):
    told = _what_serve_says(home)
    assert f"/first-run/{first_run_token()}/" in told
    Client().post(reverse("first_run", args=[first_run_token()]), ADA)
    assert "first-run" not in _what_serve_says(home)


def _what_serve_says(home):
    """Return what `serve` prints until it stops."""
    with floorwalker_process(
        *("serve", "--port", "0", "--workers", "0"),
        FLOORWALKER_HOME=str(home),
        PYTHONUNBUFFERED="1",
        log=subprocess.PIPE,
    ) as process:
        said = ""
        for line in process.stdout:
            said += line.decode()
            if "is ready" in said:
                break
        process.terminate()
        return said + process.communicate(timeout=30)[0].decode()
