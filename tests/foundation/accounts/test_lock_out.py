from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.builders.cast import PASSWORD

from floorwalker.foundation.accounts.lock_out import (
    TRIES_OF_AN_ACCOUNT,
    TRIES_OF_AN_ADDRESS,
    count_try,
    forget_tries,
    pause_after,
)
from floorwalker.foundation.accounts.models import FailedTries
from floorwalker.foundation.audit.models import AuditRecord

AT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
BEN = {"account": "ben@example.ca", "address": "192.0.2.7"}


@pytest.fixture
def ben(cast):
    user = cast.users["ben"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(password, *, client=None, email="ben@example.ca"):
    return (client or Client()).post("/sign-in/", {"username": email, "password": password})


def test_pauses_double_from_one_minute_to_fifteen():
    minutes = [pause_after(count, tries_max=5) for count in (4, 5, 6, 7, 8, 9, 10, 99)]
    assert minutes == [None, *(timedelta(minutes=m) for m in (1, 2, 4, 8, 15, 15, 15))]


def test_the_sixth_wrong_password_is_not_looked_at_and_says_how_long_to_wait(ben):
    answers = [sign_in("wrong").status_code for _ in range(TRIES_OF_AN_ACCOUNT)]
    assert answers == [200] * TRIES_OF_AN_ACCOUNT
    answer = sign_in(PASSWORD)
    assert answer.status_code == 429
    assert "Too many failed tries. Wait until" in answer.content.decode()


def test_a_right_password_before_that_is_taken_and_forgets_the_failures(ben):
    for _ in range(TRIES_OF_AN_ACCOUNT - 1):
        sign_in("wrong")
    assert sign_in(PASSWORD).status_code == 302
    assert sum(FailedTries.objects.values_list("count", flat=True)) == TRIES_OF_AN_ACCOUNT - 1
    assert sign_in("wrong").status_code == 200


def test_an_account_that_does_not_exist_closes_just_the_same(cast):
    answers = [sign_in("wrong", email="nobody@example.ca").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_what_was_typed_is_not_kept(ben):
    sign_in("wrong", email="my-secret-word")
    assert all("my-secret-word" not in tries.key for tries in FailedTries.objects.all())


def test_auditors_see_that_an_account_was_closed_once(ben):
    for _ in range(8):
        sign_in("wrong")
    assert AuditRecord.objects.get(action="lock_out").subject_id == str(ben.pk)


def test_after_the_pause_one_try_is_free_and_the_next_pause_is_longer(db):
    for _ in range(TRIES_OF_AN_ACCOUNT):
        assert count_try("sign_in", **BEN, at=AT).closed_until is None
    minute = timedelta(minutes=1)
    assert count_try("sign_in", **BEN, at=AT).closed_until == AT + minute
    assert count_try("sign_in", **BEN, at=AT + minute).closed_until is None
    assert count_try("sign_in", **BEN, at=AT + minute).closed_until == AT + 3 * minute


def test_a_day_without_failures_forgets_them(db):
    for _ in range(TRIES_OF_AN_ACCOUNT):
        count_try("sign_in", **BEN, at=AT)
    late = AT + timedelta(hours=25)
    tries = [count_try("sign_in", **BEN, at=late).closed_until for _ in range(TRIES_OF_AN_ACCOUNT)]
    assert tries == [None] * TRIES_OF_AN_ACCOUNT


def test_an_address_that_tries_many_accounts_is_closed_too(db):
    tried = [
        count_try("sign_in", account=f"{n}@example.ca", address="192.0.2.7", at=AT).closed_until
        for n in range(TRIES_OF_AN_ADDRESS + 1)
    ]
    assert tried == [None] * TRIES_OF_AN_ADDRESS + [AT + timedelta(minutes=1)]
    other = count_try("sign_in", account="x@example.ca", address="192.0.2.8", at=AT)
    assert other.closed_until is None


def test_a_closed_address_does_not_close_the_accounts_it_names(db):
    for n in range(TRIES_OF_AN_ADDRESS):
        count_try("sign_in", account=f"{n}@example.ca", address="192.0.2.7", at=AT)
    for _ in range(TRIES_OF_AN_ACCOUNT + 1):
        count_try("sign_in", **BEN, at=AT)
    assert count_try("sign_in", account=BEN["account"], address="home", at=AT).closed_until is None


def test_a_success_takes_back_only_its_own_try_of_the_address(db):
    for n in range(3):
        count_try("sign_in", account=f"{n}@example.ca", address="192.0.2.7", at=AT)
    forget_tries("sign_in", account="2@example.ca", address="192.0.2.7")
    assert sorted(FailedTries.objects.values_list("count", flat=True)) == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted():
    def guess(_number):
        try:
            return count_try("sign_in", **BEN, at=AT).closed_until
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(24)))
    assert answers.count(None) == TRIES_OF_AN_ACCOUNT
