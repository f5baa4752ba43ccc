from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders.cast import PASSWORD
from tests.builders.files import exported
from tests.foundation.accounts.test_lock_out import ben, sign_in  # noqa: F401  # a fixture

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.close_account import close_account
from floorwalker.foundation.accounts.actions.give_role import give_role
from floorwalker.foundation.accounts.actions.remove_second_factor import remove_second_factor
from floorwalker.foundation.accounts.actions.reopen_account import reopen_account
from floorwalker.foundation.accounts.actions.take_role import take_role
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.models import (
    Invitation,
    RoleAssignment,
    SecondFactor,
    User,
)
from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role
from floorwalker.foundation.accounts.reach import grant_of
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import (
    BadInputError,
    NotFoundError,
    NotPermittedError,
    StateError,
)

QUERIES_OF_THE_LIST = 9
QUERIES_OF_AN_ACCOUNT = 11


def names(client, **asked):
    table = client.get(reverse("accounts"), asked).context["table"]
    return [row.name for row in table.page_obj.object_list]


def roles_of(user):
    return sorted(user.role_assignments.values_list("role", flat=True))


def take(cast, actor, whom):
    held = cast.users[whom].role_assignments.get()
    take_role(cast.actor(actor), user_id=held.user_id, assignment_id=held.pk, at=clock.now())


def give(cast, actor, whom, grant):
    give_role(cast.actor(actor), user_id=cast.users[whom].pk, grant=grant, at=clock.now())


def test_a_manager_sees_the_accounts_of_the_own_site_only(cast, signed_in):
    page = signed_in("mia").get(reverse("accounts")).content.decode()
    assert "ben@example.ca" in page
    assert "zoe@example.ca" not in page
    assert "ada@example.ca" not in page


def test_an_admin_sees_all_and_searches(cast, signed_in):
    ada = signed_in("ada")
    assert "zoe@example.ca" in ada.get(reverse("accounts")).content.decode()
    assert names(ada, words="ZÓ") == ["Zoe"]
    assert names(ada, words="cleo@ example") == ["Cleo"]
    assert "Nothing found" in ada.get(reverse("accounts"), {"words": "nobody"}).content.decode()


def test_accounts_are_ordered_without_accents_and_by_their_last_sign_in(cast, signed_in):
    User.objects.filter(name="Cal").update(name="Élise")
    User.objects.exclude(name="Ada").update(last_login=None)
    User.objects.filter(name="Ben").update(last_login=clock.now() - timedelta(days=3))
    ada = signed_in("ada")
    assert names(ada) == [
        "Ada", "Ann", "Asha", "Bea", "Ben", "Cleo", "Élise", "Mia", "Otto", "Zoe",
    ]  # fmt: skip
    assert names(ada, sort="-last_sign_in_at")[:2] == ["Ada", "Ben"]
    assert names(ada, sort="last_sign_in_at")[:2] == ["Ben", "Ada"]


def test_accounts_are_found_by_their_state_and_their_codes(cast, signed_in):
    users = cast.users
    mia = signed_in("mia")
    User.objects.filter(pk=users["ben"].pk).update(password="a hash")
    User.objects.filter(pk=users["ann"].pk).update(last_login=clock.now())
    User.objects.filter(pk=users["cal"].pk).update(is_active=False, last_login=clock.now())
    Invitation.objects.create(
        user=users["bea"], sha256="0", made_at=clock.now(), expires_at=clock.now()
    )
    SecondFactor.objects.create(user=users["bea"])
    SecondFactor.objects.create(user=users["asha"], confirmed_at=clock.now())
    found = {
        "closed": ["Cal"],
        "open": ["Ann", "Ben", "Mia"],
        "invited": ["Bea"],
        "not_invited": ["Asha", "Cleo"],
    }
    assert {state: names(mia, state=state) for state in found} == found
    assert names(mia, has_second_factor="True") == ["Asha"]
    assert names(mia, has_second_factor="False", state="not_invited") == ["Cleo"]


def test_a_file_holds_the_accounts_found_and_no_others(cast, signed_in):
    User.objects.filter(name="Ben").update(name="=Ben")
    (row,) = exported(signed_in("mia"), "accounts", words="ben", columns="email")
    assert row == {
        "Name": "'=Ben",
        "Email": "ben@example.ca",
        "Roles": "Agent, team North of Toronto",
        "State": "not invited",
        "Codes": "off",
        "Last sign-in": "",
    }
    seen = exported(signed_in("mia"), "accounts", sort="-email")
    assert [row["Email"].partition("@")[0] for row in seen] == [
        "mia", "cleo", "cal", "ben", "bea", "asha", "ann",
    ]  # fmt: skip
    assert signed_in("ben").get(reverse("accounts"), {"file": "csv"}).status_code == 403


def test_an_account_of_another_site_is_not_there_for_a_manager(cast, signed_in):
    answer = signed_in("mia").get(reverse("account", args=[cast.users["zoe"].pk]))
    assert answer.status_code == 404


def test_the_pages_take_a_fixed_number_of_queries(cast, signed_in, django_assert_num_queries):
    mia = signed_in("mia")
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        mia.get(reverse("accounts"))
    with django_assert_num_queries(QUERIES_OF_AN_ACCOUNT):
        mia.get(reverse("account", args=[cast.users["ben"].pk]))


def test_a_role_is_given_and_recorded_once(cast):
    grant = Grant(Role.TRAINER, cast.site.pk, cast.south.pk)
    give(cast, "mia", "ben", grant)
    give(cast, "mia", "ben", grant)
    assert roles_of(cast.users["ben"]) == ["agent", "trainer"]
    written = AuditRecord.objects.get(action="give_role")
    assert written.after == {"role": "trainer", "site": cast.site.pk, "team": cast.south.pk}
    assert written.user_id == cast.users["mia"].pk


@pytest.mark.parametrize("place", ["everywhere", "site", "team"])
def test_an_admin_gives_a_role_on_the_page_for_any_place(cast, signed_in, place):
    grant = {
        "everywhere": Grant(Role.TRAINER),
        "site": Grant(Role.TRAINER, cast.site.pk),
        "team": Grant(Role.TRAINER, cast.site.pk, cast.south.pk),
    }[place]
    value = "-".join(str(part) for part in (grant.site_id, grant.team_id) if part) or "everywhere"
    address = reverse("role_give", args=[cast.users["ben"].pk])
    assert signed_in("ada").post(address, {"role": "trainer", "place": value}).status_code == 302
    assert grant_of(cast.users["ben"].role_assignments.get(role="trainer")) == grant


def test_a_place_out_of_reach_is_refused_by_the_form(cast, signed_in):
    address = reverse("role_give", args=[cast.users["ben"].pk])
    data = {"role": "trainer", "place": "everywhere"}
    assert signed_in("mia").post(address, data).status_code == 422
    assert roles_of(cast.users["ben"]) == ["agent"]


@pytest.mark.parametrize(
    ("actor", "role", "place"),
    [
        ("mia", Role.MANAGER, "everywhere"),
        ("mia", Role.ADMIN, "site"),
        ("mia", Role.AUDITOR, "site"),
        ("mia", Role.AGENT, "other site"),
        ("asha", Role.AGENT, "site"),
        ("otto", Role.AGENT, "site"),
    ],
)
def test_nobody_gives_more_than_they_hold(cast, actor, role, place):
    site = {"everywhere": None, "site": cast.site.pk, "other site": cast.other_site.pk}[place]
    with pytest.raises(NotPermittedError):
        give(cast, actor, "ben", Grant(role, site))
    assert roles_of(cast.users["ben"]) == ["agent"]


def test_a_manager_of_one_team_gives_nothing_for_the_site(cast):
    RoleAssignment.objects.filter(user=cast.users["mia"]).update(team=cast.north)
    give(cast, "mia", "ben", Grant(Role.TRAINER, cast.site.pk, cast.north.pk))
    with pytest.raises(NotPermittedError):
        give(cast, "mia", "ben", Grant(Role.MANAGER, cast.site.pk))


def test_a_team_of_another_site_is_refused(cast):
    with pytest.raises(BadInputError):
        give(cast, "ada", "ben", Grant(Role.AGENT, cast.other_site.pk, cast.north.pk))


def test_a_role_is_taken_away_and_the_next_page_is_refused(cast, signed_in):
    asha = signed_in("asha")
    assert asha.get(reverse("weeks")).status_code == 200
    take(cast, "mia", "asha")
    assert asha.get(reverse("weeks")).status_code == 403
    assert AuditRecord.objects.get(action="take_role").before["role"] == "supervisor"


def test_taking_the_only_role_of_an_account_without_a_person_leads_to_the_list(cast, signed_in):
    asha = cast.users["asha"]
    type(asha).objects.filter(pk=asha.pk).update(person=None)
    held = asha.role_assignments.get()
    answer = signed_in("mia").post(reverse("role_take", args=[asha.pk, held.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("accounts"), 302)]
    assert answer.status_code == 200
    assert "The role is taken away." in answer.content.decode()
    assert roles_of(asha) == []


def test_nobody_takes_away_their_own_role_of_administrator(cast):
    give(cast, "ada", "ben", Grant(Role.ADMIN))
    with pytest.raises(StateError, match="your own role"):
        take(cast, "ada", "ada")
    assert roles_of(cast.users["ada"]) == ["admin"]


def test_a_closed_administrator_does_not_count_as_one_who_stays(cast):
    give(cast, "ada", "otto", Grant(Role.ADMIN))
    otto = cast.actor("otto")
    close_account(cast.actor("ada"), user_id=cast.users["otto"].pk, at=clock.now())
    held = cast.users["ada"].role_assignments.get()
    with pytest.raises(StateError, match="somebody must stay"):
        take_role(otto, user_id=held.user_id, assignment_id=held.pk, at=clock.now())


def test_a_manager_takes_no_role_of_an_administrator(cast):
    give(cast, "ada", "ben", Grant(Role.ADMIN))
    held = cast.users["ben"].role_assignments.get(role="admin")
    with pytest.raises(NotPermittedError):
        take_role(cast.actor("mia"), user_id=held.user_id, assignment_id=held.pk, at=clock.now())
    assert roles_of(cast.users["ben"]) == ["admin", "agent"]


@pytest.mark.parametrize("whom", ["zoe", "ada"])
def test_no_deed_reaches_an_account_of_another_site(cast, whom):
    mia, at, user_id = cast.actor("mia"), clock.now(), cast.users[whom].pk
    held = cast.users[whom].role_assignments.get()
    deeds = (
        lambda: close_account(mia, user_id=user_id, at=at),
        lambda: reopen_account(mia, user_id=user_id, at=at),
        lambda: remove_second_factor(mia, user_id=user_id, at=at),
        lambda: take_role(mia, user_id=user_id, assignment_id=held.pk, at=at),
        lambda: give_role(mia, user_id=user_id, grant=Grant(Role.AGENT, cast.site.pk), at=at),
    )
    for deed in deeds:
        with pytest.raises(NotFoundError):
            deed()
    assert not AuditRecord.objects.exists()


def test_a_closed_account_is_signed_out_at_once_and_keeps_its_history(cast, ben):  # noqa: F811
    client = Client()
    sign_in(PASSWORD, client=client)
    give(cast, "mia", "ben", Grant(Role.TRAINER, cast.site.pk))
    close_account(cast.actor("mia"), user_id=ben.pk, at=clock.now())
    assert client.get(reverse("own_account")).status_code == 302
    assert sign_in(PASSWORD).status_code == 200
    ben.refresh_from_db()
    assert (ben.is_active, ben.person, roles_of(ben)) == (
        False,
        cast.people["ben"],
        ["agent", "trainer"],
    )


def test_an_account_that_is_open_again_signs_in_as_before(cast, ben):  # noqa: F811
    close_account(cast.actor("mia"), user_id=ben.pk, at=clock.now())
    reopen_account(cast.actor("mia"), user_id=ben.pk, at=clock.now())
    assert sign_in(PASSWORD).status_code == 302
    deeds = AuditRecord.objects.values_list("action", flat=True)
    assert {"close_account", "reopen_account"} <= set(deeds)


@pytest.mark.parametrize(
    ("actor", "whom", "refusal"),
    [
        ("mia", "mia", StateError),
        ("mia", "zoe", NotFoundError),
        ("mia", "ada", NotFoundError),
        ("mia", "mixed", NotPermittedError),
        ("asha", "ben", NotPermittedError),
        ("otto", "ben", NotPermittedError),
    ],
)
def test_who_may_not_close_an_account(cast, actor, whom, refusal):
    if whom == "mixed":  # of Mia's site, and of another too
        give(cast, "ada", whom := "ben", Grant(Role.TRAINER, cast.other_site.pk))
    with pytest.raises(refusal):
        close_account(cast.actor(actor), user_id=cast.users[whom].pk, at=clock.now())
    assert User.objects.get(pk=cast.users[whom].pk).is_active


def test_the_table_shows_every_permission_and_ones_own_reasons(cast, signed_in):
    page = signed_in("ben").get(reverse("permissions")).content.decode()
    assert page.count("<tr>") == len(PERMISSIONS) + 1
    assert "Yes: Agent, team North of Toronto." in page
    assert "No: it takes one of these roles: Supervisor, Manager." in page


def test_the_table_says_of_every_role_what_the_permissions_say(cast, signed_in):
    page = signed_in("ben").get(reverse("permissions")).content.decode()
    assert page.count('aria-label="yes"') == sum(map(len, PERMISSIONS.values()))


def test_an_account_page_says_why_somebody_may_not(cast, signed_in):
    page = signed_in("mia").get(reverse("account", args=[cast.users["asha"].pk])).content.decode()
    assert "Yes: Supervisor, team North of Toronto." in page
    assert "No: it takes one of these roles: Manager, Administrator." in page


def test_closing_an_account_and_taking_a_role_ask_first(cast, signed_in):
    page = signed_in("mia").get(reverse("account", args=[cast.users["asha"].pk]))
    assert page.content.decode().count('data-asks="Close this account?"') == 1
    assert page.content.decode().count('data-asks="Take this role away?"') == 1
