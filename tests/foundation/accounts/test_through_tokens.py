"""What no token ever does, whatever its scopes and its person: decision 0014."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.api import client_of, make_token

from floorwalker.foundation.accounts.actions.accept_invitation import accept_invitation
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actions.confirm_second_factor import confirm_second_factor
from floorwalker.foundation.accounts.actions.create_account import create_account
from floorwalker.foundation.accounts.actions.give_role import give_role
from floorwalker.foundation.accounts.actions.remove_passkey import remove_passkey
from floorwalker.foundation.accounts.actions.remove_second_factor import remove_second_factor
from floorwalker.foundation.accounts.actions.set_password import set_password
from floorwalker.foundation.accounts.actions.start_second_factor import start_second_factor
from floorwalker.foundation.accounts.actions.take_role import take_role
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.models import Invitation, RoleAssignment, User
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.api.actions import create_api_token, revoke_api_token
from floorwalker.foundation.api.choices import Scope
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.api.queries import actor_through
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotPermittedError

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def token(cast) -> ApiToken:
    """The administrator's, with every scope."""
    return make_token(cast, "ada").token


@pytest.fixture
def ada(token):
    return actor_through(token)


def test_a_token_opens_no_account_and_guards_none(cast, ada, token):
    own, tomorrow = cast.users["ada"], NOW + timedelta(days=1)
    deeds = (
        lambda: set_password(ada, user=own, password="a long enough one", at=NOW),
        lambda: start_second_factor(ada, at=NOW),
        lambda: confirm_second_factor(ada, code="000000", at=NOW),
        lambda: remove_second_factor(ada, user_id=own.pk, at=NOW),
        lambda: remove_second_factor(ada, user_id=cast.users["ben"].pk, at=NOW),
        lambda: remove_passkey(ada, user_id=own.pk, passkey_id=1, at=NOW),
        lambda: remove_passkey(ada, user_id=cast.users["ben"].pk, passkey_id=1, at=NOW),
        lambda: accept_invitation(ada, secret="x", password="a long enough one", at=NOW),
        lambda: create_api_token(
            ada, name="x", scopes=[Scope.JOBS_READ], expires_at=tomorrow, at=NOW
        ),
        lambda: revoke_api_token(ada, token_id=token.pk, at=NOW),
    )
    before = AuditRecord.objects.count()
    for deed in deeds:
        with pytest.raises(NotPermittedError, match="API token"):
            deed()
    assert AuditRecord.objects.count() == before


@pytest.mark.parametrize("grant", [Grant(Role.ADMIN), Grant(Role.AUDITOR), Grant(Role.TRAINER)])
def test_what_only_administrators_give_no_token_gives(cast, ada, grant):
    with pytest.raises(NotPermittedError):
        give_role(ada, user_id=cast.users["ben"].pk, grant=grant, at=NOW)
    with pytest.raises(NotPermittedError):
        create_account(ada, email="x@example.ca", name="X", grants=[grant], at=NOW)
    give_role(cast.actor("ada"), user_id=cast.users["ben"].pk, grant=grant, at=NOW)


def test_no_token_touches_an_administrator_or_an_auditor(cast, ada):
    held = RoleAssignment.objects.get(user=cast.users["otto"])
    with pytest.raises(NotPermittedError):
        take_role(ada, user_id=held.user_id, assignment_id=held.pk, at=NOW)
    with pytest.raises(NotPermittedError):
        close_account(ada, user_id=held.user_id, at=NOW)
    assert User.objects.get(pk=held.user_id).is_active


def test_a_token_does_the_rest_and_the_record_names_it(cast, ada, token):
    close_account(ada, user_id=cast.users["ben"].pk, at=NOW)
    record = AuditRecord.objects.get(action="close_account")
    assert (record.user_id, record.token) == (cast.users["ada"].pk, token)


def test_a_token_that_reads_accounts_closes_none_by_deactivating_a_person(cast):
    client = client_of(cast, "mia", scopes=[Scope.ACCOUNTS_READ, Scope.PEOPLE_WRITE])
    ben = cast.people["ben"].pk
    sent = {"version": 1, "from_day": "2026-11-23", "closes_account": True}
    address = f"/api/v1/people/{ben}/deactivate"
    assert client.post(address, sent, content_type="application/json").status_code == 403
    assert User.objects.get(pk=cast.users["ben"].pk).is_active


def test_the_api_answers_no_link(cast, settings):
    body = {
        "name": "Dee",
        "email": "dee@example.ca",
        "roles": [{"role": "agent", "site_id": cast.site.pk}],
    }
    made = client_of(cast, "mia").post("/api/v1/accounts", body, content_type="application/json")
    assert made.status_code == 201
    assert (made.json()["is_unused"], made.json()["invited_until"]) == (True, None)
    assert not Invitation.objects.exists()


def test_with_a_mail_server_the_invitation_goes_to_the_person(cast, settings, mailoutbox):
    settings.CAN_MAIL = True
    body = {
        "name": "Dee",
        "email": "dee@example.ca",
        "roles": [{"role": "agent", "site_id": cast.site.pk}],
    }
    made = client_of(cast, "mia").post("/api/v1/accounts", body, content_type="application/json")
    assert [message.to for message in mailoutbox] == [["dee@example.ca"]]
    assert made.json()["invited_until"] is not None
    assert "/invitation/" not in made.content.decode()
