import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.builders.cast import PASSWORD
from tests.foundation.accounts.test_lock_out import ben, sign_in  # noqa: F401  # a fixture

from floorwalker.foundation import clock
from floorwalker.foundation.accounts.models import SecondFactor, SignIn
from floorwalker.foundation.accounts.one_time_code import STEP_SECONDS, code_of
from floorwalker.foundation.accounts.own_account_page import device_words
from floorwalker.foundation.audit.models import AuditRecord

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
QUERIES_OF_THE_PAGE = 9


@pytest.fixture
def browser(ben):  # noqa: F811
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(PASSWORD, client=client)
    return client


@pytest.fixture
def with_codes(browser, ben):  # noqa: F811
    """Ben has set up codes; the recovery codes are what this gives."""
    browser.post(reverse("second_factor_start"))
    answer = browser.post(reverse("second_factor"), {"code": code_now(ben)})
    return re.findall(r"<code>(\w{5}-\w{5})</code>", answer.content.decode())


def code_now(user, *, steps_on=0):
    secret = SecondFactor.objects.get(user=user).secret
    return code_of(secret, step=int(clock.now().timestamp()) // STEP_SECONDS + steps_on)


def is_in(client):
    return client.get(reverse("own_account")).status_code == 200


def test_the_page_lists_where_one_is_signed_in(browser):
    page = browser.get(reverse("own_account")).content.decode()
    assert "Firefox, Linux" in page
    assert "127.0.0.1" in page
    assert "this device" in page


def test_the_page_takes_a_fixed_number_of_queries(browser, django_assert_num_queries):
    sign_in(PASSWORD)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        browser.get(reverse("own_account"))


def test_one_other_device_is_signed_out(browser, ben):  # noqa: F811
    other, third = Client(), Client()
    sign_in(PASSWORD, client=other)
    sign_in(PASSWORD, client=third)
    row = SignIn.objects.get(session_key=other.session.session_key)
    browser.post(reverse("sign_in_end", args=[row.pk]))
    assert (is_in(browser), is_in(other), is_in(third)) == (True, False, True)
    assert AuditRecord.objects.get(action="end_sign_ins").after == {"sessions_ended": 1}


def test_all_other_devices_are_signed_out(browser):
    others = [Client(), Client()]
    for other in others:
        sign_in(PASSWORD, client=other)
    browser.post(reverse("sign_ins_end"))
    assert is_in(browser)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_the_session_of_another(browser, cast, signed_in):
    row = SignIn.objects.get()
    signed_in("asha").post(reverse("sign_in_end", args=[row.pk]))
    assert is_in(browser)


def test_a_session_that_ran_out_is_not_listed(browser):
    other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    sign_in(PASSWORD, client=other)
    past = clock.now() - timedelta(seconds=1)
    Session.objects.filter(pk=other.session.session_key).update(expire_date=past)
    assert "iPhone" not in browser.get(reverse("own_account")).content.decode()


def test_use_keeps_a_session_alive_and_is_noted_every_ten_minutes(browser, ben):  # noqa: F811
    session = browser.session
    session["seen_at"] -= 601
    session.save()
    SignIn.objects.update(seen_at=clock.now() - timedelta(hours=5))
    browser.get(reverse("own_account"))
    assert clock.now() - SignIn.objects.get().seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150 Safari/537.36 Edg/150", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/26 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "unknown device"),
        ("", "unknown device"),
    ],
)
def test_browsers_are_named_as_people_know_them(user_agent, words):
    assert device_words(user_agent) == words


def test_with_codes_on_the_password_alone_opens_nothing(with_codes):
    client = Client()
    assert sign_in(PASSWORD, client=client).url == reverse("second_step")
    assert not is_in(client)


def test_a_code_of_the_telephone_opens_once(with_codes, ben):  # noqa: F811
    first, second = Client(), Client()
    code = code_now(ben, steps_on=1)
    for client in (first, second):
        sign_in(PASSWORD, client=client)
        client.post(reverse("second_step"), {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(with_codes):
    assert len(set(with_codes)) == 10
    opened = []
    for code in (with_codes[0], with_codes[0], with_codes[1].upper().replace("-", " ")):
        client = Client()
        sign_in(PASSWORD, client=client)
        client.post(reverse("second_step"), {"code": code})
        opened.append(is_in(client))
    assert opened == [True, False, True]


def test_guessing_codes_closes_the_second_step(with_codes, ben):  # noqa: F811
    client = Client()
    sign_in(PASSWORD, client=client)
    for _ in range(5):
        client.post(reverse("second_step"), {"code": "000000"})
    answer = client.post(reverse("second_step"), {"code": with_codes[0]})
    assert answer.status_code == 429
    assert not is_in(client)


def test_the_second_step_leads_to_the_page_that_was_asked_for(with_codes):
    client = Client()
    data = {"username": "ben@example.ca", "password": PASSWORD, "next": "/account/"}
    client.post("/sign-in/", data)
    assert client.post(reverse("second_step"), {"code": with_codes[0]}).url == "/account/"


def test_a_wrong_first_code_turns_nothing_on(browser, ben):  # noqa: F811
    browser.post(reverse("second_factor_start"))
    answer = browser.post(reverse("second_factor"), {"code": "not it"})
    assert "not the code of this moment" in answer.content.decode()
    assert sign_in(PASSWORD, client=Client()).url == "/"


def test_codes_are_turned_off_with_the_password_only(with_codes, browser, ben):  # noqa: F811
    browser.post(reverse("second_factor_off"), {"password": "wrong"})
    assert SecondFactor.objects.filter(user=ben).exists()
    browser.post(reverse("second_factor_off"), {"password": PASSWORD})
    assert not SecondFactor.objects.filter(user=ben).exists()
    assert sign_in(PASSWORD, client=Client()).url == "/"


def test_codes_that_are_on_cannot_be_started_over(with_codes, browser, ben):  # noqa: F811
    before = SecondFactor.objects.get(user=ben).secret
    assert browser.post(reverse("second_factor_start")).status_code == 409
    assert SecondFactor.objects.get(user=ben).secret == before


def test_a_new_session_key_is_given_at_sign_in(ben):  # noqa: F811
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(PASSWORD, client=client)
    assert client.session.session_key != planted


def test_the_key_is_shown_as_a_square_code_and_as_text(browser, ben):  # noqa: F811
    browser.post(reverse("second_factor_start"))
    page = browser.get(reverse("second_factor")).content.decode()
    assert '<img src="data:image/svg+xml' in page
    text = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]
    assert text.replace(" ", "") == SecondFactor.objects.get(user=ben).secret
    assert "style=" not in page


def test_codes_whose_key_is_lost_are_refused_and_recovery_codes_go_on(
    with_codes,
    ben,  # noqa: F811
    settings,
    caplog,
):
    code, client = code_now(ben, steps_on=1), Client()
    settings.SEALING_KEYS = ["another key " * 4]
    sign_in(PASSWORD, client=client)
    client.post(reverse("second_step"), {"code": code})
    assert not is_in(client)
    assert "sealed with another key" in caplog.messages[0]
    client.post(reverse("second_step"), {"code": with_codes[0]})
    assert is_in(client)
