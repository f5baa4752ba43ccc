"""Whoever may resume an endpoint is told by mail when the program has paused it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.builders.mail import send_waiting_mail, waiting_mail
from tests.builders.webhooks import NINE, answered, make_delivery, make_endpoint

from floorwalker.foundation.accounts.models import User
from floorwalker.foundation.accounts.permissions import PERMISSIONS
from floorwalker.foundation.accounts.queries import active_users_who_may
from floorwalker.foundation.webhooks import actions
from floorwalker.foundation.webhooks.claims import claim_due, store_answer
from floorwalker.foundation.webhooks.tasks import pause_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def can_mail(settings):
    settings.CAN_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def endpoint(cast):
    return make_endpoint(cast.site)


def answer_all(endpoint, *, status, at=NINE):
    for claim in claim_due(at=at, count=9):
        store_answer(claim, answered(status), at=at, jitter=0)


def is_gone(endpoint):
    make_delivery(endpoint)
    answer_all(endpoint, status=410)


def test_managers_of_the_site_and_administrators_are_told_in_their_language(cast, endpoint):
    User.objects.filter(pk=cast.users["mia"].pk).update(language="fr")
    is_gone(endpoint)
    send_waiting_mail(pause_mail)
    told = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(told) == ["ada@example.ca", "mia@example.ca"]
    ada, mia = told["ada@example.ca"], told["mia@example.ca"]
    assert (ada.subject, mia.subject) == ("A webhook is paused", "Un webhook est en pause")
    assert ada.body == (
        "Hello Ada,\n\n"
        "Floorwalker has paused the webhook “payroll” of Toronto (page Webhooks).\n\n"
        "The receiver answered 410: it wants nothing any more.\n\n"
        "Put the receiver right, then resume the endpoint: what has waited goes out, and what "
        "failed can be sent again.\n"
    )
    assert mia.body.startswith("Bonjour Mia,\n\nFloorwalker a mis en pause le webhook")


def test_one_pause_is_told_once_however_much_was_on_its_way(cast, endpoint):
    for _number in range(3):
        make_delivery(endpoint)
    answer_all(endpoint, status=410)
    readers = [cast.users["mia"].pk, cast.users["ada"].pk]
    assert sorted(sent["user_id"] for sent in waiting_mail(pause_mail)) == sorted(readers)


def test_an_endpoint_that_fails_for_three_days_is_told_too(cast, endpoint):
    for days, mails in [(0, 0), (3, 2)]:
        at = NINE + timedelta(days=days)
        make_delivery(endpoint, at=at)
        answer_all(endpoint, status=500, at=at)
        assert len(waiting_mail(pause_mail)) == mails


def test_what_somebody_pauses_by_hand_is_not_told(cast, endpoint):
    actions.pause_endpoint(cast.actor("mia"), endpoint_id=endpoint.pk, at=NINE)
    assert waiting_mail(pause_mail) == []


def test_where_no_mail_goes_out_none_is_queued(endpoint, settings):
    settings.CAN_MAIL = False
    is_gone(endpoint)
    assert waiting_mail(pause_mail) == []


def test_a_pause_that_fails_is_not_told(endpoint):
    with transaction.atomic():
        is_gone(endpoint)
        transaction.set_rollback(True)
    assert waiting_mail(pause_mail) == []


def test_nobody_is_told_of_an_endpoint_that_was_resumed_meanwhile(cast, endpoint):
    is_gone(endpoint)
    actions.resume_endpoint(cast.actor("mia"), endpoint_id=endpoint.pk, at=NINE)
    send_waiting_mail(pause_mail)
    assert mail.outbox == []


def test_an_account_that_was_closed_meanwhile_is_not_told(cast, endpoint):
    is_gone(endpoint)
    User.objects.filter(pk=cast.users["ada"].pk).update(is_active=False)
    send_waiting_mail(pause_mail)
    assert [letter.to for letter in mail.outbox] == [["mia@example.ca"]]


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_the_accounts_that_may_are_those_whose_actor_may(cast, permission):
    User.objects.filter(pk=cast.users["asha"].pk).update(is_active=False)
    for site in (cast.site, cast.other_site):
        expected = {
            user.pk
            for name, user in cast.users.items()
            if name != "asha" and cast.actor(name).may(permission, site_id=site.pk)
        }
        found = active_users_who_may(permission, site_id=site.pk)
        assert {user.pk for user in found} == expected
