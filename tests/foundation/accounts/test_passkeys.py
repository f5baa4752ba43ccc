import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.authenticator import PRESENT, Authenticator
from tests.builders.cast import PASSWORD
from tests.foundation.accounts.test_lock_out import ben, sign_in  # noqa: F401  # a fixture
from tests.foundation.accounts.test_own_account import (  # noqa: F401  # fixtures
    browser,
    is_in,
    with_codes,
)

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.actions.give_role import give_role
from floorwalker.foundation.accounts.actions.remove_passkey import remove_passkey
from floorwalker.foundation.accounts.actor import Grant
from floorwalker.foundation.accounts.models import Passkey, SecondFactor, SignIn, User
from floorwalker.foundation.accounts.passkeys import ANSWER_WITHIN
from floorwalker.foundation.accounts.permissions import Role
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import NotFoundError, NotPermittedError


def ask(client, page="passkey_sign_in_question", **sent):
    return json.loads(client.post(reverse(page), sent).content)


def add(client, device, name="telephone"):
    question = ask(client, "passkey_add_question", name=name, password=PASSWORD)
    return client.post(reverse("passkey_add"), {"answer": device.make(question)})


def enter(device, client=None, **sent):
    client = client or Client()
    answer = device.sign(ask(client))
    return client.post(reverse("passkey_sign_in"), {"answer": answer} | sent)


@pytest.fixture
def device(browser):  # noqa: F811
    """Ben's, added on My account."""
    made = Authenticator()
    assert add(browser, made).status_code == 302
    return made


def test_a_passkey_is_kept_with_its_name_and_leaves_a_record(device, ben):  # noqa: F811
    passkey = Passkey.objects.get()
    assert (passkey.user, passkey.name, passkey.sign_count) == (ben, "telephone", 0)
    record = AuditRecord.objects.get(action="add_passkey")
    assert (record.user_id, record.after) == (ben.pk, {"name": "telephone"})


def test_a_passkey_alone_signs_in_where_one_wanted_to_go(device, ben):  # noqa: F811
    client = Client()
    assert enter(device, client, next="/account/").url == "/account/"
    assert is_in(client)
    assert SignIn.objects.get(session_key=client.session.session_key).user == ben
    assert Passkey.objects.get().used_at is not None


def test_a_passkey_alone_is_both_steps(with_codes, browser):  # noqa: F811
    device, client = Authenticator(), Client()
    add(browser, device)
    enter(device, client)
    assert is_in(client)


def test_any_of_several_passkeys_opens(device, browser):  # noqa: F811
    second = Authenticator()
    add(browser, second, name="key ring")
    clients = [Client(), Client()]
    for each, client in zip((device, second), clients, strict=True):
        enter(each, client)
    assert all(is_in(client) for client in clients)


def test_the_site_asks_for_a_finger_or_a_pin_and_for_keys_that_know_their_person(browser):  # noqa: F811
    asked = ask(browser, "passkey_add_question", name="telephone", password=PASSWORD)
    assert asked["rp"] == {"name": "Floorwalker", "id": "testserver"}
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert ask(Client())["userVerification"] == "required"
    assert "allowCredentials" not in ask(Client()) or ask(Client())["allowCredentials"] == []


def refused(answer, client):
    assert answer.status_code in (200, 422)
    assert not is_in(client)
    return answer.content.decode()


def test_an_answer_is_taken_once(device):
    client = Client()
    answer = device.sign(ask(client))
    client.post(reverse("passkey_sign_in"), {"answer": answer})
    client.post(reverse("sign_out"))
    again = client.post(reverse("passkey_sign_in"), {"answer": answer})
    assert "or was answered already" in refused(again, client)


def test_an_answer_to_another_browsers_question_is_refused(device):
    client, other = Client(), Client()
    ask(client)
    answer = device.sign(ask(other))
    assert "does not open" in refused(
        client.post(reverse("passkey_sign_in"), {"answer": answer}), client
    )


def test_an_answer_after_five_minutes_is_refused(device, monkeypatch):
    client, later = Client(), clock.now() + ANSWER_WITHIN + timedelta(seconds=1)
    answer = device.sign(ask(client))
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "took too long" in refused(
        client.post(reverse("passkey_sign_in"), {"answer": answer}), client
    )


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://testserver.evil.example", "https://testserver", "null", ""],
)
def test_an_answer_given_to_a_foreign_origin_is_refused(device, origin):
    device.origin, client = origin, Client()
    assert "does not open" in refused(enter(device, client), client)
    assert Passkey.objects.get().used_at is None


def test_behind_a_proxy_the_origins_of_the_settings_are_taken_of_the_same_name_only(
    device,
    settings,
):
    settings.CSRF_TRUSTED_ORIGINS = ["https://testserver", "https://other.example"]
    first, second = Client(), Client()
    device.origin = "https://testserver"
    enter(device, first)
    device.origin = "https://other.example"
    enter(device, second)
    assert (is_in(first), is_in(second)) == (True, False)


def test_an_answer_without_finger_or_pin_is_refused(device):
    device.flags, client = PRESENT, Client()
    assert "does not open" in refused(enter(device, client), client)


def test_a_signature_by_another_key_is_refused(device):
    forger, client = replace(device), Client()
    assert forger.credential_id == device.credential_id
    assert "does not open" in refused(enter(forger, client), client)


def test_a_passkey_nobody_added_is_refused(device):
    client = Client()
    assert "is not known here" in refused(enter(Authenticator(), client), client)


def test_a_passkey_that_names_another_person_is_refused(device):
    device.user_handle, client = b"x" * 32, Client()
    assert "does not open" in refused(enter(device, client), client)


def test_a_closed_account_stays_closed(device, ben):  # noqa: F811
    User.objects.filter(pk=ben.pk).update(is_active=False)
    client = Client()
    enter(device, client)
    assert not is_in(client)
    assert Passkey.objects.get().used_at is None


def test_a_count_that_does_not_grow_tells_of_a_copy(device, ben):  # noqa: F811
    device.count = 7
    enter(device)
    device.count, client = 7, Client()
    assert "A copy of this passkey may be in use" in refused(enter(device, client), client)
    record = AuditRecord.objects.get(action="refuse_passkey")
    assert (record.subject_id, record.before["sign_count"], record.after["sign_count"]) == (
        str(ben.pk),
        7,
        7,
    )
    device.count = 8
    enter(device, client)
    assert is_in(client)


def test_wrong_answers_close_the_door_for_a_while(device):
    right, device.origin = device.origin, "https://evil.example"
    statuses = [enter(device).status_code for _ in range(5)]
    device.origin = right
    assert [*statuses, enter(device).status_code] == [200] * 5 + [429]


def test_a_passkey_is_the_second_step_too(with_codes, browser):  # noqa: F811
    device, client = Authenticator(), Client()
    add(browser, device)
    sign_in(PASSWORD, client=client)
    answer = device.sign(ask(client, "passkey_second_step_question"))
    client.post(reverse("passkey_second_step"), {"answer": answer})
    assert is_in(client)


def test_the_second_step_takes_no_passkey_of_somebody_else(with_codes, browser, signed_in, cast):  # noqa: F811
    cleo, client = signed_in("cleo"), Client()
    cast.users["cleo"].set_password(PASSWORD)
    cast.users["cleo"].save()
    cleo.force_login(cast.users["cleo"])
    foreign = Authenticator()
    add(cleo, foreign)
    sign_in(PASSWORD, client=client)
    answer = foreign.sign(ask(client, "passkey_second_step_question"))
    page = client.post(reverse("passkey_second_step"), {"answer": answer})
    assert "is not known here" in refused(page, client)


def test_an_answer_for_one_purpose_serves_no_other(with_codes, browser):  # noqa: F811
    device, client = Authenticator(), Client()
    add(browser, device)
    sign_in(PASSWORD, client=client)
    answer = device.sign(ask(client))
    page = client.post(reverse("passkey_second_step"), {"answer": answer})
    assert "took too long" in refused(page, client)


def test_without_the_password_no_second_step_is_asked(db):
    answer = Client().post(reverse("passkey_second_step_question"))
    assert "Begin with your password again" in answer.json()["error"]


def test_adding_takes_the_password(browser):  # noqa: F811
    sent = {"name": "telephone", "password": "wrong"}
    answer = browser.post(reverse("passkey_add_question"), sent)
    assert answer.json() == {"error": "This is not your password."}
    stolen = Authenticator().make(ask_for_key_of_nobody())
    assert browser.post(reverse("passkey_add"), {"answer": stolen}).status_code == 422
    assert not Passkey.objects.exists()


def ask_for_key_of_nobody():
    return {"user": {"id": "AA"}, "rp": {"id": "testserver"}, "challenge": "AAAA"}


def test_guessing_the_password_there_closes_as_at_sign_in(browser):  # noqa: F811
    sent = {"name": "telephone", "password": "wrong"}
    errors = [ask(browser, "passkey_add_question", **sent)["error"] for _ in range(6)]
    assert errors[4] == "This is not your password."
    assert errors[5].startswith("Too many failed tries. Wait until")


def test_a_key_made_at_a_foreign_origin_is_not_added(browser):  # noqa: F811
    answer = add(browser, Authenticator(origin="https://evil.example"))
    assert answer.status_code == 422
    assert not Passkey.objects.exists()


def test_a_name_is_used_once(device, browser):  # noqa: F811
    answer = add(browser, Authenticator())
    assert answer.status_code == 422
    assert "You have a passkey of this name already." in answer.content.decode()
    assert Passkey.objects.count() == 1


def test_a_known_key_is_not_added_to_a_second_account(device, cast, signed_in):
    cast.users["cleo"].set_password(PASSWORD)
    cast.users["cleo"].save()
    cleo = Client()
    cleo.force_login(cast.users["cleo"])
    assert add(cleo, device).status_code == 422
    assert Passkey.objects.get().user == cast.users["ben"]


def test_a_passkey_is_removed_with_the_password_only(device, browser):  # noqa: F811
    address = reverse("passkey_remove", args=[Passkey.objects.get().pk])
    browser.post(address, {"password": "wrong"})
    assert Passkey.objects.exists()
    assert browser.post(address, {"password": PASSWORD}).url == reverse("own_account")
    assert not Passkey.objects.exists()
    assert AuditRecord.objects.get(action="remove_passkey").before == {"name": "telephone"}
    client = Client()
    refused(enter(device, client), client)


def test_a_passkey_confirms_as_the_password_does(device, browser):  # noqa: F811
    address = reverse("passkey_remove", args=[Passkey.objects.get().pk])
    answer = device.sign(ask(browser, "passkey_confirm_question"))
    assert browser.post(address, {"answer": answer}).status_code == 302
    assert not Passkey.objects.exists()


def test_the_passkey_of_another_confirms_nothing(device, browser, cast):  # noqa: F811
    cast.users["cleo"].set_password(PASSWORD)
    cast.users["cleo"].save()
    cleo, foreign = Client(), Authenticator()
    cleo.force_login(cast.users["cleo"])
    add(cleo, foreign)
    address = reverse("passkey_remove", args=[Passkey.objects.get(user=cast.users["ben"]).pk])
    answer = foreign.sign(ask(browser, "passkey_confirm_question"))
    assert "is not known here" in browser.post(address, {"answer": answer}).content.decode()
    assert Passkey.objects.count() == 2


def test_nobody_removes_the_passkey_of_another(device, cast, signed_in):
    passkey, at = Passkey.objects.get(), clock.now()
    ben_id = cast.users["ben"].pk
    address = reverse("passkey_remove", args=[passkey.pk])
    assert signed_in("cleo").get(address).status_code == 404
    with pytest.raises(NotPermittedError):
        remove_passkey(cast.actor("cleo"), user_id=ben_id, passkey_id=passkey.pk, at=at)
    cleo_id = cast.users["cleo"].pk
    with pytest.raises(NotFoundError):
        remove_passkey(cast.actor("cleo"), user_id=cleo_id, passkey_id=passkey.pk, at=at)
    assert Passkey.objects.exists()


def removal_of(user_id):
    return reverse("account_passkey_remove", args=[user_id, Passkey.objects.get().pk])


def test_whoever_manages_an_account_removes_the_passkey_of_a_lost_device(device, cast, signed_in):
    mia, ben_id = signed_in("mia"), cast.users["ben"].pk
    page = mia.get(reverse("account", args=[ben_id])).content.decode()
    assert page.count('data-asks="Remove the passkey “telephone”?"') == 1
    answer = mia.post(removal_of(ben_id))
    assert (answer.status_code, answer.url) == (302, reverse("account", args=[ben_id]))
    record = AuditRecord.objects.get(action="remove_passkey")
    assert (record.user_id, record.subject_id) == (cast.users["mia"].pk, str(ben_id))
    assert (record.before, record.after) == ({"name": "telephone"}, None)
    client = Client()
    refused(enter(device, client), client)
    page = mia.get(reverse("account", args=[ben_id])).content.decode()
    assert "No passkey opens this account." in page


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [("asha", NotPermittedError), ("otto", NotPermittedError), ("zoe", NotFoundError)],
)
def test_who_may_not_remove_a_colleagues_passkey(device, cast, actor, refusal):
    passkey, at = Passkey.objects.get(), clock.now()
    if actor == "zoe":
        give_role(
            cast.actor("ada"),
            user_id=cast.users["zoe"].pk,
            grant=Grant(Role.MANAGER, cast.other_site.pk),
            at=at,
        )
    with pytest.raises(refusal):
        remove_passkey(cast.actor(actor), user_id=passkey.user_id, passkey_id=passkey.pk, at=at)
    assert Passkey.objects.exists()


def test_an_auditor_sees_passkeys_and_removes_none(device, cast, signed_in):
    page = signed_in("otto").get(reverse("account", args=[cast.users["ben"].pk])).content.decode()
    assert "telephone" in page
    assert "Remove the passkey" not in page


def test_a_passkey_is_removed_from_its_own_account_only(device, cast, signed_in):
    answer = signed_in("mia").post(removal_of(cast.users["asha"].pk))
    assert answer.status_code == 404
    assert Passkey.objects.exists()


def test_on_the_page_of_an_account_nobody_passes_by_the_own_password(cast, signed_in):
    mia = cast.users["mia"]
    Passkey.objects.create(user=mia, name="telephone", sign_count=0, created_at=clock.now())
    client, address = signed_in("mia"), removal_of(mia.pk)
    assert client.post(address).url == reverse("passkey_remove", args=[Passkey.objects.get().pk])
    assert Passkey.objects.exists()
    SecondFactor.objects.create(user=mia, confirmed_at=clock.now())
    codes_off = reverse("account_second_factor_off", args=[mia.pk])
    assert client.post(codes_off).url == reverse("second_factor_off")
    assert SecondFactor.objects.exists()


def test_at_a_number_the_pages_say_why_there_are_no_passkeys(browser):  # noqa: F811
    here = {"headers": {"host": "127.0.0.1:8000"}}
    assert "passkey" not in Client().get("/sign-in/", **here).content.decode()
    page = browser.get(reverse("own_account"), **here).content.decode()
    assert "belong to a name, not to a number" in page


@given(
    st.one_of(st.text(), st.dictionaries(st.sampled_from(["id", "response", "type"]), st.none()))
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_sent_is_answered_by_the_page(db, sent):
    client = Client(headers={"x-forwarded-for": "192.0.2.1"})
    ask(client)
    answer = client.post(
        reverse("passkey_sign_in"), {"answer": sent if isinstance(sent, str) else json.dumps(sent)}
    )
    assert answer.status_code in (200, 429)


def test_a_broken_answer_of_the_right_shape_is_refused(device):
    client = Client()
    right = json.loads(device.sign(ask(client)))
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        for wrong in ("", "AAAA", "é", None, 7, [], {}):
            broken = right | {"response": right["response"] | {part: wrong}}
            client = Client(REMOTE_ADDR=f"192.0.2.{len(str(wrong))}")
            ask(client)
            answer = client.post(reverse("passkey_sign_in"), {"answer": json.dumps(broken)})
            assert answer.status_code in (200, 429)
            assert not is_in(client)
