"""Tokens: made, shown once, ended; and what an actor reaches through one."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.builders.api import client_of, client_with, make_token

from floorwalker.foundation import clock
from floorwalker.foundation.api.actions import create_api_token, revoke_api_token
from floorwalker.foundation.api.choices import PERMISSIONS, Scope, holds
from floorwalker.foundation.api.models import ApiToken
from floorwalker.foundation.api.queries import actor_through, token_of, tokens_page
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotFoundError, NotPermittedError

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ADDRESS = "/api/v1/jobs"


def test_only_the_hash_of_a_secret_of_256_bits_is_kept(cast):
    new = make_token(cast, "mia")
    token = ApiToken.objects.get()
    assert len(new.secret) == len("fw_") + 43  # 32 bytes in base64 without padding
    assert token.sha256 == hashlib.sha256(new.secret.encode()).hexdigest()
    assert token.prefix == new.secret[:9]
    assert new.secret not in {str(value) for value in vars(token).values()}


def test_making_and_ending_a_token_are_in_the_audit_log_without_the_secret(cast):
    new = make_token(cast, "mia", scopes=[Scope.JOBS_READ])
    revoke_api_token(cast.actor("mia"), token_id=new.token.pk, at=NOW)
    records = AuditRecord.objects.filter(subject_type="api.ApiToken").order_by("pk")
    assert [record.action for record in records] == ["create_api_token", "revoke_api_token"]
    assert records[0].after["scopes"] == ["jobs:read"]
    assert not any(new.secret in str(record.after) for record in records)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_token_ends_within_a_year(cast, days):
    with pytest.raises(BadInputError, match="within a year"):
        make_token(cast, "mia", days=days, at=NOW)
    assert not ApiToken.objects.exists()


def test_a_token_has_a_scope(cast):
    with pytest.raises(BadInputError, match="at least one scope"):
        make_token(cast, "mia", scopes=[])


def test_beside_a_new_token_the_table_still_leads_to_its_own_page(cast, signed_in):
    sent = {"name": "payroll", "scopes": [Scope.AUDIT_READ.value], "days": 30}
    made = signed_in("mia").post(reverse("api_token_create"), sent)
    assert (made.status_code, ApiToken.objects.get().name) == (200, "payroll")
    table = made.context["table"]
    assert table.csv_url == f"{reverse('api_tokens')}?file=csv"
    assert table.heads[0].sort_url == f"{reverse('api_tokens')}?sort=name"


def test_whoever_acts_through_a_token_makes_no_other(cast):
    actor = actor_through(make_token(cast, "mia").token)
    with pytest.raises(NotPermittedError):
        create_api_token(
            actor, name="x", scopes=list(Scope), expires_at=NOW + timedelta(days=1), at=NOW
        )


def test_nobody_ends_the_token_of_another(cast):
    new = make_token(cast, "mia")
    with pytest.raises(NotFoundError):
        revoke_api_token(cast.actor("asha"), token_id=new.token.pk, at=NOW)
    assert ApiToken.objects.get().revoked_at is None


def test_an_actor_through_a_token_reaches_its_scopes_and_no_further_than_the_person(cast):
    token = make_token(cast, "ann", scopes=[Scope.PLANS_WRITE]).token  # an analyst
    actor = actor_through(token)
    assert cast.actor("ann").may("import_history")
    assert not actor.may("import_history")  # the person may, the token not
    assert actor.may("plan_week", site_id=cast.site.pk)
    assert not actor.may("publish_roster", site_id=cast.site.pk)  # the token might, the person not


def test_to_write_an_area_is_to_read_it_and_no_other():
    assert holds(["jobs:write"], Scope.JOBS_READ)
    assert not holds(["jobs:read"], Scope.JOBS_WRITE)
    assert not holds(["history:write"], Scope.JOBS_READ)


def test_every_scope_says_what_it_reaches():
    assert set(PERMISSIONS) == set(Scope)


@pytest.mark.parametrize("secret", ["fw_wrong", "", "fw_" + "a" * 43, "\xe9"])
def test_a_token_that_is_unknown_is_refused(cast, secret):
    answer = client_with(secret).get(ADDRESS)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_is_refused(cast):
    new = make_token(cast, "mia", days=1, at=clock.now() - timedelta(days=2))
    assert client_with(new.secret).get(ADDRESS).status_code == 401


def test_a_revoked_token_is_refused_at_once(cast):
    new = make_token(cast, "mia")
    client = client_with(new.secret)
    assert client.get(ADDRESS).status_code == 200
    revoke_api_token(cast.actor("mia"), token_id=new.token.pk, at=clock.now())
    assert client.get(ADDRESS).status_code == 401


def test_the_token_of_a_closed_account_is_refused(cast):
    client = client_of(cast, "mia")
    type(cast.users["mia"]).objects.filter(email="mia@example.ca").update(is_active=False)
    assert client.get(ADDRESS).status_code == 401


def test_a_session_opens_no_operation(signed_in):
    assert signed_in("mia").get(ADDRESS).status_code == 401


def test_the_last_use_is_noted(cast):
    new = make_token(cast, "mia")
    assert new.token.last_used_at is None
    client_with(new.secret).get(ADDRESS)
    assert ApiToken.objects.get().last_used_at is not None


def test_a_token_is_found_by_its_whole_secret_only(cast):
    new = make_token(cast, "mia")
    assert token_of(new.secret, at=clock.now()).pk == new.token.pk
    with pytest.raises(NotPermittedError):
        token_of(new.secret[:-1], at=clock.now())


def test_the_page_shows_the_secret_once(signed_in):
    client = signed_in("mia")
    sent = {"name": "export", "scopes": ["jobs:read"], "days": "30"}
    made = client.post("/api-tokens/create/", sent)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    secret = made.context["new"].secret
    assert secret in made.content.decode()
    assert secret not in client.get("/api-tokens/").content.decode()
    assert client_with(secret).get(ADDRESS).status_code == 200


def test_the_page_refuses_a_token_without_a_scope(signed_in):
    made = signed_in("mia").post("/api-tokens/create/", {"name": "export", "days": "30"})
    assert made.status_code == 422
    assert not ApiToken.objects.exists()


def test_the_page_lists_and_ends_only_ones_own(signed_in, cast):
    theirs = make_token(cast, "asha").token
    client = signed_in("mia")
    assert theirs.prefix not in client.get("/api-tokens/").content.decode()
    assert client.post(f"/api-tokens/{theirs.pk}/revoke/").status_code == 404
    mine = make_token(cast, "mia").token
    assert client.post(f"/api-tokens/{mine.pk}/revoke/").status_code == 302
    assert ApiToken.objects.get(pk=mine.pk).revoked_at is not None


def test_the_page_names_the_widest_scope_of_an_area_only(cast):
    make_token(cast, "mia", scopes=[Scope.JOBS_READ, Scope.JOBS_WRITE, Scope.PLANS_READ])
    (row,) = tokens_page(cast.actor("mia"), at=clock.now()).rows
    assert row.scopes == ("Plans: read", "Jobs: read, cancel and try again")
