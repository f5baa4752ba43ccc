import pytest
from django.test import Client

from floorwalker.foundation.accounts.actions.create_user import create_user
from floorwalker.foundation.accounts.actor import Actor, Grant
from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError

PASSWORD = "correct horse battery"
PROGRAM = Actor.program("test")


@pytest.fixture
def fleur(db):
    return create_user(
        PROGRAM,
        email="Fleur@Example.ca",
        name="Fleur",
        password=PASSWORD,
        grants=[Grant(Role.ANALYST)],
    )


def test_a_right_password_signs_in_whatever_the_case_of_the_address(fleur):
    client = Client()
    answer = client.post("/sign-in/", {"username": "fleur@example.ca", "password": PASSWORD})
    assert answer.status_code == 302
    assert int(client.session["_auth_user_id"]) == fleur.pk


def test_a_wrong_password_does_not(fleur):
    client = Client()
    answer = client.post("/sign-in/", {"username": fleur.email, "password": "wrong"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_deactivated_person_cannot_sign_in(fleur):
    User.objects.filter(pk=fleur.pk).update(is_active=False)
    client = Client()
    client.post("/sign-in/", {"username": fleur.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_creating_an_account_is_audited_without_its_password(fleur):
    record = AuditRecord.objects.get(action="create_user")
    assert record.subject_id == str(fleur.pk)
    assert record.after == {"email": "Fleur@Example.ca", "roles": ["analyst"]}


def test_an_address_can_be_taken_once_only(fleur):
    with pytest.raises(BadInputError, match="there is an account"):
        create_user(PROGRAM, email="fleur@example.ca", name="F", password=PASSWORD, grants=[])
    assert User.objects.count() == 1
